package strandbench.gate;

import java.util.Arrays;
import strandbench.stats.Estimate;
import strandbench.stats.PermutationTest;
import strandbench.stats.ShiftTest;

/**
 * What the forks of one benchmark say, before the other benchmarks of the run are corrected for.
 *
 * <p>The p-values are one-sided and, where they come from pairs, hold over all looks so far: each
 * keeps its level however the gate stops; they are told up to a quarter more than the level at
 * which they decide, and are 1 beyond. The interval inverts the same tests at the same levels.
 *
 * @param pairs how many pairs were looked at; of recorded results, the smaller number of forks
 * @param regressionP of the hypothesis that the slow-down is at most the tolerance
 * @param passP of the hypothesis that the slow-down is at least the tolerance
 * @param improvementP of the hypothesis that the speed-up is at most the tolerance
 * @param slowDown how many times HEAD is slower than BASE, 1.1 where it takes 10% more time; its
 *     low bound at {@link GateRules#regressionLevel}, its high bound at {@link
 *     GateRules#passLevel}, so that 95% or a little more lie between them; 0 or infinity where
 *     there are too few pairs for a bound. Value and bounds are NaN before the first look, and the
 *     bounds of pairs until they are asked for ({@link PairedTest#withInterval})
 * @param spread standard deviation of the log slow-downs of those pairs; NaN for recorded results
 *     and before the first look
 */
public record Evidence(
    int pairs,
    double regressionP,
    double passP,
    double improvementP,
    Estimate slowDown,
    double spread) {

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
    double boundary = rules.boundary();
    int forks = Math.min(base.length, head.length);
    return new Evidence(
        forks,
        test.pGreater(boundary),
        test.pLess(boundary),
        test.pLess(-boundary),
        new Estimate(
            Math.exp(test.estimate()),
            Math.exp(test.lowerBound(rules.regressionLevel())),
            Math.exp(test.upperBound(rules.passLevel())),
            GateRules.CONFIDENCE,
            forks),
        Double.NaN);
  }
}
