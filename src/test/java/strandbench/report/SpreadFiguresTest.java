package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.result.Result;

/** Every value that was measured, on a chart. */
class SpreadFiguresTest {

  @Test
  void everyValueIsDrawnOnceInItsForksLane() {
    Figure figure =
        figures(source(cell("a", new double[] {9, 10, 11}, new double[] {20, 30}, row(10))))
            .getFirst();

    List<Point> iterations = points(figure, "one iteration");
    // The mean over fork means is 15.
    assertThat(iterations.stream().map(point -> point.x() * 0.15).map(Math::round))
        .containsExactly(9L, 10L, 11L, 20L, 30L, 10L);
    assertThat(iterations.stream().map(Point::drawnAt).distinct()).hasSize(3);
    assertThat(points(figure, "mean of a fork"))
        .extracting(Point::x)
        .satisfiesExactly(
            x -> assertThat(x).isCloseTo(1000 / 15.0, within(1e-9)),
            x -> assertThat(x).isCloseTo(2500 / 15.0, within(1e-9)),
            x -> assertThat(x).isCloseTo(1000 / 15.0, within(1e-9)));
    assertThat(points(figure, "mean and 95% interval over forks"))
        .singleElement()
        .satisfies(
            point -> {
              assertThat(point.x()).isCloseTo(100, within(1e-9));
              assertThat(point.hasInterval()).isTrue();
              assertThat(point.drawnAt())
                  .isGreaterThan(
                      iterations.stream().mapToDouble(Point::drawnAt).max().orElseThrow());
            });
    assertThat(figure.chart().x().min()).isLessThanOrEqualTo(60);
    assertThat(figure.chart().x().max()).isGreaterThanOrEqualTo(200);
  }

  @Test
  void theTableHasTheSpreadBetweenForksAndWithin() {
    Figure figure =
        figures(
                source(
                    cell("a", new double[] {9, 11}, new double[] {19, 21}),
                    cell("b", row(10), row(10))))
            .getFirst();

    List<String> row =
        figure.table().rows().getFirst().entries().stream().map(Table.Entry::text).toList();
    // Fork means 10 and 20: SD 7.07 of 15. Within: SD 1.414 of 10 and of 20.
    assertThat(row).endsWith("2", "4", "47.1%", "11.2%", "60.0%", "140.0%");
    assertThat(figure.verdict().headline()).contains("row 1", "47.1%");
    assertThat(figure.verdict().detail()).contains("row 2: 0.0%");
  }

  @Test
  void whatHasNoSpreadHasNoChart() {
    assertThat(
            figures(
                source(
                    cell("one value", row(1)),
                    cell("no rows"),
                    cell("nothing finite", row(Double.NaN)),
                    cell("around zero", row(-1), row(1)))))
        .isEmpty();
  }

  @Test
  void whatIsTooMuchIsSaid() {
    CellResult[] cells =
        IntStream.range(0, 130)
            .mapToObj(i -> cell("m" + i, IntStream.range(0, 50).mapToDouble(v -> v + 1).toArray()))
            .toArray(CellResult[]::new);

    List<Figure> figures = figures(source(cells));

    assertThat(figures).hasSize(6);
    assertThat(figures)
        .allSatisfy(
            figure ->
                assertThat(figure.chart().notes())
                    .anyMatch(note -> note.startsWith("Left out: 10 cells.")));
    assertThat(figures.stream().mapToInt(figure -> points(figure, "one iteration").size()).sum())
        .isEqualTo(6_000);
  }

  private static List<Point> points(Figure figure, String series) {
    return figure.chart().series().stream()
        .filter(line -> line.name().equals(series))
        .findFirst()
        .orElseThrow()
        .points();
  }

  private static double[] row(double value) {
    return new double[] {value};
  }

  private static CellResult cell(String name, double[]... forks) {
    return new CellResult(
        BenchmarkKey.of("org.example.Some.method", "avgt", 1, Map.of("p", name)),
        new Metric("us/op", 1, Arrays.asList(forks)),
        Map.of());
  }

  private static List<Figure> figures(Source source) {
    return SpreadFigures.of(source).stream().map(Supplier::get).toList();
  }

  private static Source source(CellResult... cells) {
    return Source.of(new Result("some.json", Arrays.asList(cells), Optional.empty(), List.of()), 0);
  }
}
