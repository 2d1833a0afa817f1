package strandbench.gate.characteristics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import strandbench.result.Json;

/** A study with hardly a trial: that it is whole, not what it finds. */
class CharacteristicsTest {
  @TempDir static Path directory;

  private static final List<String> PARTS = new ArrayList<>();

  private static JsonNode json;
  private static String markdown;
  private static List<Goal> missed;

  @BeforeAll
  static void simulate() throws IOException {
    missed = Characteristics.simulate(new Effort(4, 1), "the command", directory, PARTS::add);
    json = Json.MAPPER.readTree(Files.readString(directory.resolve("simulated.json")));
    markdown = Files.readString(directory.resolve("simulated.md"));
  }

  @Test
  void bothFilesHoldEveryTable() {
    assertThat(json.path("tables")).hasSizeGreaterThan(10);
    assertThat(markdown).contains("`the command`");
    json.path("tables")
        .forEach(table -> assertThat(markdown).contains("## " + table.path("title").asText()));
  }

  @Test
  void everyRowIsAsWideAsItsHead() {
    json.path("tables")
        .forEach(
            table ->
                table
                    .path("rows")
                    .forEach(row -> assertThat(row).hasSameSizeAs(table.path("columns"))));
  }

  /** A few trials can't show 1%: a goal whose interval reaches beyond it is not met. */
  @Test
  void aGoalIsMetByItsIntervalNotByLuck() {
    assertThat(missed).extracting(Goal::figure).anyMatch(figure -> figure.contains("REGRESSION"));
    assertThat(json.path("goals")).hasSizeGreaterThanOrEqualTo(9);
  }

  @Test
  void sharesKeepWhatTheyCameFrom() {
    JsonNode share = json.path("tables").path(0).path("rows").path(0).path(3);

    assertThat(share.path("trials").asInt()).isEqualTo(16);
    assertThat(share.path("high").asDouble()).isGreaterThan(0.2);
    assertThat(PARTS).hasSize(5);
  }
}
