package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import strandbench.result.CellResult;
import strandbench.result.Result;

/** What the figures of lock contention say. */
class ContentionFiguresTest {
  private static final Result STANDARD = ContentionFixture.standard(5);

  @Test
  void aChartForEachKindOfGuardAndContender() {
    assertThat(Chapter.of(STANDARD, 0).figures())
        .extracting(figure -> figure.chart().title())
        .containsExactly(
            "Lock contention: locks, platform threads",
            "Lock contention: without a lock, platform threads",
            "Lock contention: locks, virtual threads",
            "Lock contention: locks, between processes");
    assertThat(Chapter.of(STANDARD, 0).answers())
        .extracting(Chapter.Answer::topic, Chapter.Answer::chart)
        .containsExactly(
            tuple("Lock contention", "contention-1"),
            tuple("Lock contention between processes", "contention-4"));
  }

  @Test
  void everyChartIsWrittenAndOnThePage(@TempDir Path directory) throws Exception {
    Report.write(List.of(STANDARD), directory);

    String page = Files.readString(directory.resolve("index.html"));
    String summary = Files.readString(directory.resolve("summary.md"));
    for (int number = 1; number <= 4; number++) {
      String id = "contention-" + number;
      BufferedImage image = ImageIO.read(directory.resolve("charts/" + id + ".png").toFile());
      assertThat(image.getWidth()).isEqualTo(2000);
      assertThat(isMarginWhiteBesideNotes(image)).as("notes of %s are cut", id).isTrue();
      assertThat(directory.resolve("charts/" + id + ".svg")).content().contains("acquisitions");
      assertThat(page.contains("id=\"" + id + "\"")).as(id).isTrue();
      assertThat(summary).contains("charts/" + id + ".png");
    }
    assertThat(summary).containsPattern("races, loses up to 1[34]\\.\\d% of updates");
  }

  /** The right margin of 24 px at twice the scale, beside the six lines at the bottom. */
  private static boolean isMarginWhiteBesideNotes(BufferedImage image) {
    return IntStream.range(image.getWidth() - 40, image.getWidth())
        .allMatch(
            x ->
                IntStream.range(image.getHeight() - 280, image.getHeight())
                    .allMatch(y -> (image.getRGB(x, y) & 0xffffff) == 0xffffff));
  }

  @Test
  void noChartHasMoreLinesThanCanBeToldApart() {
    for (Figure figure : Chapter.of(STANDARD, 0).figures()) {
      List<Series> series = figure.chart().series();
      assertThat(series).hasSizeBetween(2, Style.DISTINCT);
      assertThat(series).extracting(Series::style).doesNotHaveDuplicates();
    }
  }

  @Test
  void theFiguresAreTheAcquisitionsOfTheResult() {
    Figure locks = figure(STANDARD, "contention-1");
    Point fair = point(locks, "fair ReentrantLock", 4);

    assertThat(fair.y()).isCloseTo(rate("REENTRANT_LOCK_FAIR", "4"), within(1e-6));
    assertThat(fair.hasInterval()).isTrue();
    assertThat(fair.low()).isLessThan(fair.y());
  }

  @Test
  void theVerdictComparesWhereMostContendAndTellsWhatContentionCosts() {
    Verdict verdict = figure(STANDARD, "contention-1").verdict();

    assertThat(verdict.headline())
        .startsWith("StampedLock is fastest with 16 contenders (platform threads): 3,")
        .contains("acquisitions/s (95% interval ");
    double worst = rate("REENTRANT_LOCK_FAIR", "2") / rate("REENTRANT_LOCK_FAIR", "1");
    assertThat(verdict.detail())
        .containsPattern(
            "X\\(2\\)/X\\(1\\).*: from 0\\.01\\d+ \\(.* with fair ReentrantLock to 1\\.")
        .containsPattern("X\\(16\\)/X\\(2\\).*: from 0\\.3\\d+ \\(.* with spin lock to [12]\\.\\d")
        .contains(
            "(Universal Scalability Law): not identifiable: 2 cores, so 2 levels (1, 2), and the"
                + " fit needs 4");
    assertThat(worst).isCloseTo(0.0196, within(0.003));
  }

  /** Whatever races must not be taken for an option, however fast it is. */
  @Test
  void whatRacesIsNamedSoAndNeverWins() {
    Figure free = figure(STANDARD, "contention-2");

    assertThat(free.chart().series())
        .extracting(Series::name)
        .anyMatch(
            name -> name.matches("no guard \\(races, loses up to 1[34]\\.\\d% of updates\\)"));
    assertThat(free.verdict().headline()).doesNotContain("no guard").contains("LongAdder");
    assertThat(free.verdict().detail()).contains("Not compared: no guard (races");
    assertThat(free.chart().notes()).anyMatch(note -> note.contains("is no option"));
    assertThat(rate("NONE", "16")).isGreaterThan(rate("LONG_ADDER", "16"));
  }

  @Test
  void whatRacesBetweenProcessesStandsBesideTheirLocks() {
    Figure processes = figure(STANDARD, "contention-4");

    assertThat(processes.chart().series())
        .extracting(Series::name)
        .contains("SharedLock", "FileLock")
        .anyMatch(name -> name.startsWith("no guard (races, loses up to 1"));
    assertThat(processes.verdict().headline()).startsWith("SharedLock is fastest");
    assertThat(processes.verdict().detail()).contains("Not compared: no guard (races");
  }

  @Test
  void whatRacesAloneHasNoVerdict() {
    Verdict verdict = figure(ContentionFixture.racing(), "contention-1").verdict();

    assertThat(verdict.headline()).isEqualTo("No verdict: nothing here guards.");
    assertThat(verdict.detail()).startsWith("Measured: no guard (races, loses up to 12");
  }

  @Test
  void theTableHasRatiosWaitsFairnessAndLosses() {
    Table table = figure(STANDARD, "contention-2").table();
    List<String> racing =
        table.rows().stream()
            .map(row -> row.entries().stream().map(Table.Entry::text).toList())
            .filter(row -> row.get(0).equals("no guard (races)") && row.get(1).equals("16"))
            .findFirst()
            .orElseThrow();

    assertThat(racing.get(table.columns().indexOf("Against fewer contenders")))
        .matches("X\\(16\\)/X\\(2\\) = \\d\\.\\d+ \\(.* to .*\\)");
    assertThat(racing.get(table.columns().indexOf("Updates lost"))).matches("1[34]\\.\\d%");
    assertThat(racing.get(table.columns().indexOf("Fairness (Jain's index)"))).startsWith("85.");
    assertThat(racing.get(table.columns().indexOf("Wait p50 (ns)"))).isNotEqualTo("–");
    assertThat(table.columns()).doesNotContain("Carriers");
    assertThat(figure(STANDARD, "contention-3").table().columns()).contains("Carriers");
    assertThat(table.rows()).allMatch(row -> row.entries().size() == table.columns().size());
  }

  @Test
  void whatIsNotDrawnIsNamed() {
    assertThat(figure(STANDARD, "contention-1").absent())
        .containsExactly("Semaphore, contenders 8: invalid: stolen: 4% of the time");
    assertThat(figure(STANDARD, "contention-3").absent())
        .hasSize(3)
        .contains(
            "spin lock, contenders 16: never planned: nobody blocks here, and there are 2 carriers");
    Series semaphore =
        figure(STANDARD, "contention-1").chart().series().stream()
            .filter(series -> series.name().equals("Semaphore"))
            .findFirst()
            .orElseThrow();
    assertThat(semaphore.lineYs().get(3)).isNaN();
  }

  @Test
  void withCoresEnoughTheLawIsFittedAndItsMisfitTold() {
    String detail = figure(ContentionFixture.manyCores(), "contention-1").verdict().detail();

    assertThat(detail)
        .containsPattern("synchronized: sigma 0\\.[12]\\d+ \\(.* to .*\\), kappa 0\\.0\\d+ \\(")
        .contains("ReentrantLock: not identifiable: the best fit has kappa = -0.2")
        .contains("Not compared: Semaphore (not measured there).");
  }

  @Test
  void underThreeForksThereIsNoVerdictAndNoInterval() {
    for (Figure figure : Chapter.of(ContentionFixture.standard(2), 0).figures()) {
      assertThat(figure.verdict().headline())
          .startsWith("No verdict: ")
          .contains("no more than 2 forks per guard");
      assertThat(figure.verdict().detail()).doesNotContain("X(2)/X(1)", "Scalability");
      assertThat(figure.chart().series()).flatExtracting(Series::points).allMatch(Point::hollow);
    }
  }

  private static double rate(String guard, String contenders) {
    CellResult cell =
        STANDARD.cells().stream()
            .filter(c -> c.key().param("guard").equals(guard))
            .filter(c -> c.key().param("contenders").equals(contenders))
            .filter(c -> c.key().param("thread").equals("PLATFORM"))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(cell.secondary("acquisitions").orElseThrow().forkMeans())
        .average()
        .orElseThrow();
  }

  private static Figure figure(Result result, String id) {
    return Chapter.of(result, 0).figures().stream()
        .filter(figure -> figure.chart().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Point point(Figure figure, String name, int level) {
    return figure.chart().series().stream()
        .filter(series -> series.name().equals(name))
        .flatMap(series -> series.points().stream())
        .filter(point -> point.x() == level)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aGuardMeasuredTwiceTellsWhatADifferenceOfNothingLooksLike() {
    Trust alike = Trust.of(Source.of(ContentionFixture.twice(1), 0));
    Trust apart = Trust.of(Source.of(ContentionFixture.twice(1.3), 0));

    assertThat(alike.statements())
        .filteredOn(statement -> statement.brief().startsWith("A/A ratio"))
        .singleElement()
        .satisfies(
            pair -> {
              assertThat(pair.good()).isTrue();
              assertThat(pair.brief()).contains("of synchronized with 8 contenders");
            });
    assertThat(apart.statements())
        .filteredOn(statement -> !statement.good())
        .extracting(Trust.Statement::text)
        .anySatisfy(
            text ->
                assertThat(text)
                    .startsWith("A/A: synchronized with 8 contenders, measured twice, gives")
                    .contains("which is not 1"));
    assertThat(alike.table().rows()).as("the second of the pair is evidence").hasSize(1);
  }

  @Test
  void theSecondOfAPairStandsInNoChart() {
    Chapter chapter = Chapter.of(ContentionFixture.twice(1), 0);

    assertThat(chapter.figures()).hasSize(1);
    assertThat(chapter.figures().getFirst().chart().series()).hasSize(1);
  }
}
