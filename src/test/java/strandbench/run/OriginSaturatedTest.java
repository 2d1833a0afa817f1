package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.Metric;

class OriginSaturatedTest {
  private final OriginSaturated rule = new OriginSaturated();

  @Test
  void rejectsAnOriginWithoutIdleTime() {
    assertThat(rule.objection(fetch(new double[] {860, 870, 990}, 500), List.of()))
        .get()
        .asString()
        .contains("event loop was busy for 87%");
  }

  @Test
  void rejectsAnswersThatLeaveLate() {
    assertThat(rule.objection(fetch(new double[] {100}, 5_100), List.of()))
        .get()
        .asString()
        .contains("5.1 ms late");
  }

  @Test
  void acceptsAnOriginThatKeepsUp() {
    assertThat(rule.objection(fetch(new double[] {100, 990, 120}, 4_900), List.of())).isEmpty();
  }

  @Test
  void leavesCellsWithoutAnOriginAlone() {
    CellResult cell =
        new CellResult(
            BenchmarkKey.of("a.B.c", "thrpt", 1, Map.of()),
            new Metric("ops/s", 1, List.of(new double[] {1})),
            Map.of());

    assertThat(rule.objection(cell, List.of())).isEmpty();
  }

  /** One fork; of a delay of 50 ms. */
  private static CellResult fetch(double[] busyPermille, double latenessMicros) {
    return new CellResult(
        BenchmarkKey.of("b.FetchBenchmark.fetch", "thrpt", 1, Map.of("delayMillis", "50")),
        new Metric("ops/s", 1, List.of(new double[] {1})),
        Map.of(
            "originBusyPermille",
            new Metric("#", 0, List.of(busyPermille)),
            "originLatenessMicros",
            new Metric("#", 0, List.of(new double[] {latenessMicros}))));
  }
}
