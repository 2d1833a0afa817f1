package strandbench.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code scripts/gate}, as far as it goes without building anything. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GateScriptTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                                      | usage: scripts/gate REF
          no-such-branch              | no-such-branch: no such commit
          HEAD --budget 1m            | usage: scripts/gate REF
          --upload-pack=x             | --upload-pack=x: no such commit
          """)
  void whatItCantUseIsToldInOneLine(String words, String complaint) throws Exception {
    Process process = start(words == null ? List.of() : List.of(words.split(" ")));

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(2);
    assertThat(output).startsWith("scripts/gate: ").contains(complaint).hasLineCount(1);
  }

  @Test
  void tellsHowItIsUsed() throws Exception {
    Process process = start(List.of("--help"));

    assertThat(process.getInputStream())
        .asString(StandardCharsets.UTF_8)
        .contains("scripts/gate REF", "strandbench gate --help", "130");
    assertThat(process.waitFor()).isZero();
  }

  private static Process start(List<String> words) throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "scripts/gate"));
    command.addAll(words);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
