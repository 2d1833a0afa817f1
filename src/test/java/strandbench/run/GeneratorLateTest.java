package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.Metric;

class GeneratorLateTest {
  private final GeneratorLate rule = new GeneratorLate();

  @Test
  void rejectsAScheduleThatWasNotKept() {
    assertThat(rule.objection(cell(new double[] {100, 5_201, 9_000}, 52_000), List.of()))
        .contains(
            "the generator itself was up to 5.2 ms late with 99% of the requests, more than 10% of"
                + " the 52.0 ms within which 99% were answered");
  }

  @Test
  void acceptsWhatIsASmallPartOfTheLatency() {
    assertThat(rule.objection(cell(new double[] {100, 5_200, 9_000}, 52_000), List.of())).isEmpty();
    assertThat(rule.objection(cell(new double[] {20_000}, 900_000), List.of())).isEmpty();
  }

  @Test
  void leavesCellsWithoutAGeneratorAlone() {
    CellResult cell =
        new CellResult(
            BenchmarkKey.of("a.B.c", "ss", 1, Map.of()),
            new Metric("ms/op", 1, List.of(new double[] {1})),
            Map.of("latencyP99Micros", metric(1)));

    assertThat(rule.objection(cell, List.of())).isEmpty();
  }

  @Test
  void isOneOfTheRulesOfARun() {
    assertThat(Validity.rules(2).objection(cell(new double[] {9_000}, 52_000), List.of()))
        .get()
        .extracting("rule")
        .isEqualTo("generator-late");
  }

  /** One fork. */
  private static CellResult cell(double[] lateMicros, double latencyMicros) {
    return new CellResult(
        BenchmarkKey.of("b.OpenLoopBenchmark.fetch", "ss", 1, Map.of("delayMillis", "50")),
        new Metric("ms/op", 1, List.of(new double[] {1})),
        Map.of(
            "generatorLateP99Micros", metric(lateMicros),
            "latencyP99Micros", metric(latencyMicros)));
  }

  private static Metric metric(double... values) {
    return new Metric("#", 0, List.of(values));
  }
}
