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
 *
 * <p>The system property {@code strandbench.warmUpMillis} is for tests, which look at answers and
 * not at figures; {@code run} passes it to its forks and records it among their flags.
 */
final class WarmUp {
  private static final int MILLIS = Integer.getInteger("strandbench.warmUpMillis", 1200);

  private WarmUp() {}

  /**
   * Runs all tasks again and again, as {@link #run(Callable)} does.
   *
   * @param expected the sum of their answers
   */
  static void run(ExecutorService executor, List<? extends Callable<Long>> tasks, long expected)
      throws Exception {
    run(
        () -> {
          long sum = Answers.sumOf(executor, tasks);
          Answers.check(expected, sum);
          return sum;
        });
  }

  /**
   * Runs an operation again and again, for 1.2 s, then leaves the processors to the compilers of
   * all JVMs for 0.6 s: while the tasks keep every core busy, what these have queued up waits.
   *
   * @param operation checks its answers itself
   */
  static void run(Callable<?> operation) throws Exception {
    long start = System.nanoTime();
    do {
      operation.call();
    } while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(MILLIS));
    Thread.sleep(MILLIS / 2);
  }
}
