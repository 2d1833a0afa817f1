package strandbench.model;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A fixed pool of platform threads that look for work for a while before they park, and callers
 * that look for their answer in the same way: what the process pool does by itself. Without it the
 * two can't be compared, since a thread that looks needs not be woken. Not one of the {@link
 * ConcurrencyModel models}: it keeps a core busy for as long as it looks.
 */
public final class SpinningPool {
  private SpinningPool() {}

  /**
   * Opens a pool whose threads have all been started.
   *
   * @param threads how many, 1 or more
   * @param spin how long an idle one looks before it parks
   */
  public static ExecutorService open(int threads, Duration spin) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 0, TimeUnit.SECONDS, new SpinningQueue(spin.toNanos()));
    pool.prestartAllCoreThreads();
    return pool;
  }

  /**
   * Looks for an answer for a while, then parks until it is there.
   *
   * @throws ExecutionException if the task failed
   */
  public static <T> T get(Future<T> future, Duration spin)
      throws InterruptedException, ExecutionException {
    long nanos = spin.toNanos();
    long start = System.nanoTime();
    while (!future.isDone() && System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
    return future.get();
  }

  /** A pool of a fixed size takes its work by {@link #take} alone. */
  private static final class SpinningQueue extends LinkedBlockingQueue<Runnable> {
    private static final long serialVersionUID = 1;

    private final long spinNanos;

    SpinningQueue(long spinNanos) {
      this.spinNanos = spinNanos;
    }

    @Override
    public Runnable take() throws InterruptedException {
      long start = System.nanoTime();
      do {
        Runnable task = isEmpty() ? null : poll();
        if (task != null) {
          return task;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        Thread.onSpinWait();
      } while (System.nanoTime() - start < spinNanos);
      return super.take();
    }
  }
}
