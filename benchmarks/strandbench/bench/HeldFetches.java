package strandbench.bench;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import strandbench.origin.Origin;
import strandbench.origin.OriginStats;

/** Fetches that all wait at the origin at once. */
final class HeldFetches {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private HeldFetches() {}

  /**
   * Has as many fetches wait at once as there are slots, so that each slot has its thread and its
   * connection: otherwise the measured operation opens what an earlier one had no need of.
   *
   * @param fetches fetches one {@linkplain Origin#heldPage held page} per slot
   * @param expected the sum of their answers
   */
  static void fillSlots(Origin origin, int slots, Callable<Long> fetches, long expected)
      throws Exception {
    try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Long> sum = caller.submit(fetches);
      try {
        await(origin, slots, sum::isDone);
      } finally {
        origin.release();
      }
      Answers.check(expected, sum.get());
    }
  }

  /**
   * Waits until the origin has received so many requests and answered none of them.
   *
   * @param ended whether there will be no more, because one has failed
   * @throws IllegalStateException if they are not there in 30 s
   */
  static void await(Origin origin, int requests, BooleanSupplier ended)
      throws InterruptedException {
    long start = System.nanoTime();
    for (OriginStats now = origin.stats();
        now.inFlight() < requests && !ended.getAsBoolean();
        now = origin.stats()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new IllegalStateException(
            "of %d fetches %d wait after %d s"
                .formatted(requests, now.inFlight(), LIMIT.toSeconds()));
      }
      Thread.sleep(10);
    }
  }
}
