package strandbench.process;

import java.io.ObjectInputFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which task goes to which worker, and when. There is no thread for it: who submits a task gives it
 * to a worker that is free, and who takes a worker's answers gives it the next tasks.
 *
 * <p>A worker whose tasks are short is given some more than it can run, so that it need not wait
 * for each; one that is then held up has them taken back, as soon as another worker could run them.
 *
 * <p>Lock order: this object's lock, then a worker's.
 */
final class Dispatcher {
  /** How long what a worker has been given ahead should keep it busy. */
  private static final long AHEAD_NANOS = 1_000_000;

  private static final int MOST_AHEAD = 256;

  /** Above that, waiting for the next task doesn't matter. */
  private static final long LONG_TASK_NANOS = 10_000_000;

  /** A worker that has been silent for so long, or for so many of its usual tasks, is held up. */
  private static final long HELD_UP_NANOS = 10_000_000;

  private static final int HELD_UP_TASKS = 8;

  /** What isn't worth taking back for a worker that has nothing to do. */
  private static final long NOT_WORTH_NANOS = 100_000;

  /** What fits into a socket's buffers, so that giving never waits for a worker that is busy. */
  private static final int MOST_BYTES_AHEAD = 1 << 16;

  private static final int LARGE_TASK = 1 << 14;
  private static final long SPIN_NANOS = 50_000;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final String name;
  private final PoolOptions options;
  private final ObjectInputFilter rules;
  private final List<Seat> seats = new ArrayList<>();
  private final CountDownLatch seatsLeft;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition demand = lock.newCondition();

  /** Guarded by the lock, as are the numbers of the seats. */
  private final ArrayDeque<PoolTask<?>> queue = new ArrayDeque<>();

  private boolean shutdown;

  /**
   * Written under the lock, before {@link #stopped}: why nothing goes on, null where it was asked.
   */
  private volatile Throwable broken;

  /** Written under the lock; no task starts after it is set. */
  private volatile boolean stopped;

  /** How many seats have tasks. */
  private final AtomicInteger busy = new AtomicInteger();

  /** How many tasks are neither in the queue nor with a worker, but on their way to one. */
  private final AtomicInteger onTheirWay = new AtomicInteger();

  Dispatcher(String name, PoolOptions options) {
    this.name = name;
    this.options = options;
    this.rules = ObjectInputFilter.Config.createFilter(options.filter());
    this.seatsLeft = new CountDownLatch(options.workers());
    for (int i = 1; i <= options.workers(); i++) {
      seats.add(new Seat(this, name + "-worker-" + i));
    }
  }

  PoolOptions options() {
    return options;
  }

  ObjectInputFilter rules() {
    return rules;
  }

  List<Seat> seats() {
    return seats;
  }

  /**
   * Takes a task on.
   *
   * @throws RejectedExecutionException if the pool takes no more, or its queue is full
   */
  void submit(PoolTask<?> task) {
    Seat free;
    WorkerProcess worker;
    boolean otherIsFree;
    lock.lock();
    try {
      free = admit(task);
      worker = free == null ? null : free.worker();
      otherIsFree = free == null && freeSeat() != null;
    } finally {
      lock.unlock();
    }
    if (free != null) {
      give(free, worker, List.of(task));
    } else if (otherIsFree) {
      feedWhoIsFree();
    }
  }

  /** A seat that the task was claimed for; null where it is in the queue, or has been run. */
  private Seat admit(PoolTask<?> task) {
    while (true) {
      if (shutdown) {
        throw new RejectedExecutionException(
            name + (broken == null ? " is shut down" : " is broken"), broken);
      }
      Seat free = queue.isEmpty() ? freeSeat() : null;
      if (free != null) {
        if (task.claim()) {
          assign(free, task);
          return free;
        }
        return null;
      }
      if (queue.size() < options.queueCapacity() || mustNotWait()) {
        queue.add(task);
        demand.signal();
        return null;
      }
      if (options.whenFull() == WhenFull.REJECT) {
        throw new RejectedExecutionException(
            "the queue of " + name + " is full: " + queue.size() + " tasks");
      }
      if (options.whenFull() == WhenFull.CALLER_RUNS) {
        runHere(task);
        return null;
      }
      awaitRoom();
    }
  }

  private void runHere(PoolTask<?> task) {
    lock.unlock();
    try {
      task.runCopy();
    } finally {
      lock.lock();
    }
  }

  /** A callback would wait for the room that its own thread makes. */
  private boolean mustNotWait() {
    return options.whenFull() == WhenFull.BLOCK && seats.stream().anyMatch(Seat::isOwnThread);
  }

  private void awaitRoom() {
    try {
      while (queue.size() >= options.queueCapacity() && !shutdown) {
        room.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectedExecutionException("interrupted while the queue of " + name + " was full");
    }
  }

  private Seat freeSeat() {
    Seat best = null;
    for (Seat seat : seats) {
      if (seat.accepts()
          && seat.assigned < options.concurrencyPerWorker()
          && (best == null || seat.assigned < best.assigned)) {
        best = seat;
      }
    }
    return best;
  }

  /** Whoever does this gives the task to the seat's worker then. */
  private void assign(Seat seat, PoolTask<?> task) {
    onTheirWay.incrementAndGet();
    seat.served++;
    seat.assigned++;
    seat.assignedBytes += task.size();
    if (seat.assigned == 1) {
      busy.incrementAndGet();
    }
  }

  private void unassign(Seat seat, List<PoolTask<?>> tasks) {
    for (PoolTask<?> task : tasks) {
      seat.assigned--;
      seat.assignedBytes -= task.size();
      if (seat.assigned == 0) {
        busy.decrementAndGet();
      }
    }
  }

  /** Outside of the lock. */
  private void give(Seat seat, WorkerProcess worker, List<PoolTask<?>> tasks) {
    boolean back = false;
    try {
      List<PoolTask<?>> notGiven =
          stopped || worker == null
              ? tasks
              : worker.give(tasks, busy.get() < PROCESSORS ? SPIN_NANOS : 0);
      if (!notGiven.isEmpty()) {
        takeBack(seat, worker, notGiven);
        back = true;
      } else if (stopped) {
        // Who stopped the pool may have looked for these tasks before they had their place.
        tasks.forEach(PoolTask::interrupt);
      }
    } finally {
      onTheirWay.addAndGet(-tasks.size());
    }
    if (back) {
      wakeIdleSeats();
    }
  }

  private void takeBack(Seat seat, WorkerProcess worker, List<PoolTask<?>> notGiven) {
    lock.lock();
    try {
      if (worker != null && seat.worker() == worker) {
        unassign(seat, notGiven);
        seat.served -= notGiven.size();
      }
    } finally {
      lock.unlock();
    }
    putBack(notGiven);
  }

  /**
   * What a worker has answered makes room for more.
   *
   * @param worker whose answers they are; those of one that is no more don't count
   */
  void answered(Seat seat, WorkerProcess worker, List<PoolTask<?>> tasks) {
    List<PoolTask<?>> next = List.of();
    lock.lock();
    try {
      if (worker == null || seat.worker() != worker) {
        return;
      }
      unassign(seat, tasks);
      if (!worker.isStopping()) {
        takeBackFromThoseHeldUp(seat);
        next = next(seat, worker);
        if (next.isEmpty() && seat.assigned == 0) {
          takeBackFor(seat);
          next = next(seat, worker);
        }
        if (seat.assigned == 0 && seat.isWornOut()) {
          seat.stop(false);
        }
      }
      stopWhereAllIsDone();
    } finally {
      lock.unlock();
    }
    if (!next.isEmpty()) {
      give(seat, worker, next);
    }
    feedWhoIsFree();
  }

  /**
   * Gives what waits to seats that are free. None is, as a rule, while something waits; but one may
   * be that all its tasks were taken back from, and that no answer will wake.
   */
  private void feedWhoIsFree() {
    while (true) {
      Seat seat;
      WorkerProcess worker;
      List<PoolTask<?>> next;
      lock.lock();
      try {
        seat = queue.isEmpty() ? null : freeSeat();
        if (seat == null) {
          return;
        }
        worker = seat.worker();
        next = worker == null ? List.of() : next(seat, worker);
      } finally {
        lock.unlock();
      }
      if (next.isEmpty()) {
        return;
      }
      give(seat, worker, next);
    }
  }

  /** A worker that has nothing to do stays while another might be held up. */
  private void stopWhereAllIsDone() {
    if (shutdown && queue.isEmpty() && seats.stream().noneMatch(this::hasMoreThanItRuns)) {
      for (Seat seat : seats) {
        if (seat.assigned == 0) {
          seat.stop(false);
        }
      }
    }
  }

  /** The next tasks for a seat, claimed and assigned. */
  private List<PoolTask<?>> next(Seat seat, WorkerProcess worker) {
    int window = seat.accepts() ? window(seat, worker) : 0;
    boolean enough = seat.assigned >= options.concurrencyPerWorker() && seat.assigned > window / 2;
    if (queue.isEmpty() || enough) {
      return List.of();
    }
    List<PoolTask<?>> next = new ArrayList<>();
    while (seat.assigned < window && !queue.isEmpty()) {
      int size = queue.element().size();
      boolean ahead = seat.assigned >= options.concurrencyPerWorker();
      if (ahead && (size > LARGE_TASK || seat.assignedBytes + size > MOST_BYTES_AHEAD)) {
        break;
      }
      PoolTask<?> task = queue.remove();
      if (task.claim()) {
        next.add(task);
        assign(seat, task);
      } else {
        task.forget();
      }
    }
    room.signalAll();
    if (hasMoreThanItRuns(seat)) {
      // A seat that waits for demand may be needed to take it back.
      demand.signalAll();
    }
    return next;
  }

  private int window(Seat seat, WorkerProcess worker) {
    int concurrency = options.concurrencyPerWorker();
    int window = concurrency;
    long each = worker.nanosPerTask();
    boolean ahead =
        concurrency == 1 && options.taskTimeout() == null && worker.canTakeBack() && each > 0;
    if (ahead && each < LONG_TASK_NANOS) {
      window = Math.clamp(AHEAD_NANOS / each, 2, MOST_AHEAD);
    }
    long left = seat.assigned + seat.tasksLeft();
    return (int) Math.min(window, left);
  }

  /** So that what was submitted first is not what waits longest. */
  private void takeBackFromThoseHeldUp(Seat except) {
    for (Seat seat : seats) {
      WorkerProcess worker = seat.worker();
      if (seat != except && worker != null && hasMoreThanItRuns(seat)) {
        long usual = worker.nanosPerTask() * HELD_UP_TASKS;
        if (worker.nanosWithoutProgress() > Math.max(HELD_UP_NANOS, usual)) {
          takeBack(seat);
        }
      }
    }
  }

  /** For a seat that has nothing to do: from the one that would need longest. */
  private void takeBackFor(Seat idle) {
    Seat from = null;
    long longest = NOT_WORTH_NANOS;
    for (Seat seat : seats) {
      WorkerProcess worker = seat.worker();
      if (seat != idle && worker != null && hasMoreThanItRuns(seat)) {
        long expected = worker.nanosPerTask() * (seat.assigned - 1);
        long likely = Math.max(expected, worker.nanosWithoutProgress());
        if (likely > longest) {
          longest = likely;
          from = seat;
        }
      }
    }
    if (from != null && idle.accepts()) {
      takeBack(from);
    }
  }

  private boolean hasMoreThanItRuns(Seat seat) {
    return seat.assigned > options.concurrencyPerWorker();
  }

  private void takeBack(Seat seat) {
    WorkerProcess worker = seat.worker();
    if (worker == null) {
      // Buried since the caller looked.
      return;
    }
    List<PoolTask<?>> tasks = worker.takeBack();
    unassign(seat, tasks);
    seat.served -= tasks.size();
    putFirst(tasks);
  }

  private void putFirst(List<PoolTask<?>> tasks) {
    for (PoolTask<?> task : tasks.reversed()) {
      task.release();
      queue.addFirst(task);
    }
  }

  /** Whether a seat has nothing to do while tasks wait, or others have more than they run. */
  boolean couldHelp(Seat idle) {
    lock.lock();
    try {
      return idle.assigned == 0
          && (!queue.isEmpty() || seats.stream().anyMatch(this::hasMoreThanItRuns));
    } finally {
      lock.unlock();
    }
  }

  /** Tasks that never started go to the head of the queue, unless the pool was stopped. */
  private void putBack(List<PoolTask<?>> tasks) {
    lock.lock();
    try {
      if (!stopped) {
        putFirst(tasks);
        demand.signalAll();
        return;
      }
    } finally {
      lock.unlock();
    }
    giveUp(tasks);
  }

  /**
   * Completes tasks that will never start. Callbacks run on a thread of their own, and hold up
   * nobody.
   */
  void giveUp(List<PoolTask<?>> tasks) {
    List<Runnable> withCallbacks = new ArrayList<>();
    for (PoolTask<?> task : tasks) {
      if (task.getNumberOfDependents() == 0) {
        giveUp(task);
      } else {
        withCallbacks.add(() -> giveUp(task));
      }
    }
    if (!withCallbacks.isEmpty()) {
      Settler.settleElsewhere(name + "-given-up", withCallbacks);
    }
  }

  private void giveUp(PoolTask<?> task) {
    Throwable cause = broken;
    if (cause != null) {
      task.fail(cause);
    } else {
      task.cancel(false);
    }
  }

  /** A worker of the seat is ready. */
  void opened(Seat seat) {
    answered(seat, seat.worker(), List.of());
  }

  /** The worker of a seat is dead, and these tasks run elsewhere. */
  void vacated(Seat seat, List<PoolTask<?>> again) {
    lock.lock();
    try {
      if (seat.assigned > 0) {
        busy.decrementAndGet();
      }
      seat.assigned = 0;
      seat.assignedBytes = 0;
    } finally {
      lock.unlock();
    }
    putBack(again);
    wakeIdleSeats();
  }

  /** Tasks that came back may be for seats that have nothing to do. */
  private void wakeIdleSeats() {
    for (Seat seat : seats) {
      answered(seat, seat.worker(), List.of());
    }
  }

  /**
   * Whether a seat that has no worker should start one; waits until that is known.
   *
   * @param onDemand only for a task that waits
   */
  boolean needsWorker(boolean onDemand) {
    lock.lock();
    try {
      while (queue.isEmpty()) {
        if (shutdown && onTheirWay.get() == 0) {
          return false;
        }
        if (!shutdown && !onDemand) {
          return true;
        }
        try {
          // Again soon where tasks may come to wait without having been submitted.
          boolean soon = shutdown || seats.stream().anyMatch(this::hasMoreThanItRuns);
          var unused = demand.awaitNanos(soon ? HELD_UP_NANOS / 2 : Long.MAX_VALUE);
        } catch (InterruptedException e) {
          // Left by a callback on this thread; nobody else has a reason.
        }
        takeBackFromThoseHeldUp(null);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Stops the seat's worker if it has had nothing to do for its time. */
  void stopIfIdle(Seat seat) {
    lock.lock();
    try {
      if (seat.assigned == 0 && queue.isEmpty()) {
        seat.stop(true);
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isIdleForGood() {
    lock.lock();
    try {
      return shutdown && queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Looks, in place of the thread that waits for answers, while a processor is to spare. */
  void spinFor(PoolTask<?> task, WorkerProcess worker) {
    if (busy.get() >= PROCESSORS) {
      return;
    }
    for (Seat seat : seats) {
      if (seat.worker() == worker) {
        Message answer = worker.spinFor(task, SPIN_NANOS);
        if (answer != null) {
          answered(seat, worker, List.of(task));
          task.settle(answer, rules);
        }
        return;
      }
    }
  }

  void shutdown() {
    lock.lock();
    try {
      shutdown = true;
      demand.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    wakeIdleSeats();
  }

  /**
   * No task starts any more.
   *
   * @param cause null where it was asked for
   * @return those that have not started; the caller completes them
   */
  List<PoolTask<?>> stop(Throwable cause) {
    List<PoolTask<?>> waiting = new ArrayList<>();
    lock.lock();
    try {
      shutdown = true;
      broken = broken == null ? cause : broken;
      stopped = true;
      for (Seat seat : seats) {
        if (seat.worker() != null && hasMoreThanItRuns(seat)) {
          takeBack(seat);
        }
      }
      waiting.addAll(queue);
      queue.clear();
      demand.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    shutdown();
    return waiting;
  }

  /** Nothing goes on: what waits fails with the cause. */
  void breakWith(Throwable cause) {
    giveUp(stop(cause));
  }

  void left() {
    seatsLeft.countDown();
  }

  boolean isShutdown() {
    lock.lock();
    try {
      return shutdown;
    } finally {
      lock.unlock();
    }
  }

  boolean isTerminated() {
    return seatsLeft.getCount() == 0;
  }

  boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return seatsLeft.await(timeout, unit);
  }
}
