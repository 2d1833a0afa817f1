package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.result.Result;
import strandbench.result.UnusableInputException;

/** Another language's models, laid beside ours. */
class OverlayTest {
  private static final Result OURS = Fixtures.standard(5);

  private final List<CellResult> cells = new ArrayList<>();

  @TempDir Path temp;

  @Test
  void aModelOfTheirsStandsAtOurLevelsRelativeToAThreadOfItsOwn() {
    raw(0.5);
    counting("CPYTHON_THREADS", 2, 0.48);
    counting("CPYTHON_PROCESS_POOL", 2, 0.95);
    counting("CPYTHON_PROCESS_POOL", 3, 0.95);

    Figure with = figure("speedup");

    assertThat(with.chart().series())
        .extracting(Series::name)
        .contains("virtual threads")
        .endsWith("CPython threads", "CPython process pool");
    assertThat(series(with, "CPython process pool").points())
        .as("no level of ours is 3")
        .singleElement()
        .satisfies(
            point -> {
              assertThat(point.x()).isEqualTo(2);
              assertThat(point.y()).isBetween(1.89, 1.91);
              assertThat(point.hasInterval()).isTrue();
            });
    assertThat(with.table().rows())
        .extracting(row -> row.entries().getFirst().text())
        .endsWith("CPython threads", "CPython process pool");
    assertThat(with.chart().notes())
        .filteredOn(note -> note.startsWith("CPython threads and CPython process pool: from "))
        .singleElement()
        .asString()
        .contains("python.json (CPython, 3.11.2)", "no verdict", "their loop is another one");
  }

  @Test
  void noVerdictTakesThemIn() {
    raw(0.5);
    counting("CPYTHON_PROCESS_POOL", 2, 5);
    fetch("CPYTHON_ASYNCIO", 256, 1e6);

    for (String chart : List.of("speedup", "fetches", "fetches-share")) {
      assertThat(figure(chart).verdict()).isEqualTo(figure(chart, Overlay.NONE).verdict());
      assertThat(figure(chart).chart().series())
          .hasSizeGreaterThan(figure(chart, Overlay.NONE).chart().series().size());
    }
  }

  @Test
  void fetchesStandWhereTheWorkIsTheSame() {
    fetch("CPYTHON_ASYNCIO", 16, 200);
    fetch("CPYTHON_ASYNCIO", 32, 400);
    cells.add(
        cell(
            Fixtures.key(
                "FetchBenchmark.fetch",
                Map.of(
                    "model", "CPYTHON_THREADS",
                    "inFlight", "16",
                    "delay", "FIXED",
                    "delayMillis", "500",
                    "bodyBytes", "1024")),
            1,
            "fetches",
            20));

    Figure fetches = figure("fetches");

    assertThat(fetches.chart().series()).extracting(Series::name).doesNotContain("CPython threads");
    assertThat(series(fetches, "CPython asyncio").points()).extracting(Point::x).containsOnly(16.0);
    assertThat(fetches.chart().notes()).anyMatch(note -> note.contains("the same origin"));
    assertThat(figure("fetches-share").chart().notes())
        .anyMatch(note -> note.contains("the same origin"));
    assertThat(fetches.chart().stamp()).as("theirs have 3").contains("3 to 5 forks a point");
    assertThat(fetches.chart().y().min()).isLessThan(200);
  }

  @Test
  void whatSaysNothingOfItsOwnThreadHasNoSpeedup() {
    counting("CPYTHON_THREADS", 2, 0.48);

    assertThat(figure("speedup").chart().series())
        .extracting(Series::name)
        .doesNotContain("CPython threads");
  }

  @Test
  void ourOwnModelsAreNeverTakenFromElsewhere() {
    raw(0.5);
    counting("VIRTUAL_THREADS", 2, 9);

    assertThat(figure("speedup").table()).isEqualTo(figure("speedup", Overlay.NONE).table());
  }

  @Test
  void aFileThatFitsNowhereIsNamedAndNothingIsWritten() {
    fetch("CPYTHON_ASYNCIO", 32, 400);
    Path report = temp.resolve("report");

    assertThatThrownBy(() -> Report.write(List.of(OURS), Optional.of(overlay()), report))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageStartingWith("--overlay python.json: nothing in it belongs on a chart")
        .hasMessageNotContaining("\n");
    assertThat(report).doesNotExist();
  }

  private void raw(double perSecond) {
    Map<String, String> params = work();
    params.put("kernel", "XORSHIFT");
    cells.add(
        cell(
            Fixtures.key("RawThreadBenchmark.first", params),
            perSecond,
            "iterations",
            perSecond * 6e6));
  }

  private void counting(String model, int parallelism, double perSecond) {
    Map<String, String> params = new TreeMap<>(Fixtures.counting(model, parallelism).params());
    params.putAll(work());
    cells.add(
        cell(
            Fixtures.key("CountingLoopBenchmark.count", params),
            perSecond,
            "iterations",
            perSecond * 6e6));
  }

  private void fetch(String model, int inFlight, double perSecond) {
    cells.add(cell(Fixtures.fetch(model, inFlight), perSecond / 512, "fetches", perSecond));
  }

  /** Cut to the same time in a slower language. */
  private static Map<String, String> work() {
    return new TreeMap<>(Map.of("tasks", "200", "iterationsPerTask", "30000"));
  }

  private static CellResult cell(BenchmarkKey key, double score, String counter, double counted) {
    return new CellResult(key, metric(score, "ops/s"), Map.of(counter, metric(counted, "ops/s")));
  }

  private static Metric metric(double value, String unit) {
    return new Metric(
        unit,
        value,
        List.of(new double[] {value * 0.999}, new double[] {value}, new double[] {value * 1.001}));
  }

  private Result overlay() {
    return new Result(
        "python.json",
        cells,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of("CPython, 3.11.2"),
        Optional.empty());
  }

  private Figure figure(String id) {
    return figure(id, Overlay.of(overlay()));
  }

  private static Figure figure(String id, Overlay overlay) {
    return Chapter.of(Source.of(OURS, 0, overlay, Optional.empty())).figures().stream()
        .filter(figure -> figure.chart().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Series series(Figure figure, String name) {
    return figure.chart().series().stream()
        .filter(line -> line.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
