package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TreeMetricTest {

  @ParameterizedTest
  @EnumSource
  void theReadmeHasEachMetricWithItsUnit(TreeMetric metric) throws Exception {
    assertThat(Files.readAllLines(Path.of("README.md")))
        .as("a row of the table")
        .anyMatch(
            line ->
                line.startsWith("| `")
                    && line.contains("`" + metric.label() + "`")
                    && line.contains(metric.unit()));
  }

  /** A run tells a metric in the score's unit as what the benchmark counts. */
  @ParameterizedTest
  @EnumSource
  void noUnitIsOneOfAScore(TreeMetric metric) {
    assertThat(metric.unit()).doesNotStartWith("ops/").doesNotMatch("(ns|us|ms|s|min)/op");
  }
}
