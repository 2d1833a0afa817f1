package strandbench.origin;

import java.time.Duration;
import java.util.Objects;

/**
 * What an origin serves.
 *
 * @param distribution of the delays
 * @param meanDelay from when a request is fully received until its answer is due
 * @param bodyBytes length of every page's body
 * @param seed of the sequence of delays, which are dealt out in the order in which requests arrive
 * @param faults of the pages that may fail; the other pages never do
 */
public record OriginOptions(
    DelayDistribution distribution, Duration meanDelay, int bodyBytes, long seed, Faults faults) {
  private static final long DEFAULT_SEED = 1;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the delay or the length is negative, or the delay is longer
   *     than a minute (a fetch would give up before the answer)
   */
  public OriginOptions {
    Objects.requireNonNull(distribution, "distribution");
    Objects.requireNonNull(faults, "faults");
    if (meanDelay.isNegative() || meanDelay.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("mean delay must be 0 to 60 s: " + meanDelay);
    }
    if (bodyBytes < 0) {
      throw new IllegalArgumentException("body length is negative: " + bodyBytes);
    }
  }

  /** Options with the default seed, and without faults. */
  public OriginOptions(DelayDistribution distribution, Duration meanDelay, int bodyBytes) {
    this(distribution, meanDelay, bodyBytes, DEFAULT_SEED, Faults.NONE);
  }

  /** These options with faults. */
  public OriginOptions with(Faults shares) {
    return new OriginOptions(distribution, meanDelay, bodyBytes, seed, shares);
  }
}
