package strandbench.bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Joins an operation's tasks, and holds their answer against its oracle. */
final class Answers {
  private Answers() {}

  /** Submits all tasks, joins all of them, lets every exception through, and sums their answers. */
  static long sumOf(ExecutorService executor, List<? extends Callable<Long>> tasks)
      throws Exception {
    long sum = 0;
    for (Future<Long> result : executor.invokeAll(tasks)) {
      sum += result.get();
    }
    return sum;
  }

  static void check(long expected, long actual) {
    if (expected != actual) {
      throw new IllegalStateException(
          "wrong answer: the tasks' sum is " + actual + ", the oracle says " + expected);
    }
  }

  static void check(List<?> expected, List<?> actual) {
    if (!expected.equals(actual)) {
      throw new IllegalStateException(
          "wrong answers: not those to the questions, or not in their order");
    }
  }
}
