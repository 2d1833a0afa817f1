package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.File;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmCommandTest {
  @Test
  void namesCollectorHeapAndProcessors() {
    assertThat(JvmCommand.of(WorkerMain.class).words())
        .contains("-XX:+UseSerialGC", "-Xmx256m", "-XX:ActiveProcessorCount=1")
        .endsWith("strandbench.process.WorkerMain");
  }

  @Test
  void theJdksOwnChannelsAreNamedAndGiveWay() {
    String property = "-Djava.nio.channels.spi.SelectorProvider=";
    JvmCommand command = JvmCommand.of(WorkerMain.class);
    assertThat(command.jvmOptions())
        .contains(property + SelectorProvider.provider().getClass().getName());
    assertThat(command.withJvmOptions(List.of(property + "my.Provider")).jvmOptions())
        .filteredOn(option -> option.startsWith(property))
        .containsExactly(property + "my.Provider");
  }

  @Test
  void aNewOptionReplacesItsKind() {
    List<String> options =
        JvmCommand.of(WorkerMain.class)
            .withJvmOptions(
                List.of("-XX:+UseParallelGC", "-Xmx32m", "-XX:ActiveProcessorCount=2", "-Da=1"))
            .withJvmOptions(List.of("-Da=2", "--add-opens=java.base/java.lang=ALL-UNNAMED"))
            .withJvmOptions(List.of("--add-opens=java.base/java.util=ALL-UNNAMED"))
            .jvmOptions();
    assertThat(options)
        .contains("-XX:+UseParallelGC", "-Xmx32m", "-XX:ActiveProcessorCount=2", "-Da=2")
        .contains("--add-opens=java.base/java.lang=ALL-UNNAMED")
        .contains("--add-opens=java.base/java.util=ALL-UNNAMED")
        .doesNotContain("-XX:+UseSerialGC", "-Xms64m", "-Xmx256m", "-Da=1")
        .doesNotContain("-XX:ActiveProcessorCount=1");
  }

  @Test
  void theClassPathIsThisJvmsUnlessAnotherIsGiven() {
    JvmCommand command = JvmCommand.of(WorkerMain.class);
    assertThat(command.words()).containsSequence("-cp", System.getProperty("java.class.path"));
    List<Path> other = List.of(Path.of("a b"), Path.of("c.jar"));
    assertThat(command.withClassPath(other).words())
        .containsSequence("-cp", "a b" + File.pathSeparator + "c.jar");
    List<Path> impossible = List.of(Path.of("a" + File.pathSeparator + "b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> command.withClassPath(impossible))
        .withMessageContaining("separates entries");
  }

  @Test
  void aCommandThatIsTooLongGoesByAFileAndTheFileGoes() throws Exception {
    List<String> words = List.of("java", "x".repeat(40_000), "a \"b\" \\ c");
    CommandFile file = CommandFile.of(words);
    assertThat(file.words()).hasSize(2).first().isEqualTo("java");
    Path path = Path.of(file.words().getLast().substring(1));
    assertThat(Files.readString(path)).endsWith("\"a \\\"b\\\" \\\\ c\"\n");
    file.remove();
    assertThat(path).doesNotExist();

    CommandFile none = CommandFile.of(List.of("java", "-version"));
    none.remove();
    assertThat(none.words()).containsExactly("java", "-version");
  }

  @Test
  void anAnnouncedExitIsNoSignal() {
    assertThat(ExitStatus.of(137, true).code()).hasValue(137);
    assertThat(ExitStatus.of(137, false).signal()).hasValue(9);
    assertThat(ExitStatus.of(3, false).code()).hasValue(3);
  }

  @Test
  void anExitAboveItsRangeIsNoSignal() {
    assertThat(ExitStatus.of(137)).hasToString("died of signal 9 (SIGKILL)");
    assertThat(ExitStatus.of(3)).hasToString("exited with code 3");
    assertThat(ExitStatus.of(255).code()).hasValue(255);
  }
}
