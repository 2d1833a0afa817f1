package strandbench.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A place for one worker after the other, and the thread that starts them and takes their answers.
 */
final class Seat {
  private static final int MAX_FAILED_STARTS = 3;
  private static final long FIRST_PAUSE_NANOS = 5_000_000;
  private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;
  private static final long LOOK_AGAIN_MILLIS = 1;
  private static final int SIGKILL = 9;

  private final Dispatcher dispatcher;
  private final String name;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final AtomicInteger failedStarts = new AtomicInteger();
  private final Settler settler;
  private volatile WorkerProcess worker;
  private volatile boolean emptyUntilDemand;

  /** A worker that is not ready yet; null while there is none. */
  private volatile ChildJvm starting;

  private volatile boolean startsNone;

  /** The worker before, once there was one; of the thread in charge, as it hands it on. */
  private WorkerProcess last;

  /** How many tasks the worker has; guarded by the dispatcher's lock. */
  int assigned;

  /** How many bytes they take; guarded by the dispatcher's lock. */
  int assignedBytes;

  /** How many tasks the worker has been given in its life; guarded by the dispatcher's lock. */
  long served;

  Seat(Dispatcher dispatcher, String name) {
    this.dispatcher = dispatcher;
    this.name = name;
    this.settler = new Settler(name, this::live);
  }

  /** Starts the first worker, on this seat's own thread. */
  void open() {
    settler.start(this::live);
  }

  /** Whether the caller is a callback on the thread that takes the worker's answers. */
  boolean isOwnThread() {
    return settler.isInCharge();
  }

  /** Completes when the first worker is ready, or with the reason why there is none. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  /** Null while there is none. */
  WorkerProcess worker() {
    return worker;
  }

  /** Whether tasks may be given here. */
  boolean accepts() {
    WorkerProcess current = worker;
    return current != null && !current.isStopping() && !isWornOut();
  }

  /** How many tasks the worker may still be given in its life. */
  long tasksLeft() {
    WorkerProcess current = worker;
    long numbers = current == null ? 0 : current.sequencesLeft();
    return Math.min(dispatcher.options().maxTasksPerWorker() - served, numbers);
  }

  boolean isWornOut() {
    return worker != null && tasksLeft() <= 0;
  }

  /**
   * Ends the worker, which has no task.
   *
   * @param untilDemand whether there is to be another only when a task waits for it
   */
  void stop(boolean untilDemand) {
    WorkerProcess current = worker;
    if (current != null && !current.isStopping()) {
      emptyUntilDemand = untilDemand;
      current.stop();
    }
  }

  /** Kills the worker, also one that is starting, for good: the pool is stopped. */
  void kill() {
    // First, so that one that becomes ready meanwhile is seen as the other.
    killUnlessReady();
    WorkerProcess current = worker;
    if (current != null) {
      current.jvm().kill();
    }
  }

  /** Kills a worker that is starting, for good: the pool is stopped. */
  void killUnlessReady() {
    startsNone = true;
    ChildJvm unready = starting;
    if (unready != null) {
      unready.kill();
    }
  }

  private void starts(ChildJvm jvm) {
    starting = jvm;
    if (startsNone) {
      jvm.kill();
    }
  }

  /** Goes on from wherever the thread that was in charge before has left the seat. */
  private void live() {
    boolean inCharge = true;
    try {
      while (inCharge && (worker != null || fill())) {
        inCharge = serve();
      }
    } catch (Throwable e) {
      ready.completeExceptionally(e);
      dispatcher.breakWith(e);
    } finally {
      if (inCharge) {
        dispatcher.left();
      }
    }
  }

  /** Starts the next worker, where one is needed. */
  private boolean fill() throws IOException {
    if (last == null) {
      boolean started = start(1);
      ready.complete(null);
      return started;
    }
    // What it has started goes with it, before there is another.
    last.jvm().cleared().join();
    return dispatcher.needsWorker(emptyUntilDemand) && start(MAX_FAILED_STARTS);
  }

  /**
   * Starts a worker. A kill from outside is no sign that the next would fail as well, and doesn't
   * count.
   *
   * @return false if none is needed any more
   */
  private boolean start(int maxFailures) throws IOException {
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      // A callback on this thread may have left an interrupt, at which files close.
      Thread.interrupted();
      try {
        WorkerProcess started = WorkerProcess.start(name, dispatcher.options(), this::starts);
        failedStarts.set(0);
        served = 0;
        emptyUntilDemand = false;
        worker = started;
        return true;
      } catch (WorkerDiedException e) {
        boolean killed = e.signal().orElse(0) == SIGKILL;
        if (!killed && failedStarts.incrementAndGet() >= maxFailures) {
          throw e;
        }
        if (dispatcher.isIdleForGood()) {
          return false;
        }
      } finally {
        starting = null;
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  /** Takes the worker's answers until it ends. Returns whether this thread is still in charge. */
  private boolean serve() {
    WorkerProcess current = worker;
    dispatcher.opened(this);
    try {
      while (true) {
        WorkerProcess.Answers answers = current.answers();
        while (!answers.isEmpty()) {
          if (!take(current, answers)) {
            return false;
          }
          answers = current.answers();
        }
        await(current);
      }
    } catch (IOException e) {
      return bury(current, e);
    }
  }

  private void await(WorkerProcess current) throws IOException {
    // A callback on this thread may have left an interrupt, which would keep it from waiting.
    Thread.interrupted();
    Duration idleLimit = dispatcher.options().idleTimeout();
    if (dispatcher.couldHelp(this)) {
      current.await(LOOK_AGAIN_MILLIS);
      dispatcher.answered(this, current, List.of());
    } else if (idleLimit != null && !current.isStopping()) {
      long before = current.lastProgress();
      current.await(Math.max(1, TimeUnit.MILLISECONDS.convert(idleLimit)));
      if (current.lastProgress() == before
          && current.nanosWithoutProgress() >= TimeUnit.NANOSECONDS.convert(idleLimit)) {
        dispatcher.stopIfIdle(this);
      }
    } else {
      current.await(0);
    }
  }

  /**
   * Gives the worker its next tasks, then completes those that it has answered.
   *
   * @return whether this thread is still in charge
   */
  private boolean take(WorkerProcess from, WorkerProcess.Answers answers) {
    dispatcher.answered(this, from, answers.tasks());
    return settler.settle(answers.size(), i -> answers.settle(i, dispatcher.rules()));
  }

  private boolean bury(WorkerProcess dead, IOException reason) {
    WorkerProcess.Estate estate = dead.bury(reason);
    worker = null;
    last = dead;
    List<Runnable> outcomes = new ArrayList<>();
    List<PoolTask<?>> again = new ArrayList<>();
    for (PoolTask<?> task : estate.running()) {
      WorkerDiedException death =
          new WorkerDiedException(dead.jvm(), estate.exit(), "while it ran ", task.task(), reason);
      if (task == estate.condemned()) {
        outcomes.add(() -> task.condemned(estate.condemnedStack(), death));
      } else if (task.survives(death)) {
        again.add(task);
      } else {
        outcomes.add(task::failOfDeaths);
      }
    }
    again.addAll(estate.neverStarted());
    dispatcher.vacated(this, again);
    for (int i = 0; i < estate.answers().size(); i++) {
      int index = i;
      outcomes.add(() -> estate.answers().settle(index, dispatcher.rules()));
    }
    return outcomes.isEmpty() || settler.settle(outcomes.size(), i -> outcomes.get(i).run());
  }
}
