package strandbench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import strandbench.stats.Estimate;

class DecisionTest {
  private static final GateRules RULES = GateRules.of(0.05);

  private static Evidence evidence(double regressionP, double passP, double improvementP) {
    return new Evidence(
        20, regressionP, passP, improvementP, new Estimate(1, 0.9, 1.1, 0.95, 20), 0.03);
  }

  private static List<Verdict> verdicts(Evidence... family) {
    return Decision.of(List.of(family), RULES).stream().map(Decision::verdict).toList();
  }

  @Test
  void ofOne() {
    assertThat(verdicts(evidence(0.009, 1, 1))).containsExactly(Verdict.REGRESSION);
    assertThat(verdicts(evidence(0.0091, 1, 1))).containsExactly(Verdict.INCONCLUSIVE);
    assertThat(verdicts(evidence(1, 0.039, 1))).containsExactly(Verdict.PASS);
    assertThat(verdicts(evidence(1, 0.0391, 1))).containsExactly(Verdict.INCONCLUSIVE);
    assertThat(verdicts(evidence(1, 0.001, 0.039))).containsExactly(Verdict.IMPROVEMENT);
  }

  @Test
  void regressionsAreCorrectedForTheFamilyAndPassesAreNot() {
    Evidence slow = evidence(0.004, 1, 1);
    Evidence same = evidence(1, 0.039, 1);

    assertThat(verdicts(slow, same)).containsExactly(Verdict.REGRESSION, Verdict.PASS);
    assertThat(verdicts(slow, same, same))
        .containsExactly(Verdict.INCONCLUSIVE, Verdict.PASS, Verdict.PASS);
  }

  /** The second regression is one of two, not of three. */
  @Test
  void oneFoundMakesRoomForTheNext() {
    assertThat(verdicts(evidence(0.0029, 1, 1), evidence(0.0044, 1, 1), evidence(1, 1, 1)))
        .containsExactly(Verdict.REGRESSION, Verdict.REGRESSION, Verdict.INCONCLUSIVE);
  }

  @Test
  void improvementsAreCorrectedLikewise() {
    Evidence fast = evidence(1, 0.001, 0.021);

    assertThat(verdicts(fast, evidence(1, 1, 1)))
        .containsExactly(Verdict.PASS, Verdict.INCONCLUSIVE);
  }

  @Test
  void onlyPassAndImprovementPass() {
    assertThat(Stream.of(Verdict.values()).filter(Verdict::passes))
        .containsExactlyInAnyOrder(Verdict.PASS, Verdict.IMPROVEMENT);
  }
}
