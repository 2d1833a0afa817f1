package strandbench.gate.characteristics;

import java.util.Arrays;
import strandbench.gate.GateRules;
import strandbench.gate.Look;
import strandbench.gate.PairedTest;
import strandbench.gate.Verdict;

/**
 * One benchmark through the gate, without the waiting, alone in its run.
 *
 * @param verdict as it stands when the gate is done with it
 * @param test of the pairs that it was given until then
 */
record Trial(Verdict verdict, PairedTest test) {

  /** Until it is decided, or would hardly be, or there are no pairs for another look. */
  static Trial run(double[] logSlowDowns, GateRules rules) {
    PairedTest test = new PairedTest(rules);
    Verdict verdict = Verdict.INCONCLUSIVE;
    for (Look look : rules.looks()) {
      if (look.pairs() > logSlowDowns.length) {
        break;
      }
      test.take(Arrays.copyOf(logSlowDowns, look.pairs()));
      verdict = test.verdict();
      if (verdict != Verdict.INCONCLUSIVE || test.isHopeless(1)) {
        break;
      }
    }
    return new Trial(verdict, test);
  }

  int pairs() {
    return test.pairs();
  }
}
