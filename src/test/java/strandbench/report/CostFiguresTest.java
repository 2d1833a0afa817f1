package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.result.Result;

/** What an operation costs beside its time. */
class CostFiguresTest {

  @Test
  void eachCostIsHeldAgainstTheLeastOnTheSameWork() {
    Figure figure =
        figures(
                cell("VIRTUAL_THREADS", 1, 10, 200, 4),
                cell("PROCESS_POOL", 1, 20, 100, 12),
                // Other work: its low costs make nothing else look dear.
                cell("PROCESS_POOL", 2, 1000, 1, 1))
            .getFirst();

    assertThat(series(figure, "time per operation"))
        .extracting(Point::x)
        .satisfiesExactly(
            x -> assertThat(x).isCloseTo(2, within(0.001)),
            x -> assertThat(x).isCloseTo(1, within(0.001)),
            x -> assertThat(x).isCloseTo(1, within(0.001)));
    assertThat(series(figure, "processor time per operation"))
        .extracting(Point::x)
        .satisfiesExactly(
            x -> assertThat(x).isCloseTo(2, within(0.001)),
            x -> assertThat(x).isCloseTo(1, within(0.001)),
            x -> assertThat(x).isCloseTo(1, within(0.001)));
    // Voluntary and involuntary ones together.
    assertThat(series(figure, "context switches per operation"))
        .extracting(Point::x)
        .satisfiesExactly(
            x -> assertThat(x).isCloseTo(1, within(0.001)),
            x -> assertThat(x).isCloseTo(3, within(0.001)),
            x -> assertThat(x).isCloseTo(1, within(0.001)));
    assertThat(figure.verdict().headline())
        .contains("context switches per operation: up to 3.000 times the least (row 2)");
  }

  @Test
  void theTableHasValuesWithUnits() {
    Figure figure =
        figures(cell("VIRTUAL_THREADS", 1, 10, 200, 4), cell("PROCESS_POOL", 1, 20, 100, 12))
            .getFirst();

    assertThat(figure.table().columns())
        .containsExactly(
            "Row",
            "time per operation (s/op)",
            "processor time per operation (CPU-us/op)",
            "context switches per operation (switches/op)",
            "Forks");
    assertThat(figure.table().rows().getFirst().entries().get(1).text()).startsWith("0.1000 (");
    assertThat(figure.table().rows().getFirst().entries().get(2).text()).startsWith("200.0 (");
  }

  @Test
  void withoutCostsThereIsNoChart() {
    assertThat(figures(cell("VIRTUAL_THREADS", 1, 10, 0, 0))).isEmpty();
    assertThat(
            figures(
                new CellResult(
                    BenchmarkKey.of("a.B.c", "avgt", 1, Map.of()), metric("us/op", 1), Map.of())))
        .isEmpty();
  }

  private static List<Point> series(Figure figure, String name) {
    return figure.chart().series().stream()
        .filter(line -> line.name().equals(name))
        .findFirst()
        .orElseThrow()
        .points();
  }

  private static List<Figure> figures(CellResult... cells) {
    return CostFigures.of(
            Source.of(new Result("some.json", List.of(cells), Optional.empty(), List.of()), 0))
        .stream()
        .map(Supplier::get)
        .toList();
  }

  private static CellResult cell(
      String model, int level, double rate, double cpu, double switches) {
    return new CellResult(
        BenchmarkKey.of(
            "a.B.c", "thrpt", 1, Map.of("model", model, "level", Integer.toString(level))),
        metric("ops/s", rate),
        Map.of(
            "tree.cpu",
            metric("CPU-us/op", cpu),
            "tree.switches.voluntary",
            metric("switches/op", switches / 2),
            "tree.switches.involuntary",
            metric("switches/op", switches / 2)));
  }

  private static Metric metric(String unit, double value) {
    return new Metric(
        unit,
        value,
        DoubleStream.of(0.999, 1, 1.001).mapToObj(of -> new double[] {value * of}).toList());
  }
}
