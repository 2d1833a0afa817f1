package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import strandbench.result.CellOutcome;
import strandbench.result.CellState;
import strandbench.result.Metric;
import strandbench.result.Result;

/** What the figures of the further questions show and say. */
class QuestionFiguresTest {
  private static final Result FIVE = QuestionFixtures.all(5);
  private static final List<Figure> FIGURES = Chapter.of(FIVE, 0).figures();

  @Test
  void everyCellIsInATableOrEvidence() {
    long rows = FIGURES.stream().mapToLong(figure -> figure.table().rows().size()).sum();
    long evidence = FIVE.run().orElseThrow().cells().stream().filter(this::isEvidence).count();

    assertThat(FIGURES).noneMatch(figure -> figure.chart().id().startsWith("plain"));
    assertThat(rows).isGreaterThanOrEqualTo(FIVE.run().orElseThrow().cells().size() - evidence);
  }

  private boolean isEvidence(CellOutcome cell) {
    String benchmark = cell.key().benchmark();
    return benchmark.startsWith(Trust.KERNEL) || benchmark.startsWith(Baseline.BENCHMARK);
  }

  @Test
  void efficiencyIsUsefulWorkOverTimeAndCores() {
    Figure figure = figure("efficiency");

    assertThat(figure.chart().heat()).hasSize(6 * QuestionFixtures.GRAINS.length);
    HeatCell half = heat(figure, "process pool at parallelism 2, grain 3.3");
    // The fixture's overhead is 4 µs a task.
    assertThat(half.share()).isCloseTo(3.36 / (3.36 + 4), within(0.02));
    assertThat(half.text()).isEqualTo(Math.round(100 * half.share()) + "%");
    assertThat(half.hollow()).isFalse();
    assertThat(heat(figure, "single thread at parallelism 1, grain 6,8").share())
        .isCloseTo(1, within(0.03));
  }

  @Test
  void aHeatMapNamesWhatItLeavesEmpty() {
    Figure figure = figure("efficiency");

    assertThat(heat(figure, "process pool at parallelism 2, grain 13"))
        .satisfies(
            cell -> {
              assertThat(cell.isEmpty()).isTrue();
              assertThat(cell.text()).isEqualTo("–");
              assertThat(cell.details()).contains("failed: fork 1: a worker died");
            });
    assertThat(figure.absent())
        .anyMatch(line -> line.startsWith("process pool at parallelism 2: failed"))
        .anyMatch(line -> line.startsWith("platform threads at parallelism 2: not in the plan"));
  }

  @Test
  void theSmallestGrainIsTheOverhead() {
    Figure figure = figure("efficiency-lines");

    assertThat(figure.verdict().headline())
        .startsWith("Fork/join pool is effective at the smallest tasks at parallelism 2");
    assertThat(row(figure, "virtual threads at parallelism 2").get(1).value())
        .satisfies(grain -> assertThat(Double.parseDouble(grain)).isCloseTo(1.1, within(0.1)));
    assertThat(row(figure, "virtual threads at parallelism 2").get(3).value())
        .satisfies(metg -> assertThat(Double.parseDouble(metg)).isCloseTo(2.2, within(0.2)));
    assertThat(row(figure, "single thread at parallelism 1").get(1).text())
        .startsWith("below 0.21");
  }

  @Test
  void withoutARawThreadThereIsNoEfficiencyButEveryCell() {
    Fixtures run = new Fixtures(5, 2);
    run.measured(QuestionFixtures.taskSize("FORK_JOIN_POOL", 2, 512), run.noisy(9, 0.01), Map.of());

    assertThat(Chapter.of(run.result("bare", "task-size"), 0).figures())
        .singleElement()
        .satisfies(figure -> assertThat(figure.chart().isHeatMap()).isFalse());
  }

  @Test
  void percentilesAreOfTheirOwnAndTheFloorIsNotCompared() {
    Figure figure = figure("hand-over");

    assertThat(figure.chart().series())
        .extracting(Series::name)
        .containsExactly("median (µs)", "90% (µs)", "99% (µs)", "99.9% (µs)");
    assertThat(figure.chart().series().getLast().points().getLast().x())
        .isCloseTo(12 * 22, within(80.0));
    assertThat(figure.chart().x().log()).isTrue();
    assertThat(figure.verdict().headline())
        .startsWith("Virtual threads are fastest at handing over one task: ");
    assertThat(figure.verdict().detail())
        .contains("Not compared: single thread (the floor: it hands nothing over)");
  }

  @Test
  void lessTimeIsBetter() {
    assertThat(figure("divide-and-conquer").verdict().headline())
        .startsWith("Parallel stream is fastest at a cut-off of 1, by ")
        .contains("Which is fastest can't be told");
    assertThat(figure("start").verdict().headline())
        .contains("Virtual thread is cheapest (thread, one after another), by a factor of");
  }

  @Test
  void timesOfDifferentUnitsShareAnAxis() {
    List<Point> processes = series(figure("start"), "process").points();

    assertThat(processes).extracting(Point::x).anyMatch(micros -> Math.abs(micros - 700) < 100);
    assertThat(series(figure("start"), "executor").points())
        .extracting(Point::x)
        .anyMatch(micros -> micros < 0.3);
  }

  @Test
  void whatHitsItsCapIsNotCompared() {
    assertThat(figure("most").verdict().headline()).startsWith("No verdict: each kind has a cap");
    assertThat(figure("most").verdict().detail()).contains("700,000", "20,000");
  }

  @Test
  void capacitiesAreNotMixed() {
    assertThat(figure("queues").chart().title()).contains("capacity=1024");
    assertThat(figure("queues-2").chart().title()).contains("capacity=1)");
    assertThat(figure("queues").absent())
        .contains(
            "1 to 1, virtual threads, JCTools MPMC (spins); 4 to 4, virtual threads, JCTools MPMC (spins): never"
                + " planned: spinners could keep others out");
  }

  @Test
  void eachRowHasAnAnswer() {
    assertThat(figure("coordination").verdict().headline())
        .startsWith("Virtual threads are cheapest for semaphore, by a factor of")
        .contains("Which is cheapest can't be told for phaser.");
  }

  @Test
  void serversThatCantHoldSoManyAreNamed() {
    Figure figure = figure("echo");

    assertThat(figure.chart().series()).hasSize(7);
    assertThat(series(figure, "process pool").points()).hasSize(3);
    assertThat(figure.verdict().headline()).contains("is fastest with 512 connections");
    assertThat(figure.verdict().detail())
        .contains("process pool (never planned: at most 16 processes)");
    assertThat(figure.table().columns())
        .contains("P99 latency (µs)", "Clients' CPU (share of a core)");
  }

  @Test
  void clientsAreNoModelsAndTheirThreadsAreTold() {
    Figure figure = figure("fetch-clients");

    assertThat(figure.verdict().headline())
        .startsWith("Apache HttpClient (virtual threads) is fastest with 1,000 requests in flight");
    assertThat(figure.chart().references()).hasSize(1);
    assertThat(figure.table().columns())
        .contains("CPU per fetch (µs)", "In flight, at most", "Of them, brought by the client");
    int cpu = figure.table().columns().indexOf("CPU per fetch (µs)");
    assertThat(row(figure, "JDK HttpClient.sendAsync").get(cpu).value())
        .satisfies(micros -> assertThat(Double.parseDouble(micros)).isCloseTo(100, within(5.0)));
    assertThat(figure("fetch-clients-threads").verdict().headline())
        .startsWith("No verdict: threads are counted, not compared");
  }

  @Test
  void atFullStretchTheShareOfTheIdealIsDrawn() {
    Figure figure = figure("full-stretch");

    assertThat(figure.verdict().headline())
        .startsWith("Apache HttpClient (virtual threads) is nearest to the ideal");
    assertThat(figure.verdict().detail())
        .contains("Not compared: Apache HttpClient (platform pool)");
    assertThat(figure.chart().series().getFirst().points())
        .extracting(Point::x)
        .satisfiesExactlyInAnyOrder(
            percent -> assertThat(percent).isCloseTo(92, within(1.5)),
            percent -> assertThat(percent).isCloseTo(70, within(1.5)));
    assertThat(figure.table().columns()).contains("Fetches/s");
    assertThat(figure.chart().notes())
        .contains("No valid figure, and so no point: 10,000, Apache HttpClient (platform pool).");
  }

  @Test
  void whatFailsIsNoFetch() {
    Figure figure = figure("failing-fetches");

    assertThat(figure.verdict().headline())
        .startsWith("Virtual threads are fastest with 100 requests in flight");
    assertThat(figure.table().columns()).contains("Retries", "Given up");
    assertThat(series(figure, "virtual threads").points().getFirst().y())
        .isCloseTo(800, within(30.0));
  }

  @Test
  void whatAWaitingFetchHoldsIsComparedByModel() {
    assertThat(figure("waiting-fetches").verdict().headline())
        .startsWith("Virtual threads are lightest")
        .contains("by a factor of");
  }

  @Test
  void blockersAreHeldAgainstCarriers() {
    Figure figure = figure("pinning-2");

    assertThat(figure.chart().title()).endsWith("(sleepMillis=10)");
    assertThat(figure.chart().references().getLast().ys().getFirst()).isCloseTo(100, within(0.1));
    assertThat(figure.chart().references().getFirst().ys()).containsOnly(1600.0);
    assertThat(figure.table().columns()).contains("Pinned events per passage");
    assertThat(figure("pinning").chart().references()).isEmpty();
  }

  @Test
  void aModelLooksTheSameOnEveryChart() {
    assertThat(series(figure("divide-and-conquer"), "virtual threads").style())
        .isEqualTo(series(figure("crawl"), "virtual threads").style())
        .isEqualTo(series(figure("coordination"), "virtual threads").style())
        .isEqualTo(Style.ofModel("VIRTUAL_THREADS", 0));
    for (Figure figure : FIGURES) {
      assertThat(figure.chart().series())
          .as(figure.chart().id())
          .hasSizeLessThanOrEqualTo(Style.DISTINCT)
          .extracting(Series::style)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void moreSeriesThanColoursTakeSeveralCharts() {
    Fixtures run = new Fixtures(5, 2);
    for (int server = 1; server <= 9; server++) {
      run.measured(QuestionFixtures.echo("S" + server, 1), run.noisy(1000, 0.01), Map.of());
    }
    List<Figure> figures = Chapter.of(run.result("many", "echo"), 0).figures();

    assertThat(figures)
        .extracting(figure -> figure.chart().id())
        .containsExactly("echo", "echo-part-2");
    assertThat(figures.get(0).chart().series()).hasSize(8);
    assertThat(figures.get(1).chart().series()).hasSize(1);
    assertThat(figures.get(1).verdict()).isEqualTo(figures.get(0).verdict());
  }

  @Test
  void underThreeForksThereIsNoVerdict() {
    List<Figure> figures = Chapter.of(QuestionFixtures.all(2), 0).figures();

    for (Figure figure : figures) {
      assertThat(figure.verdict().headline()).as(figure.chart().id()).startsWith("No verdict");
      assertThat(figure.chart().series().stream().flatMap(s -> s.points().stream()))
          .allMatch(Point::hollow);
      assertThat(figure.chart().heat().stream().filter(cell -> !cell.isEmpty()))
          .allMatch(HeatCell::hollow);
    }
  }

  @Test
  void anInvalidCellIsNotDrawnButNamed() {
    Fixtures run = new Fixtures(5, 2);
    run.measured(
        QuestionFixtures.handOver("FORK_JOIN_POOL"), "us/op", run.noisy(9, 0.01), median(run));
    run.measured(
        QuestionFixtures.handOver("PLATFORM_POOL"), "us/op", run.noisy(9, 0.01), median(run));
    run.end(QuestionFixtures.handOver("PLATFORM_POOL"), CellState.INVALID, "stolen", "steal 20%");
    Figure figure = Chapter.of(run.result("bad", "hand-over"), 0).figures().getFirst();

    assertThat(series(figure, "median (µs)").points()).hasSize(1);
    assertThat(figure.absent())
        .anyMatch(line -> line.equals("platform pool: invalid: stolen: steal 20%"));
    assertThat(figure.verdict().headline())
        .startsWith("No verdict: at handing over one task, only one model");
  }

  private static Map<String, Metric> median(Fixtures run) {
    return Map.of("p0.50", Fixtures.scaled("us/op", run.noisy(8, 0.01), 1));
  }

  @ParameterizedTest
  @CsvSource({"0,#f7fbff,#1a1a1a", "1,#08306b,#ffffff", "0.5,#6baed6,#1a1a1a", "7,#08306b,#ffffff"})
  void theScaleRunsFromLightToDark(double share, String color, String text) {
    assertThat(HeatScale.color(share)).isEqualTo(color);
    assertThat(HeatScale.textColor(share)).isEqualTo(text);
  }

  private static Figure figure(String id) {
    return FIGURES.stream()
        .filter(figure -> figure.chart().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Series series(Figure figure, String name) {
    return figure.chart().series().stream()
        .filter(series -> series.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static HeatCell heat(Figure figure, String name) {
    return figure.chart().heat().stream()
        .filter(cell -> cell.details().getFirst().startsWith(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Table.Entry> row(Figure figure, String name) {
    return figure.table().rows().stream()
        .map(Table.Row::entries)
        .filter(entries -> entries.getFirst().text().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
