package strandbench.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Joins the sides of an operation, which wait for each other, and may so wait for ever. */
final class Sides {
  private static final int LIMIT_SECONDS = 60;

  private Sides() {}

  /**
   * Runs all sides at once, and joins all of them.
   *
   * @return their answers, in their order
   * @throws java.util.concurrent.ExecutionException if one failed, even where others wait for it
   * @throws IllegalStateException if one still waits after 60 s
   */
  static <T> List<T> join(ExecutorService executor, List<Callable<T>> sides) throws Exception {
    List<Future<T>> ended = executor.invokeAll(sides, LIMIT_SECONDS, TimeUnit.SECONDS);
    List<T> answers = new ArrayList<>();
    for (Future<T> side : ended) {
      if (!side.isCancelled()) {
        answers.add(side.get());
      }
    }
    if (answers.size() < sides.size()) {
      throw new IllegalStateException(
          "%d of %d sides still wait after %d s"
              .formatted(sides.size() - answers.size(), sides.size(), LIMIT_SECONDS));
    }
    return answers;
  }

  /** Runs all sides at once, and returns how many steps they took together. */
  static long steps(ExecutorService executor, List<Callable<Long>> sides) throws Exception {
    return join(executor, sides).stream().mapToLong(Long::longValue).sum();
  }
}
