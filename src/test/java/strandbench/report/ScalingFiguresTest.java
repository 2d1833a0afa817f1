package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import strandbench.result.Result;
import strandbench.stats.Usl;

/** Scaling laws of the suite's own questions, and what is lost on the way. */
class ScalingFiguresTest {

  @Test
  void withinTwoCoresThereIsNoLawToDraw() {
    assertThat(figures(Fixtures.standard(5), "scaling")).isEmpty();
    assertThat(figures(ContentionFixture.standard(5), "scaling")).isEmpty();
  }

  @Test
  void cpuBoundWorkOnManyCores() {
    Figure figure = figures(many(), "scaling").getFirst();

    assertThat(figure.chart().title()).isEqualTo("CPU-bound work: scaling law");
    assertThat(figure.chart().series())
        .extracting(Series::name, Series::style)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "virtual threads", Style.ofModel("VIRTUAL_THREADS", 0)),
            org.assertj.core.groups.Tuple.tuple("process pool", Style.ofModel("PROCESS_POOL", 0)));
    assertThat(figure.chart().series()).allMatch(series -> !series.bandLows().isEmpty());
    assertThat(figure.verdict().headline())
        .matches("By the scaling laws: virtual threads .* N = .*; process pool .* N = .*\\.");
  }

  /** More at once than cores is oversubscription. */
  @Test
  void whatLiesBeyondTheCoresIsDrawnAndNotFitted() {
    Figure figure = figures(many(), "scaling").getFirst();
    Series series = figure.chart().series().getFirst();

    assertThat(series.points()).extracting(Point::x).containsExactly(1d, 2d, 4d, 8d, 16d, 32d);
    assertThat(series.lineXs().getLast()).isCloseTo(16, within(1e-9));
    assertThat(figure.chart().references())
        .singleElement()
        .satisfies(line -> assertThat(line.name()).isEqualTo("this machine's 16 cores"));
    assertThat(figure.chart().notes().getFirst()).contains("fitted to 25 points");
    assertThat(figure.chart().notes()).anyMatch(note -> note.contains("but not fitted"));
    assertThat(figure.table().rows().get(5).entries().get(4).text()).isEqualTo("–");
  }

  @Test
  void withoutARunEveryLevelIsFittedAndThatIsSaid() {
    Result run = many();
    Figure figure =
        figures(new Result("plain.json", run.cells(), Optional.empty(), List.of()), "scaling")
            .getFirst();

    assertThat(figure.chart().series().getFirst().lineXs().getLast()).isCloseTo(32, within(1e-9));
    assertThat(figure.chart().notes()).anyMatch(note -> note.startsWith("How many cores"));
  }

  @Test
  void guardsOnManyCores() {
    Figure figure = figures(ContentionFixture.manyCores(), "scaling").getFirst();

    assertThat(figure.chart().title())
        .isEqualTo("Lock contention: locks, platform threads: scaling law");
    assertThat(figure.chart().series())
        .extracting(Series::name)
        .containsExactly("synchronized", "ReentrantLock", "Semaphore");
    assertThat(figure.chart().series().getFirst().bandLows()).isNotEmpty();
    assertThat(figure.chart().notes().getFirst())
        .startsWith("synchronized: Universal Scalability Law, fitted to 25 points: sigma 0.")
        .contains("acquisitions/s, peak at N* = ");
    assertThat(figure.chart().notes().get(1))
        .startsWith("ReentrantLock: the Universal Scalability Law is not identifiable: the best");
    assertThat(figure.table().columns()).startsWith("Guard", "Contenders");
  }

  @Test
  void efficiencyIsTheSpeedupOverTheParallelismWithItsInterval() {
    List<Figure> figures = Chapter.of(Fixtures.standard(5), 0).figures();
    Figure speedup = figures.get(0);
    Figure efficiency = figures.get(1);

    assertThat(efficiency.chart().id()).isEqualTo("speedup-efficiency");
    for (int i = 0; i < speedup.chart().series().size(); i++) {
      List<Point> over = speedup.chart().series().get(i).points();
      List<Point> share = efficiency.chart().series().get(i).points();
      assertThat(share).hasSameSizeAs(over);
      for (int j = 0; j < over.size(); j++) {
        double percent = 100 / over.get(j).x();
        assertThat(share.get(j).y()).isCloseTo(percent * over.get(j).y(), within(1e-9));
        assertThat(share.get(j).low()).isCloseTo(percent * over.get(j).low(), within(1e-9));
        assertThat(share.get(j).high()).isCloseTo(percent * over.get(j).high(), within(1e-9));
      }
    }
    assertThat(efficiency.verdict().headline())
        .startsWith("Efficiency at parallelism 2: ")
        .contains("process pool 93.");
    assertThat(efficiency.chart().y().name()).isEqualTo("efficiency (%)");
    ReferenceLine ideal = efficiency.chart().references().getFirst();
    assertThat(ideal.xs()).containsExactly(1d, 2d, 4d);
    assertThat(ideal.ys()).as("2 cores for 4 at once").containsExactly(100d, 100d, 50d);
    assertThat(efficiency.table().rows()).hasSameSizeAs(speedup.table().rows());
    assertThat(efficiency.topic()).isNull();
  }

  /** Between levels on both sides of the cores, where it ends to be ideal to have more at once. */
  @Test
  void theIdealHasACornerAtTheCores() {
    Fixtures run = new Fixtures(5, 3);
    run.baselines(1);
    for (int n : new int[] {1, 2, 4}) {
      run.counting("VIRTUAL_THREADS", n, 0.9 * Math.min(n, 3), 0.01);
    }
    List<Figure> figures = figures(run.result("three", "standard"), "speedup");

    assertThat(figures.get(0).chart().references().getFirst().xs()).containsExactly(1d, 2d, 3d, 4d);
    assertThat(figures.get(0).chart().references().getFirst().ys()).containsExactly(1d, 2d, 3d, 3d);
    assertThat(figures.get(1).chart().references().getFirst().ys())
        .containsExactly(100d, 100d, 100d, 75d);
  }

  @Test
  void oneLevelHasNoEfficiencyChart() {
    Fixtures run = new Fixtures(5, 2);
    run.baselines(1);
    run.counting("VIRTUAL_THREADS", 2, 1.9, 0.01);

    assertThat(figures(run.result("one", "standard"), "speedup"))
        .extracting(figure -> figure.chart().id())
        .containsExactly("speedup");
  }

  @Test
  void underThreeForksEfficiencyHasNoVerdict() {
    assertThat(figures(Fixtures.standard(2), "speedup-efficiency").getFirst().verdict().headline())
        .startsWith("No verdict: ");
  }

  /** Two models on 16 cores, at parallelisms up to twice as many. */
  private static Result many() {
    Fixtures run = new Fixtures(5, 16);
    run.baselines(1);
    for (int n : new int[] {1, 2, 4, 8, 16, 32}) {
      int cores = Math.min(n, 16);
      run.counting("VIRTUAL_THREADS", n, Usl.throughput(1, 0.02, 0.001, cores), 0.005);
      run.counting("PROCESS_POOL", n, Usl.throughput(0.95, 0.04, 0.001, cores), 0.005);
    }
    return run.result("many", "standard");
  }

  private static List<Figure> figures(Result result, String id) {
    return Chapter.of(result, 0).figures().stream()
        .filter(figure -> figure.chart().id().startsWith(id))
        .toList();
  }
}
