package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** {@code strandbench …} in a JVM of its own, as a user starts it. */
final class StrandbenchProcess implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(240);

  private final Process process;
  private final Path err;

  private StrandbenchProcess(Process process, Path err) {
    this.process = process;
    this.err = err;
  }

  static StrandbenchProcess start(Path directory, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + directory,
                "-Djava.awt.headless=true",
                "-Dstrandbench.warmUpMillis=10",
                "-cp",
                System.getProperty("java.class.path"),
                "strandbench.cli.Main"));
    command.addAll(List.of(args));
    Path err = Files.createTempFile(directory, "stderr", ".txt");
    return new StrandbenchProcess(
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start(),
        err);
  }

  /** Waits for its end and returns its exit code. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).as("ends").isTrue();
    return process.exitValue();
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  Process process() {
    return process;
  }

  /** Everything that it started and that lives. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** Waits for a condition while it lives. */
  void await(BooleanSupplier condition) {
    await(DEADLINE, condition);
  }

  static void await(Duration within, BooleanSupplier condition) {
    long end = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline of " + within).isLessThan(end);
      Thread.yield();
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
