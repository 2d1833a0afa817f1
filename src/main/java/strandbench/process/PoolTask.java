package strandbench.process;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import strandbench.process.wire.Codec;

/** A task that a pool has accepted: its bytes, its future, and where it runs. */
final class PoolTask<T> extends CompletableFuture<T> implements RunnableFuture<T> {
  private static final String LAMBDA_HINT =
      "; a lambda is where its type is: cast it to (Callable<T> & Serializable) or"
          + " (Runnable & Serializable), or write a record";

  private record Place(WorkerProcess worker, long sequence) {}

  private final Message.Form form;
  private final T value;
  private final int size;

  /** The Callable or Runnable, and its bytes; null once they are of no use any more. */
  private volatile Object task;

  private volatile ByteBuffer bytes;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final Dispatcher dispatcher;
  private volatile Place place;
  private volatile ScheduledFuture<?> alarm;
  private volatile boolean late;
  private boolean executed;
  private final List<WorkerDiedException> deaths = new ArrayList<>(0);

  private PoolTask(Dispatcher dispatcher, Object task, boolean returns, T value) {
    this.dispatcher = dispatcher;
    this.task = Objects.requireNonNull(task);
    this.form =
        task instanceof Chunk
            ? Message.Form.CHUNK
            : returns ? Message.Form.CALLABLE : Message.Form.RUNNABLE;
    this.value = value;
    this.bytes = serialize(task);
    this.size = bytes.remaining();
  }

  /**
   * @throws RejectedExecutionException if the task can't be serialized
   */
  static <T> PoolTask<T> of(Dispatcher dispatcher, Callable<T> task) {
    return new PoolTask<>(dispatcher, task, true, null);
  }

  /**
   * @param value what the future returns in the end; stays here
   * @throws RejectedExecutionException if the task can't be serialized
   */
  static <T> PoolTask<T> of(Dispatcher dispatcher, Runnable task, T value) {
    return new PoolTask<>(dispatcher, task, false, value);
  }

  /**
   * @throws RejectedExecutionException if the task can't be serialized
   */
  static ByteBuffer serialize(Object task) {
    try {
      return task instanceof Chunk<?, ?> chunk ? chunk.write() : Codec.write(task);
    } catch (NotSerializableException e) {
      throw new RejectedExecutionException(
          task.getClass().getName()
              + " can't be sent: "
              + e.getMessage()
              + " is not serializable"
              + (String.valueOf(e.getMessage()).contains("$$Lambda") ? LAMBDA_HINT : ""),
          e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new RejectedExecutionException(task.getClass().getName() + " can't be sent: " + e, e);
    }
  }

  /** The Callable or Runnable, while it has not ended. */
  Object task() {
    return task;
  }

  /** Marks it as one whose future nobody has. */
  PoolTask<T> executed() {
    executed = true;
    return this;
  }

  /** What the one who submitted it knows: the task, or its future. */
  Runnable asSubmitted() {
    return executed && task instanceof Runnable runnable ? runnable : this;
  }

  /** Whether nobody has started it, nor will: whoever gets true must do it. */
  boolean claim() {
    return !isDone() && claimed.compareAndSet(false, true);
  }

  /** Takes a claim back: the task never started. */
  void release() {
    place = null;
    silenceAlarm();
    claimed.set(false);
  }

  /** How many bytes it takes to send it. */
  int size() {
    return size;
  }

  /**
   * Says where it is about to run.
   *
   * @return null if it was cancelled meanwhile; one who cancels it later finds the place
   */
  Message.Run placeOn(WorkerProcess worker, long sequence) {
    place = new Place(worker, sequence);
    late = false;
    ByteBuffer content = bytes;
    if (isDone() || content == null) {
      return null;
    }
    Duration limit = dispatcher.options().taskTimeout();
    if (limit != null) {
      alarm = Clock.alarm(limit, () -> tooLate(worker, sequence));
    }
    return new Message.Run(sequence, form, content);
  }

  private void tooLate(WorkerProcess worker, long sequence) {
    late = worker.has(sequence);
    Escalation.begin(worker, sequence, dispatcher.options().grace());
  }

  private void silenceAlarm() {
    ScheduledFuture<?> set = alarm;
    if (set != null) {
      set.cancel(false);
    }
  }

  /** Interrupts it where it runs, and has it end. */
  void interrupt() {
    Place where = place;
    if (where != null) {
      Escalation.begin(where.worker(), where.sequence(), dispatcher.options().grace());
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancels = completeExceptionally(new TaskCancelledException());
    if (cancels) {
      Place where = place;
      if (mayInterruptIfRunning) {
        interrupt();
      } else if (where != null) {
        where.worker().cancel(where.sequence(), false);
      }
    }
    return isCancelled();
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    lookForAnswer();
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    lookForAnswer();
    return super.get(timeout, unit);
  }

  @Override
  public T join() {
    lookForAnswer();
    return super.join();
  }

  private void lookForAnswer() {
    Place where = place;
    if (where != null && !isDone()) {
      dispatcher.spinFor(this, where.worker());
    }
    if (!isDone()) {
      Settler.beforeWait();
    }
  }

  /** Runs it here, unless a worker has it or had it. */
  @Override
  public void run() {
    if (claim()) {
      runHere(task);
      forget();
    }
  }

  /** As {@link #run}, but runs a copy, as a worker would. */
  void runCopy() {
    if (claim()) {
      try {
        ByteBuffer copy = bytes.duplicate();
        runHere(
            form == Message.Form.CHUNK
                ? new Chunk.Reader(dispatcher.rules()).read(copy)
                : Codec.read(copy, dispatcher.rules()));
      } catch (Exception | LinkageError | StackOverflowError e) {
        fail(e);
      } finally {
        forget();
      }
    }
  }

  private void runHere(Object own) {
    try {
      if (form != Message.Form.RUNNABLE) {
        @SuppressWarnings("unchecked") // It is the callable, or a copy.
        T result = ((Callable<T>) own).call();
        complete(result);
      } else {
        ((Runnable) own).run();
        complete(value);
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Completes it as a worker's answer says. */
  void settle(Message answer, ObjectInputFilter rules) {
    try {
      silenceAlarm();
      if (answer instanceof Message.Failed failed) {
        Throwable thrown = thrown(failed, rules);
        Duration limit = dispatcher.options().taskTimeout();
        fail(late ? new TaskTimeoutException(limit, "", thrown) : thrown);
      } else if (form == Message.Form.RUNNABLE) {
        complete(value);
      } else if (answer instanceof Message.Completed completed) {
        @SuppressWarnings("unchecked") // The task's own class says what it returns.
        T result = (T) Codec.read(completed.value(), rules);
        complete(result);
      }
    } catch (Throwable e) {
      fail(e);
    } finally {
      place = null;
      forget();
    }
  }

  /** A future may be kept long; what it was asked to do need not. */
  void forget() {
    task = null;
    bytes = null;
  }

  private static Throwable thrown(Message.Failed failed, ObjectInputFilter rules) {
    Throwable reason = null;
    if (failed.exception().hasRemaining()) {
      try {
        return (Throwable) Codec.read(failed.exception(), rules);
      } catch (Exception | LinkageError | StackOverflowError e) {
        reason = e;
      }
    }
    String why = reason == null ? "it can't be serialized" : reason.toString();
    return new TaskFailedException(
        "the task threw an exception that can't be handed over (" + why + "):\n" + failed.trace(),
        reason);
  }

  /**
   * Its worker died.
   *
   * @return whether it should run again; else it is to {@link #failOfDeaths}
   */
  boolean survives(WorkerDiedException death) {
    silenceAlarm();
    deaths.add(death);
    return task instanceof Idempotent
        && !isDone()
        && deaths.size() < dispatcher.options().maxDeathsPerTask();
  }

  void failOfDeaths() {
    boolean idempotent = task instanceof Idempotent;
    forget();
    WorkerDiedException death = deaths.getLast();
    deaths.subList(0, deaths.size() - 1).forEach(death::addSuppressed);
    fail(idempotent ? new PoisonTaskException(deaths.size(), death) : death);
  }

  /**
   * Its worker was killed because of it.
   *
   * @param stack where it was; empty where that is not known
   */
  void condemned(String stack, WorkerDiedException death) {
    silenceAlarm();
    forget();
    if (late) {
      fail(new TaskTimeoutException(dispatcher.options().taskTimeout(), stack, death));
    } else {
      fail(death);
      var unused =
          exceptionally(
              told -> {
                if (told instanceof TaskCancelledException cancelled) {
                  cancelled.ignoredAt(stack);
                }
                return null;
              });
    }
  }

  /** Completes it so that {@link #get} throws an ExecutionException with exactly this cause. */
  void fail(Throwable cause) {
    boolean special =
        cause instanceof CompletionException || cause instanceof CancellationException;
    completeExceptionally(special ? new CompletionException(cause) : cause);
  }
}
