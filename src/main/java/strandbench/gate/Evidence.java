package strandbench.gate;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import strandbench.stats.Estimate;
import strandbench.stats.PermutationTest;
import strandbench.stats.ShiftTest;
import strandbench.stats.SignFlipTest;

/**
 * What the forks of one benchmark say, before the other benchmarks of the run are corrected for.
 *
 * <p>The p-values are one-sided and, where they come from pairs, hold over all looks so far: each
 * keeps its level however the gate stops. The interval inverts the same tests at the same levels.
 *
 * @param pairs how many pairs were looked at; of recorded results, the smaller number of forks
 * @param regressionP of the hypothesis that the slow-down is at most the tolerance
 * @param passP of the hypothesis that the slow-down is at least the tolerance
 * @param improvementP of the hypothesis that the speed-up is at most the tolerance
 * @param slowDown how many times HEAD is slower than BASE, 1.1 where it takes 10% more time; its
 *     low bound at {@link GateRules#regressionLevel}, its high bound at {@link
 *     GateRules#passLevel}, so that 95% lie between them; 0 or infinity where there are too few
 *     pairs for a bound. Value and bounds are NaN before the first look
 * @param spread standard deviation of the log slow-downs of those pairs (before the first look, of
 *     all there are); NaN for recorded results and under two pairs
 */
public record Evidence(
    int pairs,
    double regressionP,
    double passP,
    double improvementP,
    Estimate slowDown,
    double spread) {

  /**
   * Of pairs, at each look that they reach; pairs beyond the last one reached wait for the next.
   *
   * @param logSlowDowns one value per pair, in the order they were measured (see {@link
   *     Direction#logSlowDown})
   */
  public static Evidence ofPairs(double[] logSlowDowns, GateRules rules) {
    return atLooks(logSlowDowns, rules)
        .reduce((earlier, later) -> later)
        .orElseGet(() -> new Collector(rules).evidence(0, Double.NaN, spread(logSlowDowns)));
  }

  /** What {@link #ofPairs} would have said at each look that the pairs reach; worked out lazily. */
  public static Stream<Evidence> atLooks(double[] logSlowDowns, GateRules rules) {
    Collector all = new Collector(rules);
    return rules.looks().stream()
        .takeWhile(look -> look.pairs() <= logSlowDowns.length)
        .map(
            look -> {
              double[] reached = Arrays.copyOf(logSlowDowns, look.pairs());
              ShiftTest test = SignFlipTest.of(reached, rules.flips());
              all.add(test, look.share());
              return all.evidence(look.pairs(), test.estimate(), spread(reached));
            });
  }

  private static double spread(double[] logSlowDowns) {
    return logSlowDowns.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(logSlowDowns));
  }

  /**
   * Of recorded forks, which were not measured in pairs: one look, at all of them.
   *
   * @param base score of each fork of BASE
   * @param head score of each fork of HEAD
   */
  public static Evidence ofForks(
      double[] base, double[] head, Direction direction, GateRules rules) {
    ShiftTest test =
        PermutationTest.of(
            Arrays.stream(base).map(fork -> direction.logSlowDown(1, fork)).toArray(),
            Arrays.stream(head).map(fork -> direction.logSlowDown(1, fork)).toArray(),
            rules.flips());
    Collector one = new Collector(rules);
    one.add(test, 1);
    return one.evidence(Math.min(base.length, head.length), test.estimate(), Double.NaN);
  }

  /** Gathers looks: the smallest p / share, the narrowest bounds. */
  private static final class Collector {
    private final GateRules rules;
    private double regressionP = 1;
    private double passP = 1;
    private double improvementP = 1;
    private double low = Double.NEGATIVE_INFINITY;
    private double high = Double.POSITIVE_INFINITY;

    Collector(GateRules rules) {
      this.rules = rules;
    }

    void add(ShiftTest test, double share) {
      double boundary = rules.boundary();
      regressionP = Math.min(regressionP, test.pGreater(boundary) / share);
      passP = Math.min(passP, test.pLess(boundary) / share);
      improvementP = Math.min(improvementP, test.pLess(-boundary) / share);
      low = Math.max(low, test.lowerBound(rules.regressionLevel() * share));
      high = Math.min(high, test.upperBound(rules.passLevel() * share));
    }

    Evidence evidence(int pairs, double estimate, double spread) {
      boolean none = Double.isNaN(estimate);
      // Looks may, rarely, contradict each other: then what lies between their bounds is shown.
      return new Evidence(
          pairs,
          regressionP,
          passP,
          improvementP,
          new Estimate(
              Math.exp(estimate),
              none ? Double.NaN : Math.exp(Math.min(low, high)),
              none ? Double.NaN : Math.exp(Math.max(low, high)),
              1 - rules.regressionLevel() - rules.passLevel(),
              pairs),
          spread);
    }
  }
}
