package strandbench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path directory;

  @Test
  void refusesADirectoryThatIsNotThere() {
    assertThatThrownBy(() -> Journal.open(directory.resolve("no/journal.jsonl")))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("journal.jsonl");
  }

  @Test
  void namesTheFileThatHoldsSomethingElse() throws Exception {
    Path file = Files.writeString(directory.resolve("journal.jsonl"), "{\"color\": \"blue\"}\n");

    assertThatThrownBy(() -> Journal.read(file))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("journal.jsonl: entry 1");
  }

  @Test
  void skipsWhatAKillLeftHalfWrittenAndKeepsItInTheFile() throws Exception {
    Path file = directory.resolve("journal.jsonl");
    try (Journal journal = Journal.open(file)) {
      journal.append(entry(1));
    }
    Files.writeString(file, "{\"round\":2,\"pos", StandardOpenOption.APPEND);
    String before = Files.readString(file);

    try (Journal journal = Journal.open(file)) {
      journal.append(entry(3));
    }

    assertThat(Files.readString(file)).startsWith(before);
    assertThat(Journal.read(file)).extracting(ForkEntry::round).containsExactly(1, 3);
  }

  @Test
  void halfACharacterIsNoWholeLineEither() throws Exception {
    Path file = directory.resolve("journal.jsonl");
    byte[] half = {'{', '"', "\u00b5".getBytes(StandardCharsets.UTF_8)[0]};
    Files.write(file, half);

    try (Journal journal = Journal.open(file)) {
      journal.append(entry(1));
    }

    assertThat(Journal.read(file)).containsExactly(entry(1));
  }

  @Test
  void givesBackWhatItWasGiven() throws Exception {
    Path file = directory.resolve("journal.jsonl");
    ForkEntry failed =
        new ForkEntry(2, 1, key(), "2026-01-01T00:00:00Z", 1.5, Double.NaN, 0.25, "a: \"b\"", null);
    try (Journal journal = Journal.open(file)) {
      journal.append(entry(1));
      journal.append(failed);
    }

    assertThat(Journal.read(file)).containsExactly(entry(1), failed);
  }

  private static ForkEntry entry(int round) {
    return new ForkEntry(
        round,
        1,
        key(),
        "2026-01-01T00:00:00Z",
        1.5,
        0.01,
        0.25,
        null,
        Json.MAPPER.createObjectNode().put("benchmark", "a.B.c"));
  }

  private static BenchmarkKey key() {
    return BenchmarkKey.of("a.B.c", "thrpt", 1, Map.of("p", "x=\"1\""));
  }
}
