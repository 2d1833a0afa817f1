package strandbench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectionTest {
  @ParameterizedTest
  @CsvSource({
    "thrpt, ops/s, HIGHER_IS_BETTER",
    "thrpt, ops/us, HIGHER_IS_BETTER",
    "avgt, us/op, LOWER_IS_BETTER",
    "sample, ms/op, LOWER_IS_BETTER",
    "ss, s/op, LOWER_IS_BETTER"
  })
  void ofScore(String mode, String unit, Direction expected) {
    assertThat(Direction.ofScore(mode, unit)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"thrpt, us/op", "avgt, ops/s", "avgt, furlongs", "lap, ops/s"})
  void modeAndUnitThatDoNotAgreeTellNothing(String mode, String unit) {
    assertThat(Direction.ofScore(mode, unit)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"B/op, LOWER_IS_BETTER", "us/op, LOWER_IS_BETTER", "ops/s, HIGHER_IS_BETTER"})
  void ofMetric(String unit, Direction expected) {
    assertThat(Direction.ofMetric(unit)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MB/sec", "counts", "ms", "", "---"})
  void otherUnitsTellNothing(String unit) {
    assertThat(Direction.ofMetric(unit)).isEmpty();
  }

  @Test
  void halfTheThroughputAndTwiceTheTimeAreTheSameSlowDown() {
    assertThat(Direction.HIGHER_IS_BETTER.logSlowDown(100, 50))
        .isCloseTo(Math.log(2), within(1e-12))
        .isCloseTo(Direction.LOWER_IS_BETTER.logSlowDown(3, 6), within(1e-12));
    assertThat(Direction.HIGHER_IS_BETTER.logSlowDown(50, 100)).isNegative();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void whatHasNoRatioIsRefused(double score) {
    assertThatThrownBy(() -> Direction.LOWER_IS_BETTER.logSlowDown(1, score))
        .hasMessageContaining("positive");
    assertThatThrownBy(() -> Direction.LOWER_IS_BETTER.logSlowDown(score, 1))
        .hasMessageContaining("positive");
  }
}
