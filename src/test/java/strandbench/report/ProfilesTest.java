package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import strandbench.result.BenchmarkKey;
import strandbench.result.Profile;
import strandbench.result.Result;

/** Where a report says what profilers saw. */
class ProfilesTest {
  private static final BenchmarkKey COUNTING = Fixtures.counting("VIRTUAL_THREADS", 2);
  private static final BenchmarkKey FETCH = Fixtures.fetch("PROCESS_POOL", 16);
  static final List<Profile> PROFILES =
      List.of(
          Profile.taken(
              COUNTING,
              "async",
              List.of(
                  "profiles/001-a/alloc.html",
                  "profiles/001-a/ctimer.html",
                  "profiles/001-a/lock.html")),
          Profile.taken(COUNTING, "jfr", List.of("profiles/001-a/recording.jfr")),
          Profile.failed(FETCH, "async", "the JVM <ended>"),
          Profile.toCome(FETCH, "jfr"));

  @TempDir Path temp;

  @Test
  void aRowLinksToWhatWasSeenOfItsCell() {
    Figure figure = figure("speedup", PROFILES);

    assertThat(figure.table().columns()).endsWith("State", "Profile");
    assertThat(figure.table().rows())
        .filteredOn(row -> !row.entries().getLast().links().isEmpty())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.cell()).isEqualTo(COUNTING);
              assertThat(row.entries().getLast().text())
                  .isEqualTo("allocations, CPU, locks, flight recording");
              assertThat(row.entries().getLast().links())
                  .extracting(Table.Link::href)
                  .startsWith("../profiles/001-a/alloc.html");
            });
    assertThat(figure("fetches", PROFILES).table().columns())
        .as("nothing was taken")
        .doesNotContain("Profile");
  }

  @Test
  void allAreListedAlsoThoseThatAreNotThere() {
    List<PlainTable> section = Chapter.of(result(PROFILES), 0).profiles();

    assertThat(section)
        .singleElement()
        .satisfies(
            table -> {
              assertThat(table.table().rows())
                  .extracting(row -> row.entries().getLast().text())
                  .containsExactly(
                      "allocations, CPU, locks",
                      "flight recording",
                      "none: the JVM <ended>",
                      "not taken yet");
              assertThat(table.notes())
                  .anyMatch(note -> note.contains("no profiler is in any figure"))
                  .anyMatch(note -> note.contains("by a timer (ctimer), since perf_events"))
                  .anyMatch(note -> note.contains("Mission Control"));
            });
  }

  @Test
  void aRunWithoutProfilesHasNoSuchSection() {
    Chapter chapter = Chapter.of(result(List.of()), 0);

    assertThat(chapter.hasProfiles()).isFalse();
    assertThat(figure("speedup", List.of()).table().columns()).doesNotContain("Profile");
  }

  @Test
  void linksFollowTheReportAndSurviveOddNames() throws Exception {
    Path run = Files.createDirectories(temp.resolve("my run #1"));
    Result moved = in(run, result(PROFILES));

    Report.write(List.of(moved), run.resolve("report"));
    Report.write(List.of(moved), temp.resolve("elsewhere"));

    assertThat(Files.readString(run.resolve("report/index.html")))
        .contains("<a href=\"../profiles/001-a/ctimer.html\">CPU</a>")
        .contains("none: the JVM &lt;ended&gt;");
    assertThat(Files.readString(run.resolve("report/summary.md")))
        .contains("[CPU](../profiles/001-a/ctimer.html)");
    assertThat(Files.readString(temp.resolve("elsewhere/index.html")))
        .contains("<a href=\"../my%20run%20%231/profiles/001-a/ctimer.html\">CPU</a>");
  }

  private static Figure figure(String id, List<Profile> profiles) {
    return Chapter.of(result(profiles), 0).figures().stream()
        .filter(figure -> figure.chart().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Result result(List<Profile> profiles) {
    return with(profiles, Fixtures.standard(3));
  }

  static Result with(List<Profile> profiles, Result plain) {
    return new Result(
        plain.name(),
        plain.cells(),
        plain.run().map(run -> run.withProfiles(profiles)),
        plain.journal());
  }

  private static Result in(Path directory, Result result) {
    return new Result(
        result.name(),
        result.cells(),
        result.run(),
        result.journal(),
        result.unread(),
        result.jvms(),
        Optional.of(directory));
  }
}
