package strandbench.gate.characteristics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import strandbench.result.Json;

/** What is published of real pairs is what the committed pairs give. */
class CommittedRecordingTest {
  private static final Path RESULTS = Path.of("results/gate-characteristics");
  private static final int PAIRS = 7;

  @TempDir Path directory;

  @Test
  void theCommittedPairsGiveTheCommittedTables() throws IOException {
    JsonNode committed = Json.read(RESULTS.resolve("recorded.json"), JsonNode.class);

    Characteristics.replay(recordings(), PAIRS, committed.path("command").asText(), directory);

    assertThat(directory.resolve("recorded.md"))
        .hasSameTextualContentAs(RESULTS.resolve("recorded.md"));
  }

  @Test
  void theReadmeHasWhatTheyShow() throws IOException {
    JsonNode committed = Json.read(RESULTS.resolve("recorded.json"), JsonNode.class);

    assertThat(Files.readString(Path.of("README.md")))
        .contains(committed.at("/goals/0/found").asText());
  }

  private static List<Path> recordings() throws IOException {
    try (Stream<Path> files = Files.list(RESULTS)) {
      return files.filter(Files::isDirectory).sorted().toList();
    }
  }
}
