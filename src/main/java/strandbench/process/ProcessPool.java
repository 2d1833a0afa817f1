package strandbench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import strandbench.process.wire.AcceptFilter;
import strandbench.process.wire.Hub;

/**
 * An {@link java.util.concurrent.ExecutorService} whose tasks run in JVMs of their own, its
 * workers: what Python has in {@code multiprocessing.Pool} and {@code ProcessPoolExecutor}.
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
 *   assert pool.map(n -> n + 1, List.of(1, 2, 3)).equals(List.of(2, 3, 4));
 * }
 * }</pre>
 *
 * <p><b>Tasks</b> start in the order of their submission, but for those that were given ahead to a
 * worker that is then held up by another. They, their results and their exceptions travel by the
 * JDK's serialization: a task is written before {@code submit} returns, so later changes to it
 * don't reach the worker, and nothing that a task changes in the worker (its fields, statics, files
 * apart) reaches the caller but its result; what is to be shared is in {@code
 * strandbench.process.shared}. What {@code submit} does happens-before the task, and the task
 * happens-before {@link java.util.concurrent.Future#get} returns, for what the bytes carry. A task
 * that is not serializable is rejected with a {@link RejectedExecutionException} whose cause names
 * the class; a result or exception that is not fails its own future alone. Both sides read classes
 * of java.base only, and those {@linkplain Builder#accept accepted}.
 *
 * <p><b>Failure.</b> Every accepted future completes. A task runs at most once, unless it is {@link
 * Idempotent}. If its worker ends while it runs ({@code System.exit} in the task, a crash, a kill),
 * its future fails with a {@link WorkerDiedException} and the worker is replaced; tasks that had
 * not started run elsewhere. Where {@linkplain Builder#concurrencyPerWorker several} run in a
 * worker at once, all of these fail: nobody can tell which it was. A worker that has told an {@link
 * OutOfMemoryError} ends itself. If replacements exit by themselves three times in a row before
 * they are ready, the pool breaks: it shuts down, and what waits in it fails with the cause. A
 * task's own exception is the cause of the {@link ExecutionException}, with the stack trace of the
 * worker; where it can't come over, a {@link TaskFailedException} tells it as text.
 *
 * <p><b>Futures</b> are {@link CompletableFuture}s, with an honest {@code cancel(true)}: it
 * interrupts the task's thread in its worker. The future is cancelled at once; the worker takes the
 * next task when this one has ended, and is killed if it doesn't, {@linkplain Builder#cancelGrace
 * soon}. The cause of the {@link CancellationException} is a {@link TaskCancelledException}.
 *
 * <p><b>Callbacks</b> ({@link #applyAsync}, and what depends on a future without an executor of its
 * own) run as a rule on the thread that takes a worker's answers, and should be short. One may wait
 * nevertheless, for tasks of its own pool as well: when it waits for one, or has kept that thread
 * for some 20 to 40 ms, another thread takes over the worker and the answers behind it. Each
 * callback that waits so costs a thread until it returns. No end of the pool waits for a callback.
 *
 * <p><b>Waiting.</b> Worker and caller spin for up to 50 &micro;s before they sleep, but only while
 * fewer workers are busy than there are processors. A pool that has nothing to do uses none.
 *
 * <p><b>Life.</b> Worker processes end with the pool, and with this JVM, however it ends; so do the
 * processes that a task has started, while they stay in its worker's process group. All threads
 * here are daemons: a JVM that ends without {@link #close} abandons what runs. What workers print
 * is passed on by line, with the worker's name before it; their standard input is empty. Workers
 * are daemons: a task can't start processes of this package.
 *
 * <p>Thread-safe.
 */
public final class ProcessPool extends AbstractExecutorService {
  private static final Duration GRACE = Duration.ofMillis(500);
  private static final int MAX_DEATHS = 3;
  private static final int CHUNKS_PER_WORKER = 4;
  private static final long LOOK_AGAIN_NANOS = 50_000;

  /** What tasks of ours, and handles of shared things, consist of. */
  private static final List<String> OWN_CLASSES =
      List.of(
          Spread.class.getName(),
          Hub.Address.class.getName(),
          ProcessPool.class.getPackageName() + ".shared.*");

  private static final AtomicInteger POOLS = new AtomicInteger();

  private final String name = "process-pool-" + POOLS.incrementAndGet();
  private final PoolOptions options;
  private final Dispatcher dispatcher;

  private ProcessPool(PoolOptions options) {
    this.options = options;
    this.dispatcher = new Dispatcher(name, options);
  }

  /** Starts to describe a pool: as many workers as processors, options for small JVMs. */
  public static Builder builder() {
    return new Builder();
  }

  /** Describes a pool. Not thread-safe; {@link #build} may be called again for another pool. */
  public static final class Builder {
    private final List<String> accepted = new ArrayList<>(OWN_CLASSES);
    private JvmCommand command = JvmCommand.of(WorkerMain.class);
    private ByteBuffer initializer = ByteBuffer.allocate(0);
    private int workers = Runtime.getRuntime().availableProcessors();
    private Transport transport = Transport.RING;
    private int concurrencyPerWorker = 1;
    private Duration taskTimeout;
    private Duration grace = GRACE;
    private long maxTasksPerWorker = Long.MAX_VALUE;
    private int queueCapacity = Integer.MAX_VALUE;
    private WhenFull whenFull = WhenFull.BLOCK;
    private Duration idleTimeout;
    private int maxDeathsPerTask = MAX_DEATHS;
    private boolean startupCache;

    private Builder() {}

    /** Replaces all options of the workers' JVMs. */
    Builder command(JvmCommand replacing) {
      command = replacing;
      return this;
    }

    /**
     * How many workers there are.
     *
     * @throws IllegalArgumentException if that is none
     */
    public Builder workers(int count) {
      workers = atLeastOne(count, "workers");
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
     * @param patterns as {@link java.io.ObjectInputFilter.Config#createFilter} takes them: a
     *     class's name, {@code my.app.*} for a package, {@code my.app.**} for those below it as
     *     well
     * @throws IllegalArgumentException if one is no such pattern
     */
    public Builder accept(String... patterns) {
      AcceptFilter.rules(List.of(patterns));
      accepted.addAll(List.of(patterns));
      return this;
    }

    /** How tasks and results travel. {@link Transport#RING} unless set. */
    public Builder transport(Transport chosen) {
      transport = Objects.requireNonNull(chosen);
      return this;
    }

    /**
     * Has each worker run a task of its own before all others. One that fails is a worker's death
     * before it was ready.
     *
     * @throws RejectedExecutionException if the task can't be serialized
     */
    public Builder initializer(Runnable task) {
      initializer = PoolTask.serialize(Objects.requireNonNull(task));
      return this;
    }

    /**
     * How many tasks a worker runs at once: 1, unless set, on its main thread; more on virtual
     * threads. A worker that ends takes all of them with it.
     *
     * @throws IllegalArgumentException if that is none
     */
    public Builder concurrencyPerWorker(int tasks) {
      concurrencyPerWorker = atLeastOne(tasks, "tasks at once in each worker");
      return this;
    }

    /**
     * How long a task may run. One that runs longer is interrupted; one that ignores that has its
     * worker killed. Either way its future fails with a {@link TaskTimeoutException}; a result that
     * comes in spite of the interrupt still counts.
     *
     * @throws IllegalArgumentException if that is no time
     */
    public Builder taskTimeout(Duration limit) {
      taskTimeout = positive(limit, "time limit for tasks");
      return this;
    }

    /**
     * How long a task has to heed an interrupt, of a {@code cancel(true)} or a time limit, before
     * its stack is taken and its worker is killed: half a second, unless set. The worker then has
     * as long again to tell the stack.
     *
     * @throws IllegalArgumentException if that is no time
     */
    public Builder cancelGrace(Duration duration) {
      grace = positive(duration, "time to heed an interrupt");
      return this;
    }

    /**
     * After how many tasks a worker is replaced by a new one.
     *
     * @throws IllegalArgumentException if that is none
     */
    public Builder maxTasksPerWorker(int tasks) {
      maxTasksPerWorker = atLeastOne(tasks, "tasks for each worker");
      return this;
    }

    /**
     * How many tasks may wait for a worker: any number, unless set.
     *
     * @throws IllegalArgumentException if that is none
     */
    public Builder queueCapacity(int tasks) {
      queueCapacity = atLeastOne(tasks, "tasks in the queue");
      return this;
    }

    /** What happens to a task that the queue has no room for. {@link WhenFull#BLOCK} unless set. */
    public Builder whenFull(WhenFull chosen) {
      whenFull = Objects.requireNonNull(chosen);
      return this;
    }

    /**
     * After how long a worker that has nothing to do is ended; the next task starts one again.
     * Unless set, workers stay.
     *
     * @throws IllegalArgumentException if that is no time
     */
    public Builder idleTimeout(Duration duration) {
      idleTimeout = positive(duration, "time to be idle");
      return this;
    }

    /**
     * How many workers an {@link Idempotent} task may take with it: 3 unless set.
     *
     * @throws IllegalArgumentException if that is none
     */
    public Builder maxDeathsPerTask(int deaths) {
      maxDeathsPerTask = atLeastOne(deaths, "deaths for each task");
      return this;
    }

    /**
     * Whether workers start from a {@link StartupCache}, which is made by the first pool with these
     * JVM options and this class path, and takes some seconds then. Where none can be made, workers
     * start without. The default is not to.
     */
    public Builder startupCache(boolean use) {
      startupCache = use;
      return this;
    }

    private static int atLeastOne(int count, String what) {
      if (count < 1) {
        throw new IllegalArgumentException("a pool of " + count + " " + what);
      }
      return count;
    }

    private static Duration positive(Duration duration, String what) {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException("a " + what + " of " + duration);
      }
      return duration;
    }

    /**
     * Starts the workers, all at once, and waits until all are ready.
     *
     * @throws WorkerDiedException if one ends before it is; the others are ended then
     * @throws UncheckedIOException if a process, or what it needs, can't be made
     * @throws CancellationException if this thread is interrupted, which it is again then
     * @throws IllegalStateException if this JVM is a daemon process, such as a worker
     */
    public ProcessPool build() {
      DaemonJvm.checkMayHaveChildren();
      ProcessPool pool =
          new ProcessPool(
              new PoolOptions(
                  workers,
                  startupCache ? Rehearsal.cached(command, PoolRehearsal::hold) : command,
                  AcceptFilter.rules(accepted),
                  transport,
                  concurrencyPerWorker,
                  initializer,
                  taskTimeout,
                  grace,
                  maxTasksPerWorker,
                  queueCapacity,
                  whenFull,
                  idleTimeout,
                  maxDeathsPerTask));
      pool.start();
      return pool;
    }
  }

  private void start() {
    dispatcher.seats().forEach(Seat::open);
    try {
      for (Seat seat : dispatcher.seats()) {
        seat.ready().get();
      }
    } catch (ExecutionException e) {
      terminate();
      close();
      switch (e.getCause()) {
        case IOException cause -> throw new UncheckedIOException(cause);
        case RuntimeException cause -> throw cause;
        default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      terminate();
      close();
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while the workers started");
    }
  }

  /**
   * Makes the {@link StartupCache} of workers with the default options, where there is none yet, so
   * that no measurement has to.
   *
   * @return whether there is one now
   */
  public static boolean makeStartupCache() {
    JvmCommand command = JvmCommand.of(WorkerMain.class);
    return !Rehearsal.cached(command, PoolRehearsal::hold).equals(command);
  }

  /**
   * The options of the workers' JVMs where a builder adds none but {@link Builder#startupCache},
   * for the record of a run. The cache is told by the name of its file, which says nothing of its
   * place.
   */
  public static List<String> defaultJvmOptions() {
    JvmCommand command = JvmCommand.of(WorkerMain.class);
    return command.withJvmOptions(StartupCache.optionsFor(command)).jvmOptions().stream()
        .map(StartupCache::withoutPlace)
        .toList();
  }

  /** How many workers there are, those being replaced included. */
  public int workers() {
    return options.workers();
  }

  /** The process ids of the workers that live, in no order. */
  public List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    for (Seat seat : dispatcher.seats()) {
      WorkerProcess worker = seat.worker();
      if (worker != null && worker.jvm().isAlive()) {
        pids.add(worker.jvm().pid());
      }
    }
    return pids;
  }

  /** Every option that the workers' JVMs were started with, for the record of a measurement. */
  public List<String> workerJvmOptions() {
    return options.command().jvmOptions();
  }

  /**
   * {@inheritDoc}
   *
   * @throws RejectedExecutionException if the task can't be serialized (the cause says why), or the
   *     pool is shut down or broken
   */
  @Override
  public <T> CompletableFuture<T> submit(Callable<T> task) {
    PoolTask<T> accepted = PoolTask.of(dispatcher, task);
    dispatcher.submit(accepted);
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
    PoolTask<T> accepted = PoolTask.of(dispatcher, task, result);
    dispatcher.submit(accepted);
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
      dispatcher.submit(own);
      return;
    }
    PoolTask<Void> accepted = PoolTask.of(dispatcher, task, null);
    var unused =
        accepted.whenComplete(
            (nothing, failure) -> {
              if (failure != null && !(failure instanceof CancellationException)) {
                tellHandler(failure);
              }
            });
    dispatcher.submit(accepted.executed());
  }

  private static void tellHandler(Throwable uncaught) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, uncaught);
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Callable<T> task) {
    return PoolTask.of(dispatcher, task);
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Runnable task, T value) {
    return PoolTask.of(dispatcher, task, value);
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
      return firstOf(tasks, false, 0);
    } catch (TimeoutException e) {
      throw new AssertionError("no time limit was set", e);
    }
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return firstOf(tasks, true, unit.toNanos(timeout));
  }

  /** The superclass's would wrap the tasks in futures that can't be serialized. */
  private <T> T firstOf(Collection<? extends Callable<T>> tasks, boolean timed, long nanos)
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
            timed
                ? done.poll(nanos - (System.nanoTime() - start), TimeUnit.NANOSECONDS)
                : done.take();
        if (next == null) {
          throw new TimeoutException("no task succeeded in " + Duration.ofNanos(nanos));
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

  /**
   * Runs a task and waits for its result.
   *
   * @throws RejectedExecutionException as {@link #submit(Callable)}
   * @throws ExecutionException if the task fails
   */
  public <T> T apply(Callable<T> task) throws InterruptedException, ExecutionException {
    return submit(task).get();
  }

  /**
   * Runs a task, and then one of two callbacks in this JVM, as a rule on the thread that takes the
   * worker's answers: it should be short. What a callback throws goes to the uncaught exception
   * handler of the thread that runs it: by default, to standard error. The future keeps what became
   * of the task.
   *
   * @param onError gets what the task threw, or why it was not run
   * @throws RejectedExecutionException as {@link #submit(Callable)}
   */
  public <T> CompletableFuture<T> applyAsync(
      Callable<T> task, Consumer<? super T> onResult, Consumer<? super Throwable> onError) {
    Objects.requireNonNull(onResult);
    Objects.requireNonNull(onError);
    PoolTask<T> accepted = PoolTask.of(dispatcher, task);
    var unused =
        accepted.whenComplete(
            (result, failure) -> {
              try {
                if (failure == null) {
                  onResult.accept(result);
                } else {
                  onError.accept(failure);
                }
              } catch (Throwable e) {
                tellHandler(e);
              }
            });
    dispatcher.submit(accepted);
    return accepted;
  }

  /**
   * Applies a function to all items, in chunks of the pool's own choice: four for each worker.
   *
   * @return the results in the order of the items
   * @throws ExecutionException if the function fails; what has not started then never does
   */
  public <T, R> List<R> map(
      RemoteFunction<? super T, ? extends R> function, Collection<? extends T> items)
      throws InterruptedException, ExecutionException {
    int chunks = CHUNKS_PER_WORKER * workers() * options.concurrencyPerWorker();
    return map(function, items, Math.max(1, Math.ceilDiv(items.size(), chunks)));
  }

  /**
   * Applies a function to all items. The function is written once; a worker may use one copy of it
   * for several chunks, one after the other.
   *
   * @param chunkSize how many items make one task
   * @throws RejectedExecutionException if the function or an item can't be serialized
   * @return the results in the order of the items
   * @throws ExecutionException if the function fails; what has not started then never does
   */
  public <T, R> List<R> map(
      RemoteFunction<? super T, ? extends R> function, Collection<? extends T> items, int chunkSize)
      throws InterruptedException, ExecutionException {
    List<T> all = new ArrayList<>(items);
    ByteBuffer bytes = Chunk.write(function);
    List<Chunk<T, R>> chunks = new ArrayList<>();
    int most = Math.min(checkedChunkSize(chunkSize), Math.max(1, all.size()));
    for (int from = 0; from < all.size(); from += most) {
      List<T> part = all.subList(from, Math.min(all.size(), from + most));
      chunks.add(new Chunk<>(function, bytes, part));
    }
    List<R> results = new ArrayList<>(all.size());
    for (CompletableFuture<Object[]> future : runUntilOneFails(chunks)) {
      for (Object each : future.get()) {
        @SuppressWarnings("unchecked") // The function returned it.
        R result = (R) each;
        results.add(result);
      }
    }
    return results;
  }

  private <T> List<CompletableFuture<T>> runUntilOneFails(List<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    List<CompletableFuture<T>> futures = new ArrayList<>(tasks.size());
    AtomicInteger left = new AtomicInteger(tasks.size());
    CompletableFuture<T> lastOrFailed = new CompletableFuture<>();
    try {
      for (Callable<T> task : tasks) {
        CompletableFuture<T> future = submit(task);
        futures.add(future);
        var unused =
            future.whenComplete(
                (result, failure) -> {
                  if (failure != null) {
                    lastOrFailed.completeExceptionally(failure);
                  } else if (left.decrementAndGet() == 0) {
                    lastOrFailed.complete(result);
                  }
                });
      }
      if (!tasks.isEmpty()) {
        var unused = lastOrFailed.get();
      }
      return futures;
    } finally {
      futures.forEach(future -> future.cancel(false));
    }
  }

  private static int checkedChunkSize(int chunkSize) {
    if (chunkSize < 1) {
      throw new IllegalArgumentException("chunks of " + chunkSize + " items");
    }
    return chunkSize;
  }

  /** As {@link #map(RemoteFunction, Collection)}, for a function of two arguments. */
  public <T, U, R> List<R> starmap(
      RemoteBiFunction<? super T, ? super U, ? extends R> function,
      Collection<? extends Map.Entry<? extends T, ? extends U>> arguments)
      throws InterruptedException, ExecutionException {
    return map(
        new Spread<T, U, R>(function),
        arguments.stream()
            .map(pair -> new AbstractMap.SimpleImmutableEntry<T, U>(pair.getKey(), pair.getValue()))
            .toList());
  }

  private record Spread<T, U, R>(RemoteBiFunction<? super T, ? super U, ? extends R> function)
      implements RemoteFunction<Map.Entry<T, U>, R> {
    @Override
    public R apply(Map.Entry<T, U> pair) throws Exception {
      return function.apply(pair.getKey(), pair.getValue());
    }
  }

  /**
   * Applies a function to items as they are asked for: the stream takes items only so far that each
   * worker has one chunk to run and one to follow. So there may be infinitely many.
   *
   * @param chunkSize how many items make one task
   * @return the results in the order of the items; sequential, and to be closed where it is not
   *     read to its end. Where the function fails, the stream throws a {@link
   *     java.util.concurrent.CompletionException} in the place of that chunk
   */
  public <T, R> Stream<R> imap(
      RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
    return lazily(function, items, chunkSize, true);
  }

  /** As {@link #imap}, but in the order in which chunks end. */
  public <T, R> Stream<R> imapUnordered(
      RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
    return lazily(function, items, chunkSize, false);
  }

  private <T, R> Stream<R> lazily(
      RemoteFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      int chunkSize,
      boolean ordered) {
    ByteBuffer bytes = Chunk.write(function);
    Results<T, R> results =
        new Results<>(
            items.iterator(),
            checkedChunkSize(chunkSize),
            2 * workers() * options.concurrencyPerWorker(),
            ordered,
            chunk -> submit(new Chunk<T, R>(function, bytes, chunk)));
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(results, ordered ? Spliterator.ORDERED : 0), false)
        .onClose(results::close);
  }

  @Override
  public void shutdown() {
    dispatcher.shutdown();
  }

  /**
   * Shuts down, interrupts the tasks that run, and cancels those that never started. The worker of
   * a task that ignores the interrupt is killed.
   *
   * @return what never started: the task itself where it came by {@link #execute}, else its future,
   *     which is cancelled, so that nobody waits for it in vain
   */
  @Override
  public List<Runnable> shutdownNow() {
    List<PoolTask<?>> waiting = dispatcher.stop(null);
    dispatcher.seats().forEach(Seat::killUnlessReady);
    for (Seat seat : dispatcher.seats()) {
      WorkerProcess worker = seat.worker();
      if (worker != null) {
        worker.tasks().forEach(PoolTask::interrupt);
      }
    }
    waiting.removeIf(task -> !task.claim());
    List<Runnable> neverStarted = new ArrayList<>();
    waiting.forEach(task -> neverStarted.add(task.asSubmitted()));
    giveUp(waiting);
    return neverStarted;
  }

  /**
   * Shuts down and kills the workers, those that are starting as well. The tasks that ran fail with
   * a {@link WorkerDiedException}, those that never started are cancelled.
   */
  public void terminate() {
    List<PoolTask<?>> waiting = dispatcher.stop(null);
    dispatcher.seats().forEach(Seat::kill);
    giveUp(waiting);
  }

  /** Their callbacks run elsewhere, and are not waited for. */
  private void giveUp(List<PoolTask<?>> tasks) {
    dispatcher.giveUp(tasks);
    for (PoolTask<?> task : tasks) {
      while (!task.isDone()) {
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    }
  }

  @Override
  public boolean isShutdown() {
    return dispatcher.isShutdown();
  }

  /** {@inheritDoc} True only when no process of the pool is left. */
  @Override
  public boolean isTerminated() {
    return dispatcher.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return dispatcher.awaitTermination(timeout, unit);
  }

  /**
   * Waits until all tasks have ended and no process is left.
   *
   * @throws IllegalStateException if the pool is not shut down: it would wait for ever
   */
  public void join() throws InterruptedException {
    if (!isShutdown()) {
      throw new IllegalStateException(name + " is not shut down");
    }
    awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  @Override
  public String toString() {
    return name + "[" + workers() + " workers]";
  }
}
