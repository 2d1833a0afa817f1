package strandbench.gate;

import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/** What a number of pairs can tell, worked out before they are measured. */
public final class Reach {
  /** How probable it is that a slow-down of the size told is called. */
  public static final double POWER = 0.9;

  private Reach() {}

  /**
   * The smallest true slow-down, as a ratio, that is called REGRESSION with probability {@link
   * #POWER} at the last look that the pairs reach, as the first of its family: tolerance · exp(s ·
   * (t(1 − α, n − 1) + z(power)) / √n), with Student's quantile standing in for that of the
   * sign-flip test. Empty where so few pairs can call nothing.
   *
   * @param spread s, standard deviation of the log slow-downs of pairs
   * @param pairs n, of this benchmark
   * @param benchmarks how many are compared
   */
  public static OptionalDouble smallestCallable(
      GateRules rules, double spread, int pairs, int benchmarks) {
    return rules.looks().stream()
        .filter(look -> look.pairs() <= pairs)
        .filter(look -> rules.canCall(look, benchmarks))
        .mapToDouble(look -> callable(rules, spread, look, benchmarks))
        .min();
  }

  private static double callable(GateRules rules, double spread, Look look, int benchmarks) {
    double level = rules.regressionLevel() * look.share() / benchmarks;
    double errors =
        new TDistribution(null, look.pairs() - 1.0).inverseCumulativeProbability(1 - level)
            + new NormalDistribution(null, 0, 1).inverseCumulativeProbability(POWER);
    return (1 + rules.tolerance()) * Math.exp(spread * errors / Math.sqrt(look.pairs()));
  }
}
