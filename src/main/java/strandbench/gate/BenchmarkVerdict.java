package strandbench.gate;

import strandbench.result.BenchmarkKey;

/**
 * What the gate says of one benchmark, and why. Figures that there are none of are null.
 *
 * @param key which benchmark, as BASE has it
 * @param verdict what follows
 * @param reason one line; null where the figures say it all
 * @param unit of the two scores
 * @param base geometric mean over BASE's forks
 * @param head geometric mean over HEAD's forks
 * @param pairs that the verdict rests on; of recorded results, the smaller number of forks
 * @param slowDown how many times HEAD is slower (or costs more) than BASE, whatever the unit: above
 *     1 where HEAD is worse
 * @param low lower bound of the slow-down
 * @param high upper bound of the slow-down
 * @param regressionP see {@link Decision#regressionP}
 * @param passP see {@link Evidence#passP}
 * @param improvementP see {@link Decision#improvementP}
 * @param spread standard deviation of the log slow-downs of pairs
 * @param callable the smallest slow-down that so many pairs with this spread call with probability
 *     {@link Reach#POWER}
 */
public record BenchmarkVerdict(
    BenchmarkKey key,
    Verdict verdict,
    String reason,
    String unit,
    Double base,
    Double head,
    int pairs,
    Double slowDown,
    Double low,
    Double high,
    Double regressionP,
    Double passP,
    Double improvementP,
    Double spread,
    Double callable) {

  /** One that can't be measured in one of the two, or in both. */
  static BenchmarkVerdict failed(BenchmarkKey key, Series.Failure failure) {
    return new BenchmarkVerdict(
        key,
        failure.both() ? Verdict.INCONCLUSIVE : Verdict.FAILED,
        failure.reason(),
        null,
        null,
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * One that was measured.
   *
   * @param callable NaN where that can't be told
   */
  static BenchmarkVerdict of(
      BenchmarkKey key,
      Decision decision,
      String reason,
      String unit,
      double base,
      double head,
      double callable) {
    Evidence evidence = decision.evidence();
    return new BenchmarkVerdict(
        key,
        decision.verdict(),
        reason,
        unit,
        finite(base),
        finite(head),
        evidence.pairs(),
        finite(evidence.slowDown().value()),
        finite(evidence.slowDown().low()),
        finite(evidence.slowDown().high()),
        finite(decision.regressionP()),
        finite(evidence.passP()),
        finite(decision.improvementP()),
        finite(evidence.spread()),
        finite(callable));
  }

  /** Whether there are figures. */
  public boolean measured() {
    return slowDown != null;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
