package strandbench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateRulesTest {
  private static final GateRules RULES = GateRules.of(0.05);

  @ParameterizedTest
  @ValueSource(ints = {6, 7, 28, 39, 160, 1000})
  void theLooksShareAllOfTheErrorAndNoMore(int pairs) {
    GateRules rules = RULES.upTo(pairs);

    assertThat(rules.looks().stream().mapToDouble(Look::share).sum()).isCloseTo(1, within(1e-12));
    assertThat(rules.mostPairs()).isLessThanOrEqualTo(pairs);
  }

  @Test
  void aBudgetBelowTheFirstLookIsNoRule() {
    assertThatThrownBy(() -> RULES.upTo(5)).hasMessageContaining("a look or more");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, Double.NaN, Double.POSITIVE_INFINITY})
  void aToleranceIsZeroOrMore(double tolerance) {
    assertThatThrownBy(() -> GateRules.of(tolerance)).hasMessageContaining("tolerance");
  }

  @Test
  void looksBeforeAndAfter() {
    assertThat(RULES.lastLook(5)).isEmpty();
    assertThat(RULES.lastLook(14)).hasValue(14);
    assertThat(RULES.lastLook(19)).hasValue(18);
    assertThat(RULES.nextLook(0)).hasValue(6);
    assertThat(RULES.nextLook(14)).hasValue(16);
    assertThat(RULES.nextLook(RULES.mostPairs())).isEmpty();
  }

  /** With so many looks to come, ten pairs are enough for two; thousands need all 2^20 flips. */
  @ParameterizedTest
  @CsvSource({"1, 10", "2, 10", "10, 13", "40, 16", "700, 18", "2000, 20", "5000, 112"})
  void pairsNeeded(int benchmarks, int pairs) {
    assertThat(RULES.pairsNeeded(benchmarks)).hasValue(pairs);
  }

  /** Where that is all that there will be, it takes fewer. */
  @ParameterizedTest
  @CsvSource({"6, false", "7, true", "8, true", "28, true"})
  void sevenPairsAreTheFewestOfAll(int most, boolean can) {
    assertThat(RULES.upTo(most).pairsNeeded(1).isPresent()).isEqualTo(can);
  }

  @Test
  void theErrorIsSpentByTheLogarithmOfPairs() {
    GateRules rules = RULES.upTo(896);

    assertThat(rules.spent(5)).isZero();
    assertThat(rules.spent(8)).isCloseTo(5 / 6.0 * Math.log(4) / Math.log(448), within(1e-12));
    assertThat(rules.spent(760)).isLessThan(5 / 6.0);
    assertThat(rules.spent(1000)).isCloseTo(1, within(1e-12));
  }

  @Test
  void moreBenchmarksThanAnyNumberOfPairsCanCorrectFor() {
    assertThat(RULES.pairsNeeded(10_000)).isEmpty();
  }

  /** What is said to be needed is enough, and what is said not to be is not. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 14, 15, 100})
  void needIsExactlyWhatDecides(int benchmarks) {
    int needed = RULES.pairsNeeded(benchmarks).orElseThrow();

    assertThat(best(needed) * benchmarks).isLessThanOrEqualTo(RULES.regressionLevel());
    RULES
        .lastLook(needed - 1)
        .ifPresent(
            before -> assertThat(best(before) * benchmarks).isGreaterThan(RULES.regressionLevel()));
  }

  /** p where every pair says that HEAD is thrice as slow. */
  private static double best(int pairs) {
    double[] slow = new double[pairs];
    Arrays.setAll(slow, i -> Math.log(3) + 0.001 * i);
    PairedTest test = new PairedTest(RULES);
    test.take(slow);
    return test.regressionP();
  }
}
