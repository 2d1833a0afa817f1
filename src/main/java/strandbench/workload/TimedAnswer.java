package strandbench.workload;

import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * A task's answer, and when it was worked on. Times are those of {@link System#nanoTime}, which on
 * Linux and macOS is one clock for all JVMs of a machine.
 *
 * @param answer the answer itself
 * @param startNanos when the task began to run
 * @param endNanos when the answer was there
 */
public record TimedAnswer(long answer, long startNanos, long endNanos) implements Serializable {

  /**
   * Hands a task over to an executor. Where it runs it in another JVM and completes a {@link
   * CompletableFuture}, the answer is there when that is completed, and not when the other JVM has
   * it.
   */
  public static Future<TimedAnswer> submit(ExecutorService executor, Callable<TimedAnswer> task) {
    Future<TimedAnswer> future = executor.submit(task);
    return future instanceof CompletableFuture<TimedAnswer> completable
        ? completable.thenApply(TimedAnswer::endedNow)
        : future;
  }

  private TimedAnswer endedNow() {
    return new TimedAnswer(answer, startNanos, System.nanoTime());
  }

  /** From when the task began to run until its answer was there. */
  public long serviceNanos() {
    return endNanos - startNanos;
  }
}
