package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellState;
import strandbench.result.ForkEntry;
import strandbench.result.Metric;
import strandbench.result.Objection;
import strandbench.result.Result;

/** What the figures, verdicts and the trust section say. */
class ChapterTest {

  @Test
  void aTieIsNamedAndTheSlowerOnesToo() {
    Verdict verdict = figure(Fixtures.standard(5), "speedup").verdict();

    assertThat(verdict.headline())
        .startsWith(
            "No single answer at parallelism 2 (as many as this machine has cores): the best")
        .contains("virtual threads", "platform threads", "platform pool")
        .endsWith("can't be told from it.")
        .doesNotContain("ahead");
    assertThat(verdict.detail())
        .contains("ahead of fork/join pool by", "process pool by", "Not compared: single thread");
  }

  @Test
  void aClearWinner() {
    Verdict verdict = figure(Fixtures.standard(5), "fetches").verdict();

    assertThat(verdict.headline())
        .startsWith("Virtual threads are fastest with 256 requests in flight")
        .contains("of the ideal");
    assertThat(verdict.detail())
        .contains("fork/join pool (invalid: origin-saturated", "process pool (never planned");
  }

  @Test
  void withoutARunTheCoresAreSaidToBeUnknown() {
    Result run = Fixtures.standard(5);
    Result plain = new Result("plain.json", run.cells(), Optional.empty(), List.of());

    assertThat(figure(plain, "speedup").verdict().headline())
        .contains(
            "at parallelism 4 (the highest measured: how many cores the machine has is unknown)");
  }

  @Test
  void noVerdictUnderThreeForks() {
    Figure figure = figure(Fixtures.standard(2), "speedup");

    assertThat(figure.verdict().headline())
        .startsWith("No verdict: ")
        .contains("no more than 2 forks per model");
    assertThat(points(figure)).isNotEmpty().allMatch(Point::hollow);
    assertThat(figure.chart().stamp()).startsWith("smoke: NOT FOR CONCLUSIONS · 2 forks a point");
    assertThat(figure.chart().notes()).anyMatch(note -> note.contains("Hollow points"));
  }

  @Test
  void aQuestionWithoutAValidCellIsStillOnTheFirstScreen() {
    Fixtures run = new Fixtures(5, 2);
    run.missing(Fixtures.counting("PLATFORM_POOL", 2), CellState.FAILED, "refused");
    run.counting("VIRTUAL_THREADS", 2, 1.9, 0.01);
    run.end(
        Fixtures.counting("VIRTUAL_THREADS", 2), CellState.INVALID, "folded-kernel", "too fast");

    assertThat(Chapter.of(run.result("r", "standard"), 0).answers())
        .extracting(Chapter.Answer::topic, Chapter.Answer::headline, Chapter.Answer::chart)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "CPU-bound work",
                "No answer: none of 2 cells has a valid figure (failed, folded-kernel).",
                "result-trust"));
  }

  @Test
  void disturbedForksAreCountedAndToleratedOnesAreNotPassedOver() {
    Result run = Fixtures.standard(5);
    List<ForkEntry> journal = new ArrayList<>(run.journal());
    Objection steal = new Objection("steal", "the hypervisor took 7.0%");
    Objection load = new Objection("load-from-others", "other processes took 90.0%");
    journal.set(0, journal.get(0).objectedTo(steal, false));
    journal.set(1, journal.get(1).objectedTo(load, true));
    journal.set(2, journal.get(2).objectedTo(load, true));
    Trust trust = Chapter.of(new Result(run.name(), run.cells(), run.run(), journal), 0).trust();

    String forks = journal.size() + " forks";
    assertThat(trust.brief())
        .contains(
            "1 of " + forks + " set aside (steal 1)",
            "2 of " + forks + " disturbed but tolerated (load-from-others 2)");
    assertThat(trust.good()).isFalse();
    assertThat(Chapter.of(run, 0).trust().brief()).contains("no fork set aside");
  }

  @Test
  void threeForksHaveIntervals() {
    assertThat(points(figure(Fixtures.standard(3), "speedup"))).allMatch(Point::hasInterval);
  }

  @Test
  void aLeadSmallerThanTheNoiseIsNoted() {
    Fixtures run = new Fixtures(5, 2);
    run.baselines(1.2);
    run.counting("VIRTUAL_THREADS", 2, 2.0, 0.001);
    run.counting("PLATFORM_POOL", 2, 1.9, 0.001);
    Result result = run.result("noisy", "standard");

    Verdict verdict = figure(result, "speedup").verdict();
    assertThat(verdict.headline()).startsWith("Virtual threads are fastest");
    assertThat(verdict.detail()).contains("don't build on it");
    assertThat(Chapter.of(result, 0).trust().good()).isFalse();
  }

  @Test
  void allInATieIsNoAnswer() {
    Fixtures run = new Fixtures(5, 2);
    run.baselines(1);
    run.counting("VIRTUAL_THREADS", 2, 1.9, 0.05);
    run.counting("PLATFORM_POOL", 2, 1.9, 0.05);

    assertThat(figure(run.result("tie", "standard"), "speedup").verdict().headline())
        .startsWith("No single answer at parallelism 2");
  }

  @Test
  void speedupIsOverTheMeanOfThePair() {
    Figure figure = figure(Fixtures.standard(5), "speedup");
    Point processes =
        figure.chart().series().stream()
            .filter(series -> series.name().equals("process pool"))
            .flatMap(series -> series.points().stream())
            .filter(point -> point.x() == 2)
            .findFirst()
            .orElseThrow();

    assertThat(processes.y()).isCloseTo(1.88, within(0.03));
    assertThat(processes.low()).isLessThan(processes.y());
    assertThat(figure.chart().notes()).anyMatch(note -> note.contains("can't show how anything"));
  }

  @Test
  void withoutABaselineThereIsNoSpeedupButEveryCell() {
    Fixtures run = new Fixtures(5, 2);
    run.counting("VIRTUAL_THREADS", 2, 2.0, 0.001);
    Result result = run.result("bare", "standard");

    assertThat(Chapter.of(result, 0).figures())
        .singleElement()
        .satisfies(figure -> assertThat(points(figure)).hasSize(1));
  }

  @Test
  void whatIsNotValidIsNamedAndNotDrawn() {
    Figure figure = figure(Fixtures.standard(5), "fetches");

    assertThat(figure.absent())
        .contains(
            "fork/join pool, in flight 256: invalid: origin-saturated: its event loop was busy 97%"
                + " of the time",
            "platform pool, in flight 64: failed: fork 2: ConnectException: refused",
            "platform threads, in flight 64: missing: budget used up",
            "process pool, in flight 64 and 256: never planned: a process per request");
    assertThat(figure.chart().series())
        .filteredOn(series -> series.name().equals("fork/join pool"))
        .singleElement()
        .satisfies(
            series -> {
              assertThat(series.points()).extracting(Point::x).doesNotContain(256.0);
              assertThat(series.lineYs().getLast()).isNaN();
            });
  }

  @Test
  void theControlMustBeRejected() {
    Result good = Fixtures.standard(5);
    assertThat(Chapter.of(good, 0).trust().brief()).contains("control rejected");

    Fixtures run = new Fixtures(5, 2);
    run.baselines(1);
    run.end(
        good.run().orElseThrow().cells().stream()
            .filter(cell -> cell.state() == CellState.REJECTED_AS_IT_MUST_BE)
            .findFirst()
            .orElseThrow()
            .key(),
        CellState.MEASURED,
        null,
        null);
    assertThat(Chapter.of(run.result("bad", "standard"), 0).trust().brief())
        .contains("control not rejected");
  }

  @Test
  void foreignRowsAreAllThere() {
    Chapter chapter = Chapter.of(ReportTest.foreign("x"), 0);
    Figure figure = chapter.figures().getFirst();

    assertThat(figure.table().rows()).hasSize(4);
    assertThat(points(figure)).hasSize(3);
    assertThat(points(figure)).filteredOn(Point::hasInterval).hasSize(1);
    assertThat(figure.absent()).containsExactly("two p=y: no finite value");
    assertThat(figure.table().columns()).last().isEqualTo("gc.<i> (MB/s)");
    assertThat(figure.verdict().headline()).startsWith("No verdict");
    assertThat(chapter.answers()).isEmpty();
  }

  @Test
  void oneStylePerModelOnEveryChart() {
    List<Figure> figures = Chapter.of(Fixtures.standard(5), 0).figures();

    assertThat(figures.get(0).chart().series())
        .extracting(Series::name, Series::style)
        .containsExactlyElementsOf(
            figures.get(1).chart().series().stream()
                .map(series -> Tuple.tuple(series.name(), series.style()))
                .toList());
    assertThat(figures.get(0).chart().series()).extracting(Series::style).doesNotHaveDuplicates();
  }

  @Test
  void whatABenchmarkCountsStandsBesideItsScore() {
    Fixtures run = new Fixtures(3, 2);
    Metric held = new Metric("#", 60, List.of(row(19), row(20), row(21)));
    Metric rate = new Metric("MB/sec", 7, List.of(row(7), row(7), row(7)));
    run.measured(
        BenchmarkKey.of("org.example.Keep.most", "thrpt", 1, Map.of()),
        List.of(row(1), row(2), row(3)),
        Map.of("held", held, "gc.alloc.rate", rate));

    Figure figure = Chapter.of(run.result("counted", "standard"), 0).figures().getFirst();

    assertThat(figure.table().columns()).endsWith("held", "gc.alloc.rate (MB/sec)");
    assertThat(figure.table().rows().getFirst().entries())
        .extracting(Table.Entry::text)
        .endsWith("20.00 (17.52 to 22.48)", "7.000 (7.000 to 7.000)");
  }

  @Test
  void whatFetchesCostStandsBesideThemWhereItIsKnown() {
    Fixtures run = new Fixtures(3, 2);
    List<double[]> rows = run.noisy(2, 0.001);
    run.measured(
        Fixtures.fetch("VIRTUAL_THREADS", 256),
        rows,
        Map.of(
            "fetches",
            Fixtures.scaled("ops/s", rows, 500),
            "tree.cpu",
            new Metric("CPU-us/op", 5000, List.of(row(5000), row(5000), row(5000)))));
    run.fetch("PLATFORM_POOL", 256, 0.9, 0.001);

    Table table = figure(run.result("cost", "standard"), "fetches").table();

    assertThat(table.columns())
        .contains("CPU per fetch (µs)")
        .doesNotContain("In flight, at most", "Threads, at most");
    int cpu = table.columns().indexOf("CPU per fetch (µs)");
    assertThat(table.rows())
        .extracting(row -> row.entries().get(cpu).text())
        .satisfiesExactly(
            text -> assertThat(text).startsWith("10.00 ("),
            text -> assertThat(text).isEqualTo("–"));
  }

  private static double[] row(double value) {
    return new double[] {value};
  }

  private static Figure figure(Result result, String id) {
    return Chapter.of(result, 0).figures().stream()
        .filter(figure -> figure.chart().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<Point> points(Figure figure) {
    return figure.chart().series().stream()
        .flatMap(series -> Stream.of(series.points()))
        .flatMap(List::stream)
        .toList();
  }
}
