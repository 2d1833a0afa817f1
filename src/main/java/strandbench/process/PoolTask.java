package strandbench.process;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A task that a pool has accepted: its bytes, its future, and where it runs. */
final class PoolTask<T> extends CompletableFuture<T> implements RunnableFuture<T> {
  private record Place(WorkerProcess worker, long sequence) {}

  private final Callable<T> callable;
  private final Runnable runnable;
  private final T value;
  private ByteBuffer bytes;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private volatile Place place;
  private boolean executed;

  private PoolTask(Callable<T> callable, Runnable runnable, T value) {
    this.callable = callable;
    this.runnable = runnable;
    this.value = value;
    this.bytes = serialize(task());
  }

  /**
   * @throws RejectedExecutionException if the task can't be serialized
   */
  static <T> PoolTask<T> of(Callable<T> task) {
    return new PoolTask<>(task, null, null);
  }

  /**
   * @param value what the future returns in the end; stays here
   * @throws RejectedExecutionException if the task can't be serialized
   */
  static <T> PoolTask<T> of(Runnable task, T value) {
    return new PoolTask<>(null, task, value);
  }

  private static ByteBuffer serialize(Object task) {
    try {
      return Serialized.write(task);
    } catch (NotSerializableException e) {
      throw new RejectedExecutionException(
          task.getClass().getName() + " can't be sent: " + e.getMessage() + " is not serializable",
          e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new RejectedExecutionException(task.getClass().getName() + " can't be sent: " + e, e);
    }
  }

  /** The Callable or Runnable. */
  Object task() {
    return callable != null ? callable : runnable;
  }

  /** Marks it as one whose future nobody has. */
  PoolTask<T> executed() {
    executed = true;
    return this;
  }

  /** What the one who submitted it knows: the task, or its future. */
  Runnable asSubmitted() {
    return executed ? runnable : this;
  }

  /** Whether nobody has started it, nor will: whoever gets true must do it. */
  boolean claim() {
    return !isDone() && claimed.compareAndSet(false, true);
  }

  /** Takes a claim back: the task never started. */
  void release() {
    place = null;
    claimed.set(false);
  }

  /**
   * Says where it is about to run.
   *
   * @return null if it was cancelled meanwhile; one who cancels it later finds the place
   */
  Message.Run placeOn(WorkerProcess worker) {
    long sequence = worker.nextSequence();
    place = new Place(worker, sequence);
    return isDone() ? null : new Message.Run(sequence, callable != null, bytes);
  }

  /** Interrupts it where it runs. */
  void interrupt() {
    Place where = place;
    if (where != null) {
      where.worker().cancel(where.sequence());
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean wasDone = isDone();
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled && !wasDone && mayInterruptIfRunning) {
      interrupt();
    }
    return cancelled;
  }

  /** Runs it here, unless a worker has it or had it. */
  @Override
  public void run() {
    if (!claim()) {
      return;
    }
    try {
      if (callable != null) {
        complete(callable.call());
      } else {
        runnable.run();
        complete(value);
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Completes it as a worker's answer says. */
  void settle(Message answer, ObjectInputFilter rules) {
    try {
      if (answer instanceof Message.Failed failed) {
        fail(thrown(failed, rules));
      } else if (callable == null) {
        complete(value);
      } else if (answer instanceof Message.Completed completed) {
        @SuppressWarnings("unchecked") // The task's own class says what it returns.
        T result = (T) Serialized.read(completed.value(), rules);
        complete(result);
      }
    } catch (Throwable e) {
      fail(e);
    } finally {
      place = null;
      bytes = null;
    }
  }

  private static Throwable thrown(Message.Failed failed, ObjectInputFilter rules) {
    Throwable reason = null;
    if (failed.exception().hasRemaining()) {
      try {
        return (Throwable) Serialized.read(failed.exception(), rules);
      } catch (Exception | LinkageError | StackOverflowError e) {
        reason = e;
      }
    }
    String why = reason == null ? "it can't be serialized" : reason.toString();
    return new TaskFailedException(
        "the task threw an exception that can't be handed over (" + why + "):\n" + failed.trace(),
        reason);
  }

  /** Completes it so that {@link #get} throws an ExecutionException with exactly this cause. */
  void fail(Throwable cause) {
    boolean special =
        cause instanceof CompletionException || cause instanceof CancellationException;
    completeExceptionally(special ? new CompletionException(cause) : cause);
  }
}
