package strandbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateCharacteristicsCommandTest {
  @TempDir Path directory;

  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Strandbench.execute(
        new PrintWriter(new StringWriter()), new PrintWriter(err, true), args);
  }

  @Test
  void aDirectoryWithoutPairsIsToldInOneLine() {
    assertThat(run("gate-characteristics", "--recorded", directory.toString()))
        .isEqualTo(ExitCode.UNUSABLE_INPUT);
    assertThat(err.toString()).contains("pairs.jsonl").hasLineCount(1);
    assertThat(directory).isEmptyDirectory();
  }

  /** Told before the study, not after it. */
  @Test
  void whatCantBeWrittenToIsToldAtOnce() throws IOException {
    Path file = Files.createFile(directory.resolve("taken"));

    assertThat(run("gate-characteristics", "--quick", "--out", file.toString()))
        .isEqualTo(ExitCode.UNUSABLE_INPUT);
    assertThat(err.toString()).contains("taken").hasLineCount(1);
  }

  /** Comparisons that can't raise an alarm would show that there is none. */
  @Test
  void fewerPairsThanCanRaiseAnAlarmAreRefused() {
    assertThat(run("gate-characteristics", "--recorded", directory.toString(), "--block", "6"))
        .isEqualTo(ExitCode.UNUSABLE_INPUT);
    assertThat(err.toString()).contains("--block 6").contains("fewer than 7 pairs").hasLineCount(1);
  }
}
