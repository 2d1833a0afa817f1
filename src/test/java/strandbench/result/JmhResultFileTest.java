package strandbench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JmhResultFileTest {
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

    CellResult cell = JmhResultFile.read(file).getFirst();

    assertThat(cell.key().threads()).isEqualTo(4);
    assertThat(cell.key().param("text")).isEqualTo("a \"b\", c=d:e");
    assertThat(cell.primary().score()).isNaN();
    assertThat(cell.primary().forks()).hasSize(3);
    assertThat(cell.primary().forkMeans()).containsExactly(1.5, 4.0);
    assertThat(cell.secondary("·gc.alloc.rate").orElseThrow().forks()).isEmpty();
  }

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("result.json"), content);
  }
}
