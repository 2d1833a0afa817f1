package strandbench.gate.characteristics;

import java.util.Iterator;
import java.util.List;
import strandbench.gate.Decision;
import strandbench.gate.Evidence;
import strandbench.gate.GateRules;
import strandbench.gate.Verdict;

/** One benchmark through the gate, without the waiting. */
final class Trial {
  private Trial() {}

  /**
   * What the gate says of it, alone in its run, when it is first decided, or else after the last
   * look that the pairs reach.
   */
  static Decision run(double[] logSlowDowns, GateRules rules) {
    Iterator<Evidence> looks = Evidence.atLooks(logSlowDowns, rules).iterator();
    Decision decision = alone(looks.next(), rules);
    while (decision.verdict() == Verdict.INCONCLUSIVE && looks.hasNext()) {
      decision = alone(looks.next(), rules);
    }
    return decision;
  }

  private static Decision alone(Evidence evidence, GateRules rules) {
    return Decision.of(List.of(evidence), rules).getFirst();
  }
}
