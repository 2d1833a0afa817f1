package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;

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
  void anExitAboveItsRangeIsNoSignal() {
    assertThat(ExitStatus.of(137)).hasToString("died of signal 9 (SIGKILL)");
    assertThat(ExitStatus.of(3)).hasToString("exited with code 3");
    assertThat(ExitStatus.of(255).code()).hasValue(255);
  }
}
