package strandbench.gate;

import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/** What a number of pairs can tell, worked out before they are measured. */
public final class Reach {
  /** How probable it is that a slow-down of the size told is called. */
  public static final double POWER = 0.9;

  /** What is less probable to be decided than this is not worth measuring. */
  private static final double HOPELESS = 0.05;

  /** Fewer pairs say too little of their spread. */
  private static final int PAIRS_FOR_A_FORECAST = 10;

  private Reach() {}

  /**
   * About the smallest true slow-down, as a ratio, that is called REGRESSION with probability
   * {@link #POWER} by the last look that the pairs reach, as the first of its family: tolerance ·
   * exp(s · (t(1 − α, n − 1) + z(power)) / √n), with Student's quantile standing in for that of the
   * sign-flip test, and α what that look has of the level. Empty where so few pairs can call
   * nothing.
   *
   * @param spread s, standard deviation of the log slow-downs of pairs
   * @param pairs n, of this benchmark
   * @param benchmarks how many are compared
   */
  public static OptionalDouble smallestCallable(
      GateRules rules, double spread, int pairs, int benchmarks) {
    return rules.looks().stream()
        .mapToInt(Look::pairs)
        .filter(look -> look <= pairs && rules.canCall(look, benchmarks))
        .mapToDouble(look -> callable(rules, spread, look, benchmarks))
        .min();
  }

  private static double callable(GateRules rules, double spread, int pairs, int benchmarks) {
    double errors =
        quantile(rules, rules.regressionLevel() / benchmarks, pairs)
            + new NormalDistribution(null, 0, 1).inverseCumulativeProbability(POWER);
    return (1 + rules.tolerance()) * Math.exp(spread * errors / Math.sqrt(pairs));
  }

  /** How many standard errors from the tolerance the mean has to lie at a look. */
  private static double quantile(GateRules rules, double level, int pairs) {
    return new TDistribution(null, pairs - 1.0)
        .inverseCumulativeProbability(1 - level * rules.shareOf(pairs));
  }

  /**
   * Whether the last look would hardly decide a benchmark, if further pairs are like those so far:
   * by the predictive distribution of their mean, which is normal about the mean of those so far
   * with the variance s² · (1/n − 1/N) (D. J. Spiegelhalter, L. S. Freedman and P. R. Blackburn,
   * "Monitoring clinical trials: conditional or predictive power?", Controlled Clinical Trials 7,
   * 1986). To stop for it makes no verdict wrong: it only leaves it open.
   *
   * @param mean of the log slow-downs of n pairs
   * @param spread s, their standard deviation
   * @param pairs n
   * @param benchmarks how many are compared
   */
  public static boolean isHopeless(
      GateRules rules, double mean, double spread, int pairs, int benchmarks) {
    int last = rules.mostPairs();
    if (pairs < PAIRS_FOR_A_FORECAST || pairs >= last || !(spread > 0)) {
      return false;
    }
    double error = spread / Math.sqrt(last);
    double called =
        rules.boundary() + error * quantile(rules, rules.regressionLevel() / benchmarks, last);
    double passes = rules.boundary() - error * quantile(rules, rules.passLevel(), last);
    NormalDistribution forecast =
        new NormalDistribution(null, mean, spread * Math.sqrt(1.0 / pairs - 1.0 / last));
    return 1 - forecast.cumulativeProbability(called) + forecast.cumulativeProbability(passes)
        < HOPELESS;
  }
}
