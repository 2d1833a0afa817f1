package strandbench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JmhResultFileTest {
  private static final String NO_FORKS = "no figures of single forks, only the score";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[{\"benchmark\": \"a.B.c\", \"mo",
        "hello",
        "{}",
        "null",
        "[1]",
        "[{}]",
        "[] []",
        "[{\"benchmark\": \"a.B.c\", \"benchmark\": \"a.B.d\"}]",
        "[{\"benchmark\": \"a.B.c\", \"mode\": \"sample\", \"primaryMetric\":"
            + " {\"rawDataHistogram\": [[[[1]]]]}}]",
        "Benchmark  Mode  Cnt  Score",
        "[{\"benchmark\": \"a.B.c\", \"mode\": \"thrpt\"}]",
        "[{\"benchmark\": \"a.B.c\", \"mode\": \"thrpt\", \"primaryMetric\": {}}]",
        "[{\"benchmark\": \"a.B.c\", \"mode\": \"thrpt\", \"primaryMetric\":"
            + " {\"scoreUnit\": \"x\", \"score\": \"fast\"}}]"
      })
  void tellsInOneLineWhichFileIsUnusable(String content) throws Exception {
    Path file = write(content);

    assertThatThrownBy(() -> JmhResultFile.read(file))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("result.json: ")
        .message()
        .hasLineCount(1);
  }

  @Test
  void tellsWhichFileIsMissing() {
    assertThatThrownBy(() -> JmhResultFile.read(directory.resolve("none.json")))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("none.json: no such file");
  }

  @Test
  void readsNumbersThatJmhWritesAsStringsAndRaggedForks() throws Exception {
    Path file =
        write(
            """
            [{"benchmark": "a.B.c", "mode": "avgt", "threads": 4,
              "params": {"text": "a \\"b\\", c=d:e"},
              "primaryMetric": {"score": "NaN", "scoreError": "NaN", "scoreUnit": "us/op",
                "rawData": [[1.0, 2.0], ["NaN"], ["-INF", 4.0]]},
              "secondaryMetrics": {"·gc.alloc.rate": {"score": 3, "scoreUnit": "MB/sec"}}}]
            """);

    CellResult cell = JmhResultFile.read(file).cells().getFirst();

    assertThat(cell.key().threads()).isEqualTo(4);
    assertThat(cell.key().param("text")).isEqualTo("a \"b\", c=d:e");
    assertThat(cell.primary().score()).isNaN();
    assertThat(cell.primary().forks()).hasSize(3);
    assertThat(cell.primary().forkMeans()).containsExactly(1.5, 4.0);
    assertThat(cell.secondary("·gc.alloc.rate").orElseThrow().forks()).isEmpty();
  }

  @Test
  void namesWhatItCantReadAndReadsTheRest() throws Exception {
    Path file =
        write(
            """
            [{"benchmark": "a.B.good", "mode": "thrpt", "primaryMetric": {"score": 1, "scoreUnit": "ops/s"}},
             {"benchmark": "a.B.bad", "mode": "thrpt", "primaryMetric": {"score": "fast"}},
             17,
             {"benchmark": "a.B.flat", "mode": "thrpt", "primaryMetric": {"rawData": [1, 2]}},
             {"benchmark": "a.B.odd", "mode": "thrpt", "threads": "many", "primaryMetric": {"score": 1}},
             {"benchmark": "a.B.list", "mode": "thrpt", "params": ["a"], "primaryMetric": {"score": 1}}]
            """);

    JmhResultFile read = JmhResultFile.read(file);

    assertThat(read.cells()).extracting(cell -> cell.key().benchmark()).containsExactly("a.B.good");
    assertThat(read.unread())
        .containsExactly(
            "entry 2 (a.B.bad) has \"fast\" for a number",
            "entry 3 is no object",
            "entry 4 (a.B.flat) has \"rawData\" that is no list of forks",
            "entry 5 (a.B.odd) has \"threads\" that are no whole number",
            "entry 6 (a.B.list) has \"params\" that are no object");
  }

  @Test
  void remarksWhatIsOddAboutAnEntry() throws Exception {
    Path file =
        write(
            """
            [{"benchmark": "a.B.inside", "mode": "avgt", "forks": 0,
              "primaryMetric": {"score": 1, "rawData": [[1, 1]]}},
             {"benchmark": "a.B.lost", "mode": "avgt", "forks": 3,
              "primaryMetric": {"score": 1, "rawData": [["NaN", 1], [1, "+INF"]]}},
             {"benchmark": "a.B.part", "mode": "avgt", "forks": 1,
              "primaryMetric": {"score": 1, "rawData": [[1]]},
              "secondaryMetrics": {"bytes": {"score": "a lot"}, "gc": {"score": 2}}},
             {"benchmark": "a.B.twin", "mode": "avgt", "primaryMetric": {"score": 1}},
             {"benchmark": "a.B.twin", "mode": "avgt", "primaryMetric": {"score": 2}},
             {"benchmark": "a.B.twin", "mode": "avgt", "threads": 2, "primaryMetric": {"score": 2}}]
            """);

    assertThat(JmhResultFile.read(file).cells())
        .extracting(CellResult::remarks)
        .containsExactly(
            List.of("not forked (forks = 0): measured in JMH's own JVM"),
            List.of(
                "it says forks = 3, and has the figures of 2",
                "2 of 4 iterations are no finite numbers, and left out"),
            List.of("its secondary metric bytes has \"a lot\" for a number"),
            List.of(NO_FORKS, "one of 2 entries with the same key"),
            List.of(NO_FORKS, "one of 2 entries with the same key"),
            List.of(NO_FORKS));
  }

  @Test
  void remarksForksAndNamesThatCantBeShownAsTheyAre() throws Exception {
    Path file =
        write(
            """
            [{"benchmark": "a.B.c", "mode": "avgt", "params": {"p": "a\\u0000b\\u2028\\ud800 ü"},
              "primaryMetric": {"rawData": [[], [1], [1, 2]]}}]
            """);

    CellResult cell = JmhResultFile.read(file).cells().getFirst();

    assertThat(cell.remarks())
        .containsExactly("1 of 3 forks have no finite number, and are left out");
    assertThat(cell.key().param("p")).isEqualTo("a\\u0000b\\u2028\\ud800 ü");
  }

  @Test
  void percentilesAreThoseOfAllSamplesOfAFork() throws Exception {
    Path file =
        write(
            """
            [{"benchmark": "a.B.c", "mode": "sample", "forks": 2, "primaryMetric": {
              "score": 2, "scoreUnit": "us/op",
              "rawDataHistogram": [[[[1, 99]], [[2, 1]]], [[[5, 1], [7, 1]]]]}}]
            """);

    CellResult cell = JmhResultFile.read(file).cells().getFirst();

    assertThat(cell.primary().forks()).containsExactly(new double[] {1, 2}, new double[] {6});
    assertThat(cell.secondary("p0.50").orElseThrow().forkMeans()).containsExactly(1, 6);
    assertThat(cell.secondary("p0.999").orElseThrow().forkMeans()).containsExactly(2, 7);
  }

  @Test
  void readsWhatOldVersionsWrite() throws Exception {
    Path file =
        write(
            """
            \uFEFF[{"benchmark": "a.B.old", "mode": "thrpt", "threads": 1,
              "primaryMetric": {"score": NaN, "scoreError": NaN, "scoreUnit": "ops/s", "rawData": [[NaN, 2.0]]}}]
            """);

    JmhResultFile read = JmhResultFile.read(file);

    assertThat(read.cells().getFirst().primary().forkMeans()).containsExactly(2.0);
    assertThat(read.jvms()).isEmpty();
  }

  @Test
  void anOldVersionBreaksTheLineAfterACommaOfAParameter() throws Exception {
    Path file =
        write(
            """
            [{"benchmark": "a.B.old", "mode": "thrpt", "threads": 1,
              "params" : {
                  "p" : "a,
                  b,
                  c"
              },
              "primaryMetric": {"score": 2, "scoreUnit": "ops/s", "rawData": [[2]]}}]
            """);

    assertThat(JmhResultFile.read(file).cells().getFirst().key().params())
        .containsExactly(Map.entry("p", "a,b,c"));
  }

  @Test
  void takesTheResultOfARunForTheRunBesideIt() throws Exception {
    write("[]");
    Path inside =
        Files.move(directory.resolve("result.json"), directory.resolve("jmh-result.json"));
    Files.writeString(directory.resolve("run.json"), "{}");

    assertThatThrownBy(() -> Result.read(inside))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("run.json");
  }

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("result.json"), content);
  }
}
