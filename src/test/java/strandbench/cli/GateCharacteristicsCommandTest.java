package strandbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --recorded @none                                      | none/pairs.jsonl: no such file
          --record x.jar                                        | --record: needs --recorded DIR
          --record x.jar --recorded @new --recorded @other      | --record: needs --recorded DIR, one
          --record @none.jar --recorded @new                    | none.jar: no such file
          --record @none.jar --recorded @new --budget soon      | --budget soon
          --record @none.jar --recorded @new --fork-time 1ms    | --fork-time 1ms: 10ms or more
          --record @none.jar --recorded @new --include (        | --include (: not a regular
          --recorded @new --recorded @new                       | --recorded: one directory twice
          --block 20                                            | --block: needs --recorded DIR
          --recorded @new --budget 1m                           | --budget: needs --record JAR
          --quick --include Kernel                              | --include: needs --record JAR
          --recorded @new --quick                               | --quick: is of the simulation
          """)
  void whatCantBeRecordedIsToldInOneLineAndNothingIsLeft(String words, String complaint) {
    String[] args =
        Stream.concat(Stream.of("gate-characteristics"), Arrays.stream(words.split(" +")))
            .map(word -> word.startsWith("@") ? directory + "/" + word.substring(1) : word)
            .toArray(String[]::new);

    assertThat(run(args)).isEqualTo(ExitCode.UNUSABLE_INPUT);
    assertThat(err.toString()).contains(complaint).hasLineCount(1).doesNotContain("Exception");
    assertThat(directory).isEmptyDirectory();
  }
}
