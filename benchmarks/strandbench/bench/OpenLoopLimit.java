package strandbench.bench;

import java.util.Map;
import java.util.Optional;
import strandbench.catalog.CellLimit;

/** A model can't hold every number of tasks at once, and one iteration not every number of them. */
public final class OpenLoopLimit implements CellLimit {
  /** What a fork has memory for, with as many waiting as may. */
  static final int MOST_REQUESTS = 60_000;

  @Override
  public Optional<String> refusal(Map<String, String> params, int cores) {
    return new ModelLimit()
        .refusal(params, cores)
        .or(() -> refusal(perSecond(params), number(params, "seconds")));
  }

  private static int perSecond(Map<String, String> params) {
    return params.containsKey("offered")
        ? number(params, "offered")
        : idealPerSecond(number(params, "inFlight"), number(params, "delayMillis"));
  }

  private static int number(Map<String, String> params, String name) {
    return Integer.parseInt(params.get(name));
  }

  /** What so many in flight come to at most, and at least 1. */
  static int idealPerSecond(int inFlight, int delayMillis) {
    return Math.clamp(1000L * inFlight / delayMillis, 1, Integer.MAX_VALUE);
  }

  /** Why so many can't be sent for so long, in one line; empty if they can. */
  static Optional<String> refusal(int perSecond, int seconds) {
    long requests = (long) perSecond * seconds;
    return requests <= MOST_REQUESTS
        ? Optional.empty()
        : Optional.of(
            "%d requests a second for %d s are %d, and %d is the most that is sent here"
                .formatted(perSecond, seconds, requests, MOST_REQUESTS));
  }
}
