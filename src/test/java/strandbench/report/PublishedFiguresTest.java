package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import strandbench.result.Json;
import strandbench.result.Result;

/**
 * What is published is what the committed results say. If this fails after a change of the report,
 * draw them again: {@code scripts/strandbench report results/…}, the thorough run with {@code
 * --findings README.md}; and mend what the README says of lock contention by hand.
 */
class PublishedFiguresTest {
  private static final Path RESULTS = Path.of("results");

  static List<Path> published() throws IOException {
    try (Stream<Path> directories = Files.list(RESULTS)) {
      return directories
          .filter(directory -> Files.exists(directory.resolve("report/summary.md")))
          .sorted()
          .toList();
    }
  }

  private static Chapter chapter(Path directory) {
    return Chapter.of(Result.read(directory), 0);
  }

  @ParameterizedTest
  @MethodSource("published")
  void theCommittedSummaryIsWhatTheReportSaysNow(Path directory) throws Exception {
    assertThat(Summary.of(List.of(chapter(directory))))
        .isEqualTo(Files.readString(directory.resolve("report/summary.md")));
  }

  @Test
  void theReadmeHasTheFindingsOfTheThoroughRun() throws Exception {
    Path directory = RESULTS.resolve("thorough-amd-epyc-2cpu");
    Findings findings = Findings.of(List.of(Result.read(directory)), Path.of("README.md"));

    assertThat(readme()).contains(findings.text(directory.resolve("report")));
  }

  @Test
  void theReadmeHasTheFiguresOfTheRunOfLockContention() throws Exception {
    List<Verdict> verdicts =
        chapter(RESULTS.resolve("contention-amd-epyc-2cpu")).figures().stream()
            .map(Figure::verdict)
            .toList();

    assertRates(verdicts, "Synchronized is fastest with 8 contenders (platform threads)");
    assertRates(verdicts, "SharedLock is fastest with 4 contenders (processes)");
    String details = verdicts.stream().map(Verdict::detail).reduce("", String::concat);
    assertThat(details).contains(" ReentrantLock by 25.3% (13.8% to 38.1%)");
    assertThat(readme()).contains("25.3% ahead of `ReentrantLock` (13.8% to 38.1%)");
    assertRounded(details, "fair ReentrantLock by a factor of ", "%.1f times ahead of a fair one");
    assertRounded(details, "Ahead of FileLock by a factor of ", "%.1f times as many as a lock on");
    assertThat(details).contains("no guard (races, loses up to 43.4% of updates)");
    assertThat(readme()).contains("two threads lost 43.4% of their updates");
  }

  @Test
  void theReadmeHasTheFiguresAtFullStretch() throws Exception {
    Chapter chapter = chapter(RESULTS.resolve("full-stretch-amd-epyc-2cpu"));
    Table large = table(chapter, "full-stretch");
    Table small = table(chapter, "fetches-share");

    assertThat(readme())
        .contains(
            "virtual threads came to " + percent(large, 0, 2) + " of the ideal (95% interval ",
            rounded(large.rows().get(0).entries().get(3).text()),
            "and to " + percent(small, 0, 2),
            rounded(small.rows().get(0).entries().get(3).text()),
            "asynchronous one, came to " + percent(large, 2, 2),
            rounded(large.rows().get(2).entries().get(3).text()));
    assertThat(large.rows().get(1).entries().getLast().text())
        .contains("answers left 107.9 ms late");
  }

  private static Table table(Chapter chapter, String chart) {
    return chapter.figures().stream()
        .filter(figure -> figure.chart().id().equals(chart))
        .map(Figure::table)
        .findFirst()
        .orElseThrow();
  }

  private static String percent(Table table, int row, int column) {
    String text = table.rows().get(row).entries().get(column).text().replace("%", "");
    return "%.1f%%".formatted(Double.parseDouble(text));
  }

  /** {@code 88.67 to 96.04} as the README has it: {@code 88.7% to 96.0%}. */
  private static String rounded(String interval) {
    String[] ends = interval.split(" to ");
    return "%.1f%% to %.1f%%".formatted(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
  }

  @Test
  void theReadmeHasWhatTenMinutesOfFetchesHeld() throws Exception {
    JsonNode entry =
        Json.read(RESULTS.resolve("fetch-ten-minutes/jmh-result.json"), JsonNode.class).get(0);
    List<Double> files = iterations(entry, "filesAfter");
    double perSecond = entry.at("/secondaryMetrics/fetches/score").asDouble();

    assertThat(readme())
        .contains(
            String.format(
                Locale.ROOT,
                "made %.1f million fetches with %,.0f open files at their beginning and %,.0f at their end",
                perSecond * 60 * files.size() / 1e6,
                iterations(entry, "filesBefore").getFirst(),
                files.getLast()),
            String.format(
                Locale.ROOT,
                "at most %.0f time-waits",
                Collections.max(iterations(entry, "timeWaitAfter"))));
  }

  private static List<Double> iterations(JsonNode entry, String metric) {
    return entry
        .at("/secondaryMetrics/" + metric + "/rawData/0")
        .valueStream()
        .map(JsonNode::asDouble)
        .toList();
  }

  /** The README has the rate and its interval in millions. */
  private static void assertRates(List<Verdict> verdicts, String headline) throws IOException {
    String found =
        verdicts.stream()
            .map(Verdict::headline)
            .filter(text -> text.startsWith(headline))
            .findFirst()
            .orElseThrow();
    List<Double> millions =
        Pattern.compile("\\d{1,3}(?:,\\d{3}){2}")
            .matcher(found)
            .results()
            .map(MatchResult::group)
            .map(number -> Double.parseDouble(number.replace(",", "")) / 1e6)
            .toList();
    assertThat(millions).hasSize(3);
    assertThat(readme())
        .contains(
            String.format(
                Locale.ROOT,
                "%.2f million acquisitions a second (%.2f to %.2f)",
                millions.get(0),
                millions.get(1),
                millions.get(2)));
  }

  private static void assertRounded(String details, String before, String inReadme)
      throws IOException {
    String number = details.substring(details.indexOf(before) + before.length()).split(" ", 2)[0];

    assertThat(details).contains(before);
    assertThat(readme()).contains(String.format(Locale.ROOT, inReadme, Double.parseDouble(number)));
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }
}
