package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import strandbench.result.CellResult;
import strandbench.stats.Estimate;
import strandbench.stats.ScalingPoint;
import strandbench.stats.Usl;

/** Lines over levels, with the scaling law and its band where there is one. */
class LevelChartTest {
  private static final List<Figure> THREADS = LevelFixture.threads(5).figures();

  @Test
  void threeLevelsMakeALineAndTwoDont() {
    assertThat(THREADS)
        .extracting(figure -> figure.chart().title())
        .containsExactly(
            "Cache: throughput (ops/ms) against threads", "Cache: throughput (ops/ms)");
    assertThat(THREADS.getFirst().chart().series())
        .extracting(Series::name)
        .containsExactly("get", "put");
    assertThat(THREADS.getLast().table().rows())
        .extracting(row -> row.entries().getFirst().text())
        .containsExactly("1  clear threads=1", "2  clear threads=2");
  }

  @Test
  void theLineIsTheLawAndTheBandItsInterval() {
    Series get = series(THREADS.getFirst(), "get");
    Usl law = law("org.example.Cache.get");

    assertThat(get.points()).hasSize(5).allMatch(Point::hasInterval);
    assertThat(get.lineXs()).hasSizeGreaterThan(50).isSorted();
    assertThat(get.lineXs().getFirst()).isCloseTo(1, within(1e-9));
    assertThat(get.lineXs().getLast()).isCloseTo(16, within(1e-9));
    for (int i = 0; i < get.lineXs().size(); i++) {
      Estimate at = law.curve().at(get.lineXs().get(i));
      assertThat(get.lineYs().get(i)).isCloseTo(at.value(), within(1e-9));
      assertThat(get.bandLows().get(i)).isCloseTo(at.low(), within(1e-9));
      assertThat(get.bandHighs().get(i)).isCloseTo(at.high(), within(1e-9));
    }
  }

  private static Usl law(String benchmark) {
    List<ScalingPoint> points =
        LevelFixture.threads(5).result().cells().stream()
            .filter(cell -> cell.key().benchmark().equals(benchmark))
            .flatMap(LevelChartTest::points)
            .toList();
    return Usl.fit(points, OptionalInt.empty())
        .<Usl>either(
            law -> law,
            reason -> {
              throw new AssertionError(reason);
            });
  }

  private static Stream<ScalingPoint> points(CellResult cell) {
    return DoubleStream.of(cell.primary().forkMeans())
        .mapToObj(rate -> new ScalingPoint(cell.key().threads(), rate));
  }

  @Test
  void theCaptionHasEveryParameterWithItsInterval() {
    assertThat(THREADS.getFirst().chart().notes().getFirst())
        .matches(
            "get: Universal Scalability Law, fitted to 25 points: sigma 0\\.0\\d+ \\(.* to .*\\),"
                + " kappa 0\\.00\\d+ \\(.* to .*\\), gamma \\d+\\.?\\d* \\(.* to .*\\) ops/ms, peak"
                + " at N\\* = 15\\.\\d+ \\(.* to .*\\), X\\(N\\*\\) = .* ops/ms\\.");
    assertThat(THREADS.getFirst().chart().notes())
        .anyMatch(note -> note.contains("delta method"))
        .anyMatch(note -> note.startsWith("How many cores the machine has is not in the file"));
  }

  @Test
  void whatFollowsNoLawIsALineThroughItsPointsAndSaysWhy() {
    Series put = series(THREADS.getFirst(), "put");

    assertThat(put.lineXs()).containsExactly(1.0, 2.0, 4.0, 8.0, 16.0);
    assertThat(put.bandLows()).isEmpty();
    assertThat(THREADS.getFirst().chart().notes().get(1))
        .startsWith(
            "put: the Universal Scalability Law is not identifiable: the best fit has kappa = -")
        .contains("Nor is Amdahl's law: the best fit has a serial fraction of");
    assertThat(THREADS.getFirst().verdict().headline())
        .startsWith("By the scaling laws: get peaks at N = 15.")
        .endsWith("; put follows none that can be told.");
    assertThat(THREADS.getFirst().verdict().detail())
        .startsWith("From threads 1 to 16, throughput (ops/ms) changes by factors from 0.16");
  }

  @Test
  void fewerLevelsThanTheLawNeedsGetAmdahls() {
    LevelFixture file = new LevelFixture(5);
    for (int n : new int[] {1, 2, 4}) {
      file.add("Cache.get", "thrpt", n, Map.of(), Usl.throughput(100, 0.2, 0, n), 0.01);
    }
    Figure figure = file.figures().getFirst();

    assertThat(figure.chart().notes().getFirst())
        .contains("is not identifiable: 3 levels (1, 2, 4), and the fit needs 4. Amdahl's law,")
        .containsPattern("serial fraction 0\\.[12]\\d+ \\(");
    assertThat(series(figure, "get").bandLows()).isNotEmpty();
    assertThat(figure.verdict().headline())
        .startsWith("By the scaling laws: get gets no further than");
  }

  /** Its band would hold something else. */
  @Test
  void pointsThatDontFollowTheirLawGetNoBand() {
    LevelFixture file = new LevelFixture(5);
    for (int n : new int[] {1, 2, 4, 8, 16}) {
      double bump = n == 4 ? 1.4 : 1;
      file.add("Cache.get", "thrpt", n, Map.of(), bump * Usl.throughput(10, 0.1, 0.01, n), 0.01);
    }
    Figure figure = file.figures().getFirst();

    assertThat(figure.chart().notes().getFirst())
        .contains("but the points don't follow the law (lack of fit: p = ");
    assertThat(series(figure, "get").lineXs()).hasSizeGreaterThan(50);
    assertThat(series(figure, "get").bandLows()).isEmpty();
    assertThat(figure.table().rows().getFirst().entries().get(5).text()).isEqualTo("–");
    assertThat(figure.verdict().headline()).contains("(but its points don't follow the law)");
  }

  @Test
  void singleForksGiveALawAndNoVerdict() {
    Figure figure = LevelFixture.threads(1).figures().getFirst();

    assertThat(figure.verdict().headline()).startsWith("No verdict: no level has the 3 forks");
    assertThat(figure.verdict().detail()).startsWith("By the scaling laws: get ");
    assertThat(figure.chart().notes().getFirst())
        .endsWith("so nothing tells whether the points follow the law.");
    assertThat(series(figure, "get").points()).allMatch(Point::hollow);
    assertThat(figure.chart().notes()).anyMatch(note -> note.contains("within one fork"));
    assertThat(figure.chart().stamp()).startsWith("NOT FOR CONCLUSIONS");
  }

  @Test
  void theTableHasTheLawBesideWhatWasMeasured() {
    Table table = THREADS.getFirst().table();

    assertThat(table.columns())
        .containsExactly(
            "Benchmark",
            "Threads",
            "Throughput (ops/ms)",
            "95% interval",
            "By the law",
            "95% band",
            "Forks",
            "State",
            "gc.alloc.rate.norm (B/op)");
    assertThat(table.rows()).hasSize(10).allMatch(row -> row.entries().size() == 9);
    List<Table.Entry> last = table.rows().get(4).entries();
    assertThat(last.get(0).text()).isEqualTo("get");
    assertThat(last.get(1).value()).isEqualTo("16.0");
    assertThat(Double.parseDouble(last.get(4).value()))
        .isCloseTo(law("org.example.Cache.get").curve().at(16).value(), within(1e-9));
    assertThat(last.get(5).text()).contains(" to ");
    assertThat(table.rows().getLast().entries().get(4).text()).isEqualTo("–");
  }

  @Test
  void sizesMakeLinesOnLogAxesAndNoLaw() {
    Figure figure = LevelFixture.sizes(5).figures().getFirst();

    assertThat(figure.chart().title()).isEqualTo("Sort: average time (us/op) against size");
    assertThat(figure.chart().x().log()).isTrue();
    assertThat(figure.chart().y().log()).isTrue();
    assertThat(figure.chart().x().name()).isEqualTo("size");
    assertThat(figure.chart().y().name()).isEqualTo("average time (us/op), lower is better");
    assertThat(figure.chart().series())
        .extracting(Series::name)
        .containsExactly("way=MERGE", "way=QUICK");
    assertThat(figure.table().columns()).doesNotContain("By the law");
    assertThat(figure.verdict().headline())
        .startsWith("From size 10 to 10,000, average time (us/op) changes by factors from ")
        .contains(" with way=");
    assertThat(figure.chart().notes()).noneMatch(note -> note.contains("law"));
  }

  @Test
  void whatHasNoNumberIsNamedAndBreaksTheLine() {
    LevelFixture file = LevelFixture.sizes(5);
    file.add("Sort.sort", "avgt", 1, Map.of("size", "100000", "way", "QUICK"), Double.NaN, 0);
    Figure figure = file.figures().getFirst();

    assertThat(figure.absent())
        .singleElement()
        .asString()
        .startsWith("way=QUICK, size 100,000: no finite value");
    assertThat(series(figure, "way=QUICK").lineYs().getLast()).isNaN();
    assertThat(figure.table().rows()).hasSize(9);
  }

  @Test
  void aKeyThatStandsTwiceIsNoLevel() {
    LevelFixture file = new LevelFixture(3);
    for (int size : new int[] {1, 2, 3, 3}) {
      file.add("Sort.sort", "avgt", 1, Map.of("size", Integer.toString(size)), size, 0.01);
    }

    assertThat(file.figures()).singleElement().matches(figure -> figure.chart().rows());
  }

  @Test
  void wordsAndManyValuesAreNoLevels() {
    LevelFixture file = new LevelFixture(3);
    for (String word : List.of("1k", "10k", "100k")) {
      file.add("Some.words", "avgt", 1, Map.of("size", word), 3, 0.01);
    }
    for (int seed = 0; seed <= LevelGroup.MOST_LEVELS; seed++) {
      file.add("Other.seeds", "avgt", 1, Map.of("seed", Integer.toString(seed)), 3, 0.01);
    }

    assertThat(file.figures()).allMatch(figure -> figure.chart().rows());
  }

  /** A parameter called threads is none of JMH's. */
  @Test
  void aParameterCalledThreadsIsTheLevelAndHidesNone() {
    LevelFixture file = new LevelFixture(3);
    for (int n : new int[] {1, 2, 4, 8}) {
      file.add("Pool.run", "thrpt", 2, Map.of("threads", Integer.toString(n)), 10 * n, 0.01);
    }
    Figure figure = file.figures().getFirst();

    assertThat(series(figure, "run").points()).extracting(Point::x).containsExactly(1d, 2d, 4d, 8d);
    assertThat(figure.chart().notes()).contains("The same in all: threads (JMH)=2.");
  }

  @Test
  void noChartHasMoreBandsThanCanBeToldApart() {
    LevelFixture file = new LevelFixture(3);
    for (int n : new int[] {1, 2, 4, 8}) {
      for (int way = 0; way < 9; way++) {
        file.add("Pool.run", "thrpt", n, Map.of("way", "w" + way), (way + 1) * n, 0.01);
      }
    }

    assertThat(file.figures())
        .hasSize(3)
        .allSatisfy(
            figure -> {
              assertThat(figure.chart().series()).hasSizeLessThanOrEqualTo(LevelGroup.MOST_BANDS);
              assertThat(figure.chart().series()).extracting(Series::style).doesNotHaveDuplicates();
            });
    assertThat(file.figures().stream().flatMap(figure -> figure.chart().series().stream()))
        .hasSize(9);
  }

  @Test
  void everyEntryHasItsRowHoweverManyThereAre() {
    LevelFixture file = new LevelFixture(1);
    for (int way = 0; way < 300; way++) {
      for (int n : new int[] {1, 2, 4}) {
        file.add("Pool.run", "thrpt", n, Map.of("way", "w" + way), (way + 1) * n, 0.01);
      }
    }
    Chapter chapter = Chapter.of(file.result(), 0);

    assertThat(chapter.figures()).hasSize(6);
    assertThat(
            Stream.concat(
                    chapter.figures().stream().map(Figure::table),
                    chapter.undrawn().stream().map(PlainTable::table))
                .mapToInt(table -> table.rows().size())
                .sum())
        .isEqualTo(900);
  }

  /** The band is coloured, and lighter than its line. */
  @Test
  void theBandIsDrawn(@TempDir Path directory) throws Exception {
    Report.write(List.of(LevelFixture.threads(5).result()), directory);

    BufferedImage image =
        ImageIO.read(directory.resolve("charts/plain-1-org-example-cache.png").toFile());
    // Okabe and Ito's blue, 40 of 255 of it on white.
    assertThat(
            IntStream.range(0, image.getHeight())
                .flatMap(y -> IntStream.range(0, image.getWidth()).map(x -> image.getRGB(x, y)))
                .filter(rgb -> (rgb & 0xffffff) == 0xd7e9f3)
                .count())
        .isGreaterThan(500);
    assertThat(Files.readString(directory.resolve("index.html"))).contains("\"band\":[[0.0,");
    assertThat(Files.readString(directory.resolve("summary.md")))
        .contains("get: Universal Scalability Law, fitted to 25 points: sigma");
  }

  private static Series series(Figure figure, String name) {
    return figure.chart().series().stream()
        .filter(series -> series.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
