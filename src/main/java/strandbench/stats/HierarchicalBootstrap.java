package strandbench.stats;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The mean over forks with an interval that takes no distribution for granted: a cross-check of
 * {@link Estimate#ofMean}.
 *
 * <p>Each of many samples draws forks with replacement, and of each of them iterations with
 * replacement (the two-stage bootstrap of Davison and Hinkley, "Bootstrap Methods and their
 * Application", 1997, section 3.8; for JMH's forks Kalibera and Jones, 2013). Percentiles of so few
 * forks are too close together, by the root of (n − 1) / n, and by what Student's t is above the
 * normal; so their distances from the mean are stretched by both (Hesterberg, "What Teachers Should
 * Know About the Bootstrap", 2015, does the same to the percentiles' ranks). What is left is what
 * Student's interval can't show: that one side is longer than the other.
 */
public final class HierarchicalBootstrap {
  private HierarchicalBootstrap() {}

  /**
   * Estimates the mean of fork means.
   *
   * @param forks the iterations of each fork, finite and at least one; no interval from fewer than
   *     {@link Estimate#MIN_FORKS}
   * @param confidence between 0 and 1, both excluded
   * @param samples how many to draw, for example 1,000
   * @param random where from; the same seed gives the same interval
   */
  public static Estimate ofMean(
      List<double[]> forks, double confidence, int samples, RandomGenerator random) {
    Estimate.checkConfidence(confidence);
    int n = forks.size();
    double mean = forks.stream().mapToDouble(StatUtils::mean).average().orElse(Double.NaN);
    if (n < Estimate.MIN_FORKS) {
      return new Estimate(mean, Double.NaN, Double.NaN, confidence, n);
    }
    double[] means = new double[samples];
    for (int sample = 0; sample < samples; sample++) {
      double sum = 0;
      for (int fork = 0; fork < n; fork++) {
        sum += resampledMean(forks.get(random.nextInt(n)), random);
      }
      means[sample] = sum / n;
    }
    Arrays.sort(means);
    double tail = (1 - confidence) / 2;
    double stretch =
        Estimate.quantile(confidence, n - 1.0)
            / new NormalDistribution(null, 0, 1).inverseCumulativeProbability(1 - tail)
            * Math.sqrt(n / (n - 1.0));
    return new Estimate(
        mean,
        mean - stretch * (mean - percentile(means, tail)),
        mean + stretch * (percentile(means, 1 - tail) - mean),
        confidence,
        n);
  }

  private static double resampledMean(double[] iterations, RandomGenerator random) {
    double sum = 0;
    for (int i = 0; i < iterations.length; i++) {
      sum += iterations[random.nextInt(iterations.length)];
    }
    return sum / iterations.length;
  }

  private static double percentile(double[] sorted, double share) {
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
