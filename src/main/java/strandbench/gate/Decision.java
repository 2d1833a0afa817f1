package strandbench.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import strandbench.stats.Holm;

/**
 * What the gate says of one benchmark among those of its run.
 *
 * @param verdict what follows from the rest
 * @param evidence of this benchmark alone
 * @param regressionP {@link Evidence#regressionP}, corrected for the benchmarks of the run
 * @param improvementP {@link Evidence#improvementP}, corrected likewise
 */
public record Decision(
    Verdict verdict, Evidence evidence, double regressionP, double improvementP) {

  /**
   * Decides all benchmarks of a run together. May be asked after every round: a benchmark that is
   * REGRESSION once stays so as more pairs come in, of it or of others, and one that passes can
   * leave the run.
   *
   * @param family one element per benchmark that is compared, those included that have left; the
   *     canary and the calibration pair are families of their own
   * @return in the same order
   */
  public static List<Decision> of(List<Evidence> family, GateRules rules) {
    double[] regression = Holm.adjust(family.stream().mapToDouble(Evidence::regressionP).toArray());
    double[] improvement =
        Holm.adjust(family.stream().mapToDouble(Evidence::improvementP).toArray());
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < family.size(); i++) {
      Evidence evidence = family.get(i);
      double improvementP = improvement[i];
      decisions.add(
          new Decision(
              verdict(regression[i], evidence::passP, () -> improvementP, rules),
              evidence,
              regression[i],
              improvementP));
    }
    return decisions;
  }

  /** What follows from p; those that don't matter are not asked for. */
  static Verdict verdict(
      double regressionP, DoubleSupplier passP, DoubleSupplier improvementP, GateRules rules) {
    if (regressionP <= rules.regressionLevel()) {
      return Verdict.REGRESSION;
    }
    if (passP.getAsDouble() > rules.passLevel()) {
      return Verdict.INCONCLUSIVE;
    }
    return improvementP.getAsDouble() <= rules.passLevel() ? Verdict.IMPROVEMENT : Verdict.PASS;
  }
}
