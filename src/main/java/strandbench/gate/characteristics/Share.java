package strandbench.gate.characteristics;

import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * How many of independent trials something happened in.
 *
 * @param hits in how many
 * @param trials of how many, one or more
 */
public record Share(int hits, int trials) {
  private static final double TAIL = 0.025;

  /**
   * Counts over trials, on all cores.
   *
   * @param seed the same seed gives the same count
   * @param trial told a source of randomness of its own
   */
  static Share of(int trials, long seed, Predicate<RandomGenerator> trial) {
    return new Share((int) randoms(trials, seed).parallel().filter(trial).count(), trials);
  }

  /** A source of randomness for each trial. */
  static Stream<RandomGenerator> randoms(int trials, long seed) {
    return LongStream.range(0, trials).mapToObj(trial -> random(seed, trial));
  }

  static RandomGenerator random(long seed, long trial) {
    return new SplittableRandom(new SplittableRandom(seed + trial).nextLong());
  }

  public double value() {
    return (double) hits / trials;
  }

  /** The lower bound of Clopper and Pearson's exact interval of 95% (Biometrika 26, 1934). */
  public double low() {
    return hits == 0 ? 0 : quantile(TAIL, hits, trials - hits + 1.0);
  }

  /** Its upper bound. */
  public double high() {
    return hits == trials ? 1 : quantile(1 - TAIL, hits + 1.0, trials - hits);
  }

  private static double quantile(double probability, double alpha, double beta) {
    return new BetaDistribution(null, alpha, beta).inverseCumulativeProbability(probability);
  }
}
