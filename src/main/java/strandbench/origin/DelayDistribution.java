package strandbench.origin;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.distribution.NormalDistribution;

/** How long the origin waits before it answers; sampled afresh for each request. */
public enum DelayDistribution {
  /** The same delay for every request. */
  FIXED {
    @Override
    LongSupplier sampler(Duration mean, long seed) {
      long nanos = mean.toNanos();
      return () -> nanos;
    }

    @Override
    public Duration longest(Duration mean) {
      return mean;
    }
  },

  /**
   * Log-normal with sigma 1 (half of the delays are under 0.61 of the mean, one in a hundred is
   * over 6.2 of it), truncated at {@link #TRUNCATED_AT} times the mean. Its location is corrected
   * for what the truncation takes away, so that its mean is the mean that was asked for.
   */
  LOG_NORMAL {
    @Override
    LongSupplier sampler(Duration mean, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double meanNanos = mean.toNanos();
      double location = Math.log(meanNanos) + locationOfUnitMean();
      double longest = TRUNCATED_AT * meanNanos;
      return () -> {
        double nanos;
        do {
          nanos = Math.exp(location + SIGMA * random.nextGaussian());
        } while (nanos > longest);
        return Math.round(nanos);
      };
    }

    @Override
    public Duration longest(Duration mean) {
      return mean.multipliedBy(TRUNCATED_AT);
    }
  };

  /** The longest delay of {@link #LOG_NORMAL}, in means. */
  public static final int TRUNCATED_AT = 20;

  private static final double SIGMA = 1;

  /**
   * An endless sequence of delays in nanoseconds, the same for the same seed; not thread-safe.
   *
   * @param mean the distribution's mean, not negative
   * @param seed of the sequence; FIXED has no use for it
   */
  abstract LongSupplier sampler(Duration mean, long seed);

  /** The longest delay that there can be. */
  public abstract Duration longest(Duration mean);

  /**
   * The mu at which a log-normal variable, truncated at c = {@link #TRUNCATED_AT}, has a mean of 1.
   * Its mean is exp(mu + sigma²/2) Φ(z − sigma) / Φ(z), z = (ln c − mu) / sigma: the partial
   * expectation of the log-normal distribution over its truncated mass (Johnson, Kotz,
   * Balakrishnan, Continuous Univariate Distributions 1, 14.2).
   */
  private static double locationOfUnitMean() {
    NormalDistribution normal = new NormalDistribution();
    return new BrentSolver(1e-12)
        .solve(
            100,
            mu -> {
              double z = (Math.log(TRUNCATED_AT) - mu) / SIGMA;
              return Math.exp(mu + SIGMA * SIGMA / 2)
                      * normal.cumulativeProbability(z - SIGMA)
                      / normal.cumulativeProbability(z)
                  - 1;
            },
            -2,
            0);
  }
}
