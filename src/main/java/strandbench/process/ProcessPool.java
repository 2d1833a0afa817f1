package strandbench.process;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An {@link java.util.concurrent.ExecutorService} whose tasks run in JVMs of their own.
 *
 * <pre>{@code
 * record Square(int n) implements Callable<Integer>, Serializable {
 *   public Integer call() {
 *     return n * n;
 *   }
 * }
 *
 * try (ProcessPool pool = ProcessPool.builder().workers(2).accept("my.app.**").build()) {
 *   Future<Integer> square = pool.submit(new Square(12));
 *   assert square.get() == 144;
 * }
 * }</pre>
 *
 * <p><b>Tasks</b> start in the order of their submission, at most one in each worker at a time.
 * They, their results and their exceptions travel by the JDK's serialization: a task is written
 * before {@code submit} returns, so later changes to it don't reach the worker, and nothing that a
 * task changes in the worker (its fields, statics, files apart) reaches the caller but its result.
 * What {@code submit} does happens-before the task, and the task happens-before {@link
 * java.util.concurrent.Future#get} returns, for what the bytes carry. A task that is not
 * serializable is rejected with a {@link RejectedExecutionException} whose cause names the class; a
 * result or exception that is not fails its own future alone. Both sides read classes of java.base
 * only, and those {@linkplain Builder#accept accepted}.
 *
 * <p><b>Failure.</b> Every accepted future completes. A task runs at most once. If its worker ends
 * while it runs ({@code System.exit} in the task, a crash, a kill), its future fails with a {@link
 * WorkerDiedException} and the worker is replaced; no other task is hurt. If replacements exit by
 * themselves {@value #MAX_FAILED_STARTS} times in a row before they are ready, the pool breaks: it
 * shuts down, and what waits in it fails with the cause. A task's own exception is the cause of the
 * {@link ExecutionException}, with the stack trace of the worker; where it can't come over, a
 * {@link TaskFailedException} tells it as text.
 *
 * <p><b>Futures</b> are {@link CompletableFuture}s, with an honest {@code cancel(true)}: it
 * interrupts the task's thread in its worker. The future is cancelled at once; the worker takes the
 * next task when this one has ended. What depends on a future without an executor of its own may
 * run on the thread that feeds a worker, and should be short.
 *
 * <p><b>Life.</b> Worker processes end with the pool, and with this JVM, however it ends. Until
 * then, they wait without using the processor. All threads here are daemons: a JVM that ends
 * without {@link #close} abandons what runs. What workers print is passed on by line, with the
 * worker's name before it; their standard input is empty.
 *
 * <p>Thread-safe.
 */
public final class ProcessPool extends AbstractExecutorService {
  private static final int MAX_FAILED_STARTS = 3;
  private static final int SIGKILL = 9;
  private static final AtomicInteger POOLS = new AtomicInteger();

  private final String name = "process-pool-" + POOLS.incrementAndGet();
  private final JvmCommand command;
  private final String rulesText;
  private final ObjectInputFilter rules;
  private final List<Slot> slots = new ArrayList<>();
  private final CountDownLatch slotsLeft;
  private final AtomicInteger failedStarts = new AtomicInteger();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, as is what follows. */
  private final ArrayDeque<PoolTask<?>> queue = new ArrayDeque<>();

  private boolean shutdown;

  /**
   * Written under the lock, before {@link #stopped}: why nothing goes on, null where it was asked.
   */
  private volatile Throwable broken;

  /** Written under the lock; no task starts after it is set. */
  private volatile boolean stopped;

  private ProcessPool(int workers, JvmCommand command, String rulesText) {
    this.command = command;
    this.rulesText = rulesText;
    this.rules = ObjectInputFilter.Config.createFilter(rulesText);
    this.slotsLeft = new CountDownLatch(workers);
    for (int i = 1; i <= workers; i++) {
      slots.add(new Slot(name + "-worker-" + i));
    }
  }

  /** Starts to describe a pool: as many workers as processors, options for small JVMs. */
  public static Builder builder() {
    return new Builder();
  }

  /** Describes a pool. Not thread-safe; {@link #build} may be called again for another pool. */
  public static final class Builder {
    private int workers = Runtime.getRuntime().availableProcessors();
    private JvmCommand command = JvmCommand.of(WorkerMain.class);
    private final List<String> accepted = new ArrayList<>();

    private Builder() {}

    /**
     * How many workers there are, and so how many tasks run at once.
     *
     * @throws IllegalArgumentException if that is none
     */
    public Builder workers(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("a pool of " + count + " workers");
      }
      workers = count;
      return this;
    }

    /** Adds options for the workers' JVMs, as {@link JvmCommand#withJvmOptions} does. */
    public Builder jvmOptions(List<String> options) {
      command = command.withJvmOptions(options);
      return this;
    }

    /**
     * Accepts further classes in tasks, results and exceptions, on both sides.
     *
     * @param patterns as {@link ObjectInputFilter.Config#createFilter} takes them: a class's name,
     *     {@code my.app.*} for a package, {@code my.app.**} for those below it as well
     * @throws IllegalArgumentException if one is no such pattern
     */
    public Builder accept(String... patterns) {
      AcceptFilter.rules(List.of(patterns));
      accepted.addAll(List.of(patterns));
      return this;
    }

    /**
     * Starts the workers, all at once, and waits until all are ready.
     *
     * @throws WorkerDiedException if one ends before it is; the others are ended then
     * @throws UncheckedIOException if a process, or what it needs, can't be made
     * @throws CancellationException if this thread is interrupted, which it is again then
     */
    public ProcessPool build() {
      ProcessPool pool = new ProcessPool(workers, command, AcceptFilter.rules(accepted));
      pool.start();
      return pool;
    }
  }

  private void start() {
    slots.forEach(slot -> ChildJvm.daemon(slot.name, slot::live));
    try {
      for (Slot slot : slots) {
        slot.ready.get();
      }
    } catch (ExecutionException e) {
      shutdownNow();
      close();
      switch (e.getCause()) {
        case IOException cause -> throw new UncheckedIOException(cause);
        case RuntimeException cause -> throw cause;
        default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      shutdownNow();
      close();
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while the workers started");
    }
  }

  /** The options of the workers' JVMs where a builder adds none, for the record of a run. */
  public static List<String> defaultJvmOptions() {
    return JvmCommand.of(WorkerMain.class).jvmOptions();
  }

  /** How many workers there are, those being replaced included. */
  public int workers() {
    return slots.size();
  }

  /** The process ids of the workers that live, in no order. */
  public List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    for (Slot slot : slots) {
      WorkerProcess worker = slot.worker;
      if (worker != null && worker.jvm().isAlive()) {
        pids.add(worker.jvm().pid());
      }
    }
    return pids;
  }

  /** Every option that the workers' JVMs were started with, for the record of a measurement. */
  public List<String> workerJvmOptions() {
    return command.jvmOptions();
  }

  /**
   * {@inheritDoc}
   *
   * @throws RejectedExecutionException if the task can't be serialized (the cause says why), or the
   *     pool is shut down or broken
   */
  @Override
  public <T> CompletableFuture<T> submit(Callable<T> task) {
    PoolTask<T> accepted = PoolTask.of(Objects.requireNonNull(task));
    enqueue(accepted);
    return accepted;
  }

  /**
   * {@inheritDoc}
   *
   * @param result stays here, and need not be serializable
   * @throws RejectedExecutionException as {@link #submit(Callable)}
   */
  @Override
  public <T> CompletableFuture<T> submit(Runnable task, T result) {
    PoolTask<T> accepted = PoolTask.of(Objects.requireNonNull(task), result);
    enqueue(accepted);
    return accepted;
  }

  /**
   * {@inheritDoc}
   *
   * @throws RejectedExecutionException as {@link #submit(Callable)}
   */
  @Override
  public CompletableFuture<?> submit(Runnable task) {
    return submit(task, null);
  }

  /**
   * Runs a task whose failure, as nobody holds its future, goes to the uncaught exception handler
   * of the thread that fed the worker: by default, to standard error.
   *
   * @throws RejectedExecutionException as {@link #submit(Callable)}
   */
  @Override
  public void execute(Runnable task) {
    if (task instanceof PoolTask<?> own) {
      enqueue(own);
      return;
    }
    PoolTask<Void> accepted = PoolTask.of(Objects.requireNonNull(task), null);
    var unused =
        accepted.whenComplete(
            (nothing, failure) -> {
              if (failure != null && !(failure instanceof CancellationException)) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
              }
            });
    enqueue(accepted.executed());
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Callable<T> task) {
    return PoolTask.of(Objects.requireNonNull(task));
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Runnable task, T value) {
    return PoolTask.of(Objects.requireNonNull(task), value);
  }

  /** The superclass's would wake the caller for each task, and so take time from the workers. */
  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    List<CompletableFuture<T>> futures = new ArrayList<>(tasks.size());
    CountDownLatch done = new CountDownLatch(tasks.size());
    boolean completed = false;
    try {
      for (Callable<T> task : tasks) {
        CompletableFuture<T> future = submit(task);
        futures.add(future);
        var unused = future.whenComplete((result, failure) -> done.countDown());
      }
      done.await();
      completed = true;
      return new ArrayList<>(futures);
    } finally {
      if (!completed) {
        futures.forEach(future -> future.cancel(true));
      }
    }
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return firstOf(tasks, null);
    } catch (TimeoutException e) {
      throw new AssertionError("no time limit was set", e);
    }
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return firstOf(tasks, Duration.of(timeout, unit.toChronoUnit()));
  }

  /** The superclass's would wrap the tasks in futures that can't be serialized. */
  private <T> T firstOf(Collection<? extends Callable<T>> tasks, Duration limit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("no tasks");
    }
    long start = System.nanoTime();
    List<CompletableFuture<T>> futures = new ArrayList<>();
    LinkedBlockingQueue<CompletableFuture<T>> done = new LinkedBlockingQueue<>();
    try {
      for (Callable<T> task : tasks) {
        CompletableFuture<T> future = submit(task);
        futures.add(future);
        var unused = future.whenComplete((result, failure) -> done.add(future));
      }
      ExecutionException last = null;
      for (int i = 0; i < futures.size(); i++) {
        CompletableFuture<T> next =
            limit == null
                ? done.take()
                : done.poll(limit.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new TimeoutException("no task succeeded in " + limit);
        }
        try {
          return next.get();
        } catch (ExecutionException e) {
          last = e;
        } catch (CancellationException e) {
          last = new ExecutionException(e);
        }
      }
      throw last;
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }

  private void enqueue(PoolTask<?> task) {
    lock.lock();
    try {
      if (shutdown) {
        throw new RejectedExecutionException(
            name + (broken == null ? " is shut down" : " is broken"), broken);
      }
      queue.add(task);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void shutdown() {
    lock.lock();
    try {
      shutdown = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shuts down, interrupts the tasks that run, and cancels those that never started.
   *
   * @return what never started: the task itself where it came by {@link #execute}, else its future,
   *     which is cancelled, so that nobody waits for it in vain
   */
  @Override
  public List<Runnable> shutdownNow() {
    List<PoolTask<?>> waiting = drain(null);
    slots.forEach(Slot::interrupt);
    List<Runnable> neverStarted = new ArrayList<>();
    for (PoolTask<?> task : waiting) {
      if (task.claim()) {
        task.cancel(false);
        neverStarted.add(task.asSubmitted());
      }
    }
    return neverStarted;
  }

  private List<PoolTask<?>> drain(Throwable cause) {
    lock.lock();
    try {
      shutdown = true;
      broken = broken == null ? cause : broken;
      stopped = true;
      List<PoolTask<?>> waiting = List.copyOf(queue);
      queue.clear();
      changed.signalAll();
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  private void breakWith(Throwable cause) {
    drain(cause).forEach(task -> task.fail(cause));
  }

  private void giveUp(PoolTask<?> task) {
    Throwable cause = broken;
    if (cause != null) {
      task.fail(cause);
    } else {
      task.cancel(false);
    }
  }

  @Override
  public boolean isShutdown() {
    lock.lock();
    try {
      return shutdown;
    } finally {
      lock.unlock();
    }
  }

  /** {@inheritDoc} True only when no process of the pool is left. */
  @Override
  public boolean isTerminated() {
    return slotsLeft.getCount() == 0;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return slotsLeft.await(timeout, unit);
  }

  @Override
  public String toString() {
    return name + "[" + workers() + " workers]";
  }

  /** A place for one worker after the other, and the thread that feeds them. */
  private final class Slot {
    private final String name;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile WorkerProcess worker;
    private volatile PoolTask<?> current;

    Slot(String name) {
      this.name = name;
    }

    void live() {
      try {
        replace(1);
        ready.complete(null);
        while (!isIdleForGood()) {
          if (!worker.jvm().isAlive()) {
            replace(MAX_FAILED_STARTS);
          }
          PoolTask<?> task = take();
          if (task != null) {
            serve(task);
          }
        }
      } catch (Throwable e) {
        ready.completeExceptionally(e);
        breakWith(e);
      } finally {
        if (worker != null) {
          worker.end();
        }
        slotsLeft.countDown();
      }
    }

    private boolean isIdleForGood() {
      lock.lock();
      try {
        return shutdown && queue.isEmpty();
      } finally {
        lock.unlock();
      }
    }

    /**
     * Starts a worker. A kill from outside is no sign that the next would fail as well, and doesn't
     * count.
     */
    private void replace(int maxFailures) throws IOException {
      while (true) {
        try {
          WorkerProcess started = WorkerProcess.start(name, command, rulesText);
          failedStarts.set(0);
          worker = started;
          started.jvm().onExit(this::wake);
          return;
        } catch (WorkerDiedException e) {
          boolean killed = e.signal().orElse(0) == SIGKILL;
          if (isIdleForGood() || (!killed && failedStarts.incrementAndGet() >= maxFailures)) {
            throw e;
          }
        }
      }
    }

    private void wake() {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** The next task; null if the worker has died, or no task will come. */
    private PoolTask<?> take() {
      lock.lock();
      try {
        while (worker.jvm().isAlive()) {
          for (PoolTask<?> task = queue.poll(); task != null; task = queue.poll()) {
            if (task.claim()) {
              current = task;
              return task;
            }
          }
          if (shutdown) {
            return null;
          }
          changed.awaitUninterruptibly();
        }
        // The signal that woke this thread may have been meant for one that can work.
        changed.signal();
        return null;
      } finally {
        lock.unlock();
      }
    }

    private void serve(PoolTask<?> task) {
      // A callback on this thread may have left an interrupt, which would close the channel.
      Thread.interrupted();
      Message.Run run = task.placeOn(worker);
      try {
        if (stopped) {
          // Who stopped the pool may have looked for this task before it had its place.
          giveUp(task);
        } else if (run != null) {
          task.settle(worker.run(run), rules);
        }
      } catch (IOException e) {
        WorkerDiedException death = worker.bury(run.sequence(), task.task(), e);
        if (death != null) {
          task.fail(death);
        } else {
          putBack(task);
        }
      } catch (Throwable e) {
        task.fail(e);
        throw e;
      } finally {
        current = null;
      }
    }

    /** A task that never started goes to the head of the queue, unless the pool was stopped. */
    private void putBack(PoolTask<?> task) {
      lock.lock();
      try {
        if (!stopped) {
          task.release();
          queue.addFirst(task);
          changed.signal();
          return;
        }
      } finally {
        lock.unlock();
      }
      giveUp(task);
    }

    void interrupt() {
      PoolTask<?> task = current;
      if (task != null) {
        task.interrupt();
      }
    }
  }
}
