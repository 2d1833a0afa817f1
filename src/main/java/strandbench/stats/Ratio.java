package strandbench.stats;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How many times one thing is another, from independent forks of both.
 *
 * <p>Welch's method on logarithms: with d the difference of the mean logs and v/n the squared
 * standard error of each, the ratio of geometric means is exp(d), its interval exp(d ± t(df) ·
 * √(v₁/n₁ + v₂/n₂)), with the degrees of freedom of Welch and Satterthwaite (Welch 1947). Logs make
 * the interval positive and the answer the same whichever of the two is divided by the other;
 * Welch's method needs no equal variances, which cells of different models don't have.
 *
 * @param estimate of the ratio; no interval where a side has under {@link Estimate#MIN_FORKS} forks
 * @param pValue two-sided, of the hypothesis that the ratio is 1; NaN where there is no interval
 */
public record Ratio(Estimate estimate, double pValue) {

  /**
   * Estimates numerator / denominator.
   *
   * @param numerator one value per fork; the ratio is NaN unless all values are positive
   * @param denominator the same
   * @param confidence between 0 and 1, both excluded
   */
  public static Ratio of(double[] numerator, double[] denominator, double confidence) {
    Estimate.checkConfidence(confidence);
    int forks = Math.min(numerator.length, denominator.length);
    if (forks == 0 || !positive(numerator) || !positive(denominator)) {
      return new Ratio(
          new Estimate(Double.NaN, Double.NaN, Double.NaN, confidence, forks), Double.NaN);
    }
    double[] logs1 = Arrays.stream(numerator).map(Math::log).toArray();
    double[] logs2 = Arrays.stream(denominator).map(Math::log).toArray();
    double difference = StatUtils.mean(logs1) - StatUtils.mean(logs2);
    if (forks < Estimate.MIN_FORKS) {
      return new Ratio(
          new Estimate(Math.exp(difference), Double.NaN, Double.NaN, confidence, forks),
          Double.NaN);
    }
    double error1 = StatUtils.variance(logs1) / logs1.length;
    double error2 = StatUtils.variance(logs2) / logs2.length;
    double error = Math.sqrt(error1 + error2);
    if (error == 0) {
      double value = Math.exp(difference);
      return new Ratio(
          new Estimate(value, value, value, confidence, forks), difference == 0 ? 1 : 0);
    }
    double freedom =
        (error1 + error2)
            * (error1 + error2)
            / (error1 * error1 / (logs1.length - 1) + error2 * error2 / (logs2.length - 1));
    double half = Estimate.quantile(confidence, freedom) * error;
    double p =
        2 * new TDistribution(null, freedom).cumulativeProbability(-Math.abs(difference) / error);
    return new Ratio(
        new Estimate(
            Math.exp(difference),
            Math.exp(difference - half),
            Math.exp(difference + half),
            confidence,
            forks),
        p);
  }

  private static boolean positive(double[] values) {
    return Arrays.stream(values).allMatch(value -> value > 0 && Double.isFinite(value));
  }
}
