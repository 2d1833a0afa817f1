package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.result.Result;

/** Several results side by side. */
class AcrossTest {
  private static final double[] ABOUT_TEN = {9.9, 10, 10.1, 10.05, 9.95};

  @Test
  void aRatioIsOfSpeedsWhicheverWayTheScoreRuns() {
    Chapter chapter =
        across(
            result("a", rate("fast", ABOUT_TEN), time("quick", ABOUT_TEN), rate("same", ABOUT_TEN)),
            result(
                "b",
                rate("fast", times(2, ABOUT_TEN)),
                time("quick", times(2, ABOUT_TEN)),
                rate("same", ABOUT_TEN)));

    Figure figure = chapter.figures().getFirst();

    assertThat(figure.verdict().headline())
        .isEqualTo(
            "Of 3 benchmarks compared, 1 is faster in b than in a, 1 slower, and 1 can't be told"
                + " apart.");
    assertThat(ratio(figure, 0)).isEqualTo(2, within(1e-9));
    assertThat(ratio(figure, 1)).isEqualTo(0.5, within(1e-9));
    assertThat(column(figure, "The second is"))
        .containsExactly("faster", "slower", "can't be told apart");
    assertThat(chapter.answers()).hasSize(1);
  }

  @Test
  void noVerdictFromOneForkAndNoIntervalEither() {
    Figure figure =
        across(result("a", rate("x", 10)), result("b", rate("x", 20))).figures().getFirst();

    assertThat(figure.verdict().headline()).startsWith("No verdict: no benchmark has 3 forks");
    assertThat(figure.chart().series().getFirst().points()).allMatch(Point::hollow);
    assertThat(column(figure, "The second is")).containsExactly("no verdict: under 3 forks");
  }

  @Test
  void whatCantBeComparedIsNamed() {
    CellResult other = new CellResult(key("unit", "thrpt", 1), metric("ops/ms", 1), Map.of());
    CellResult threads = new CellResult(key("x", "thrpt", 4), metric("ops/s", 1), Map.of());
    CellResult strange = new CellResult(key("odd", "odd", 1), metric("ops/s", 1), Map.of());
    Figure figure =
        across(
                result(
                    "a",
                    rate("x", ABOUT_TEN),
                    rate("unit", 1),
                    rate("twice", 1),
                    rate("zero", 0),
                    strange),
                result(
                    "b",
                    rate("x", ABOUT_TEN),
                    other,
                    threads,
                    rate("twice", 1),
                    rate("twice", 2),
                    rate("zero", 0),
                    strange))
            .figures()
            .getFirst();

    assertThat(figure.table().rows()).hasSize(1);
    assertThat(figure.absent())
        .containsExactlyInAnyOrder(
            "Some.unit: the units differ (ops/s and ops/ms), so no ratio",
            "Some.twice: b has it 2 times",
            "Some.zero: not every figure is above 0, so no ratio",
            "Some.odd: whether more is better in mode odd is unknown, so no ratio",
            "Some.x, threads=4: a doesn't have it");
  }

  @Test
  void nothingInCommonIsSaid() {
    Chapter chapter = across(result("a", rate("x", 1)), result("b", rate("y", 1)));

    assertThat(chapter.figures()).isEmpty();
    assertThat(chapter.trust().brief()).contains("nothing to compare");
    assertThat(chapter.trust().lost())
        .containsExactly("Some.x: b doesn't have it", "Some.y: a doesn't have it");
  }

  @Test
  void threeResultsMakeAHistoryWithItsGaps() {
    Chapter chapter =
        across(
            result("a", rate("x", ABOUT_TEN)),
            result("b", rate("other", ABOUT_TEN)),
            result("c", rate("x", times(1.5, ABOUT_TEN)), rate("other", ABOUT_TEN)));

    assertThat(chapter.figures()).hasSize(2);
    Figure x = chapter.figures().getFirst();
    assertThat(x.chart().series().getFirst().lineYs().get(1)).isNaN();
    assertThat(x.verdict().headline())
        .startsWith("From the first result to the last, 1 of 2 benchmarks got faster");
    assertThat(column(x, "b")).containsExactly("–");
    assertThat(x.absent()).contains("Some.x: b doesn't have it");
    assertThat(x.chart().notes().getFirst()).contains("in the order given");
  }

  @Test
  void runsAreOrderedByTimeAndTheirMachinesNamed() {
    Result early = Fixtures.standard(3);
    Chapter same = across(early, early, early);
    assertThat(same.warning()).isNull();
    assertThat(same.figures().getFirst().chart().notes().getFirst())
        .contains("1: 2026-01-01T120000Z-test-2cpu (1), 2: ");

    Chapter different = across(early, new Fixtures(3, 8).result("big", "standard"));
    assertThat(different.warning()).startsWith("Measured on different machines");
    assertThat(different.trust().brief()).contains("different machines");
  }

  @Test
  void linesWithLongNamesAreToldApart() {
    Chapter chapter = across(Fixtures.standard(3), Fixtures.standard(3), Fixtures.standard(3));

    for (Figure figure : chapter.figures()) {
      assertThat(figure.chart().series()).extracting(Series::name).doesNotHaveDuplicates();
    }
    assertThat(chapter.figures().size() + chapter.undrawn().size()).isGreaterThan(3);
  }

  /** Each of many tests alone would find a difference in one of 20; together they must not. */
  @Test
  void manyBenchmarksThatDontDifferAreNotToldApart() {
    java.util.Random random = new java.util.Random(7);
    List<List<CellResult>> sides = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < 500; i++) {
      for (List<CellResult> side : sides) {
        side.add(
            rate(
                "b" + i,
                IntStream.range(0, 5)
                    .mapToDouble(fork -> 100 * Math.exp(0.02 * random.nextGaussian()))
                    .toArray()));
      }
    }
    Figure figure =
        across(
                result("a", sides.getFirst().toArray(CellResult[]::new)),
                result("b", sides.getLast().toArray(CellResult[]::new)))
            .figures()
            .getFirst();

    assertThat(figure.verdict().headline()).contains("0 are faster").contains(" 0 slower");
    assertThat(figure.chart().series())
        .extracting(Series::name)
        .containsExactly("can't be told apart");
    assertThat(figure.chart().series().getFirst().points()).hasSize(40);
    assertThat(figure.chart().notes()).anyMatch(note -> note.startsWith("Drawn: the 40 of 500"));
    assertThat(figure.table().rows()).hasSize(500);
  }

  private static Chapter across(Result... results) {
    return Across.of(
            IntStream.range(0, results.length).mapToObj(i -> Source.of(results[i], i)).toList())
        .chapter();
  }

  private static Result result(String name, CellResult... cells) {
    return new Result(name, List.of(cells), Optional.empty(), List.of());
  }

  private static CellResult rate(String method, double... forks) {
    return new CellResult(key(method, "thrpt", 1), metric("ops/s", forks), Map.of());
  }

  private static CellResult time(String method, double... forks) {
    return new CellResult(key(method, "avgt", 1), metric("us/op", forks), Map.of());
  }

  private static BenchmarkKey key(String method, String mode, int threads) {
    return BenchmarkKey.of("org.example.Some." + method, mode, threads, Map.of());
  }

  private static Metric metric(String unit, double... forks) {
    return new Metric(
        unit, forks[0], Arrays.stream(forks).mapToObj(fork -> new double[] {fork}).toList());
  }

  private static double[] times(double factor, double... values) {
    return Arrays.stream(values).map(value -> factor * value).toArray();
  }

  private static double ratio(Figure figure, int row) {
    int column = figure.table().columns().indexOf("Ratio of speeds");
    return Double.parseDouble(figure.table().rows().get(row).entries().get(column).value());
  }

  private static List<String> column(Figure figure, String name) {
    int column = figure.table().columns().indexOf(name);
    return figure.table().rows().stream().map(row -> row.entries().get(column).text()).toList();
  }
}
