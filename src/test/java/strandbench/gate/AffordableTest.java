package strandbench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import strandbench.result.UnusableInputException;

class AffordableTest {
  private static Affordable of(int benchmarks) {
    return new Affordable(GateRules.of(0.05), benchmarks);
  }

  @Test
  void moreBenchmarksThanAnyNumberOfPairsCanCallAreRefused() {
    assertThatThrownBy(() -> of(100_000).pairsNeeded())
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("100000 benchmarks are too many")
        .hasMessageContaining("--include");
  }

  @Test
  void aBudgetThatEndsBeforeItBeginsHasNoPairs() {
    assertThat(of(1).tooSmall(0.01, 1, 0, 0))
        .hasMessage("--budget: 0 s are used up before a pair is measured");
  }

  @Test
  void aBudgetThatIsTooSmallIsToldWithOneThatWouldDo() {
    assertThat(of(3).tooSmall(60, 25, 2, 25))
        .hasMessage(
            "--budget: 1:00 min affords 2 pairs of each of 3 benchmarks, and nothing can be called"
                + " with fewer than 9; --budget 5m would do");
  }

  /** If they are all that there will be: 2^-n times the benchmarks is within the level. */
  @ParameterizedTest
  @CsvSource({"1, 7", "2, 8", "4, 9", "9, 10", "18, 11", "36, 12", "9000, 20"})
  void theFewestPairs(int benchmarks, int pairs) {
    assertThat(of(benchmarks).pairsNeeded()).isEqualTo(pairs);
  }

  /** With later looks to leave something to, eight pairs may not spend enough. */
  @Test
  void moreLooksLeaveLessForTheFirst() {
    assertThat(of(1).canCall(28, 8)).isTrue();
    assertThat(of(1).canCall(34, 8)).isFalse();
    assertThat(of(1).canCall(34, 9)).isTrue();
  }
}
