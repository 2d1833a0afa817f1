package strandbench.bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Warms the path from submit to get, and what is behind it, with tasks that take next to no time,
 * for as long for every model. An operation of a few hundred tasks uses it too seldom for C2 to
 * have compiled it when measurement starts, least of all in the worker JVMs of a process pool, each
 * of which sees only its share; so that without this a fork would measure how far the compiler has
 * come.
 */
final class WarmUp {
  private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(1200);
  private static final long SETTLE_MILLIS = 600;

  private WarmUp() {}

  /**
   * Runs all tasks again and again, for 1.2 s, then leaves the processors to the compilers of all
   * JVMs for 0.6 s: while the tasks keep every core busy, what these have queued up waits.
   *
   * @param expected the sum of their answers
   */
  static void run(ExecutorService executor, List<? extends Callable<Long>> tasks, long expected)
      throws Exception {
    long start = System.nanoTime();
    do {
      Answers.check(expected, Answers.sumOf(executor, tasks));
    } while (System.nanoTime() - start < NANOS);
    Thread.sleep(SETTLE_MILLIS);
  }
}
