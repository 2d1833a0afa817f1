package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellState;
import strandbench.result.Metric;
import strandbench.result.Result;

/** Latency against offered load, and beside a closed loop. */
class LoopFiguresTest {
  private static final List<String> POOLS = List.of("PLATFORM_POOL", "VIRTUAL_THREADS");

  private static BenchmarkKey open(String model, int offered) {
    return Fixtures.key(
        "OpenLoopBenchmark.fetch", "ss", params(model, 64, Map.of("offered", "" + offered)));
  }

  private static BenchmarkKey closed(String model, int inFlight) {
    return Fixtures.key("ClosedLoopBenchmark.fetch", "ss", params(model, inFlight, Map.of()));
  }

  private static Map<String, String> params(
      String model, int inFlight, Map<String, String> further) {
    Map<String, String> params =
        new HashMap<>(
            Map.of(
                "model", model,
                "inFlight", "" + inFlight,
                "delay", "FIXED",
                "delayMillis", "50",
                "bodyBytes", "1024",
                "seconds", "3"));
    params.putAll(further);
    return params;
  }

  private static void measured(Fixtures run, BenchmarkKey key, double p99Millis, double perSecond) {
    Map<String, Metric> metrics = new HashMap<>();
    double[] ranks = {0.5, 0.75, 0.9, 0.95, 0.99, 0.999};
    String[] names = {"p0.50", "p0.75", "p0.90", "p0.95", "p0.99", "p0.999"};
    for (int i = 0; i < ranks.length; i++) {
      double micros = 1e3 * (50 + (p99Millis - 50) * ranks[i] / 0.99);
      metrics.put("latency." + names[i], new Metric("us", micros, run.noisy(micros, 0.01)));
    }
    metrics.put("latencyP99Micros", new Metric("#", 0, run.noisy(1e3 * p99Millis, 0.01)));
    metrics.put("achievedPerSecond", new Metric("#", 0, run.noisy(perSecond, 0.005)));
    metrics.put("startedLatePermille", new Metric("#", 0, run.noisy(120, 0.1)));
    run.measured(key, "ms/op", run.noisy(3500, 0.01), metrics);
  }

  /** The pool is later than virtual threads; beyond 1,280 a second everyone queues. */
  private static Fixtures run(int forks) {
    Fixtures run = new Fixtures(forks, 2);
    for (String model : POOLS) {
      double worse = model.equals("PLATFORM_POOL") ? 1.2 : 1;
      measured(run, open(model, 640), worse * 52, 640);
      measured(run, open(model, 1200), worse * 90, 1200);
      measured(run, open(model, 1400), worse * 400, 1275);
      measured(run, closed(model, 60), 51.5, 1170);
    }
    return run;
  }

  private static List<Figure> figures(Fixtures run) {
    return Chapter.of(run.result("loops", "open-loop"), 0).figures();
  }

  private static Figure figure(List<Figure> figures, String id) {
    return figures.stream().filter(f -> f.chart().id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void latencyRisesWithTheLoadUpToWhereAllSlotsAreTaken() {
    Figure figure = figure(figures(run(5)), "open-loop");

    assertThat(figure.topic()).isEqualTo("Latency at a given load");
    assertThat(figure.chart().series())
        .extracting(Series::name)
        .containsExactly("platform pool", "virtual threads");
    assertThat(figure.chart().series().getLast().points())
        .extracting(Point::x)
        .containsExactly(640.0, 1200.0, 1400.0);
    assertThat(figure.chart().series().getLast().points().getLast().y())
        .isCloseTo(400, within(10.0));
    assertThat(figure.chart().references()).hasSize(2);
    assertThat(figure.chart().references().getFirst().ys()).containsOnly(50.0);
    assertThat(figure.chart().references().getLast().xs()).containsOnly(1280.0);
    assertThat(figure.table().columns()).contains("Answers/s", "Started late (share)");
    assertThat(figure.verdict().headline())
        .startsWith("Virtual threads are least late at 640 requests/s offered, by ")
        .contains("at 1,200 requests/s offered");
  }

  @Test
  void whereSlotsAreNeverAllTakenOnlyTheDelayIsDrawn() {
    Fixtures run = new Fixtures(5, 2);
    measured(run, open("VIRTUAL_THREADS", 320), 51, 320);
    measured(run, open("VIRTUAL_THREADS", 640), 52, 640);

    assertThat(figure(figures(run), "open-loop").chart().references())
        .extracting(ReferenceLine::name)
        .containsExactly("the answers' own mean delay");
  }

  @Test
  void theSameThroughputInBothLoopsSharesAChart() {
    Figure figure = figure(figures(run(5)), "open-closed");

    assertThat(figure.chart().series())
        .extracting(Series::name)
        .containsExactly(
            "platform pool, open loop",
            "platform pool, closed loop",
            "virtual threads, open loop",
            "virtual threads, closed loop");
    assertThat(figure.chart().series())
        .extracting(series -> series.style().color())
        .startsWith(Style.ofModel("PLATFORM_POOL", 0).color())
        .endsWith(Style.ofModel("VIRTUAL_THREADS", 0).color());
    assertThat(figure.chart().series()).extracting(Series::style).doesNotHaveDuplicates();
    assertThat(figure.chart().title()).endsWith("at 1,200 requests/s");
    assertThat(figure.chart().x().ticks())
        .extracting(Axis.Tick::label)
        .containsExactly("50%", "75%", "90%", "95%", "99%", "99.9%");
    assertThat(figure.verdict().headline())
        .matches(
            "Platform pool: at 1,1\\d\\d answers/s, 99% came within 10\\d\\.\\d ms of .*|"
                + "Platform pool: at 1,2\\d\\d answers/s, 99% came within 10\\d\\.\\d ms of .*")
        .contains("a closed loop of 1,1", "The open loop's is 2.");
    assertThat(figure.verdict().detail()).startsWith("Virtual threads: at ");
    assertThat(figure.table().rows()).hasSize(4);
  }

  @Test
  void whatMayBeEqualIsNotSaidToDiffer() {
    Fixtures run = new Fixtures(5, 2);
    measured(run, open("VIRTUAL_THREADS", 1200), 51.5, 1200);
    measured(run, closed("VIRTUAL_THREADS", 60), 51.5, 1170);

    assertThat(figure(figures(run), "open-closed").verdict().headline())
        .contains("That they differ can't be told: the open loop's is ");
  }

  @Test
  void loopsOfAnotherThroughputAreNamedAndNotDrawn() {
    Fixtures run = run(5);
    measured(run, open("FORK_JOIN_POOL", 1200), 90, 1200);
    measured(run, closed("FORK_JOIN_POOL", 60), 60, 900);

    Figure figure = figure(figures(run), "open-closed");
    assertThat(figure.chart().series()).hasSize(4);
    assertThat(figure.absent())
        .singleElement()
        .asString()
        .startsWith("fork/join pool: not of the same throughput: the closed loop's differs by −2");
    // It stands on the page all the same.
    assertThat(figures(run))
        .extracting(f -> f.chart().id())
        .anyMatch(id -> id.startsWith("plain-1-strandbench-bench-closedloop"));
  }

  @Test
  void everyClosedLoopStandsSomewhere() {
    Fixtures run = new Fixtures(5, 2);
    measured(run, closed("VIRTUAL_THREADS", 60), 51.5, 1170);
    run.end(closed("VIRTUAL_THREADS", 60), CellState.INVALID, "origin-saturated", "busy");

    assertThat(figures(run))
        .singleElement()
        .extracting(f -> f.absent().getFirst())
        .asString()
        .contains("invalid: origin-saturated: busy");
  }

  @Test
  void underThreeForksThereIsNoVerdict() {
    assertThat(figures(run(2)))
        .isNotEmpty()
        .allSatisfy(figure -> assertThat(figure.verdict().headline()).startsWith("No verdict"));
  }

  @Test
  void theOriginsCostStandsBesideItsShareOfTheMachine() {
    Fixtures run = new Fixtures(5, 2);
    for (int offered : new int[] {1000, 10000}) {
      run.measured(
          Fixtures.key(
              "OriginBenchmark.serve",
              "thrpt",
              Map.of("offered", "" + offered, "delayMillis", "100", "bodyBytes", "1024")),
          run.noisy(offered, 0.001),
          Map.of(
              "origin.cpu", new Metric("CPU-us/op", 0, run.noisy(40, 0.02)),
              "origin.cores", new Metric("cores", 0, run.noisy(offered * 4e-5, 0.02))));
    }
    Figure figure = figure(figures(run), "origin-cpu");

    assertThat(figure.topic()).isNull();
    assertThat(figure.chart().series())
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.points())
                    .hasSize(2)
                    .allMatch(point -> Math.abs(point.y() - 40) < 3));
    assertThat(figure.table().columns()).contains("Origin CPU (cores)", "Answers/s");
  }

  /** Three forks each; recorded on a busy machine, hence the wide intervals. */
  @Test
  void aRecordedResultIsReadFromItsHistograms() throws Exception {
    Path file = Path.of(LoopFiguresTest.class.getResource("open-loop.json").toURI());
    List<Figure> figures = Chapter.of(Result.read(file), 0).figures();

    Figure loops = figure(figures, "open-closed");
    assertThat(loops.chart().series()).hasSize(2);
    Point open = loops.chart().series().getFirst().points().get(4);
    double told = DoubleStream.of(345_855, 155_263, 182_271).average().orElseThrow() / 1e3;
    assertThat(open.y()).isCloseTo(told, within(0.01 * told));
    assertThat(open.forks()).isEqualTo(3);
    assertThat(loops.absent()).singleElement().asString().startsWith("virtual threads: not of");
    Figure load = figure(figures, "open-loop");
    assertThat(load.chart().series().getFirst().points().getLast().y())
        .isCloseTo(told, within(0.001 * told));
  }
}
