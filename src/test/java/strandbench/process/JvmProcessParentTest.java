package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;

/** What becomes of processes when their parent ends, by all the ways there are. */
@Covers({Construct.P4, Construct.P5})
class JvmProcessParentTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir Path directory;

  private final String mark = UUID.randomUUID().toString();
  private ProcessParent.Files files;
  private Path temporary;
  private ChildJvm parent;

  @BeforeEach
  void makeDirectories() throws Exception {
    files = new ProcessParent.Files(Files.createDirectory(directory.resolve("f")));
    temporary = Files.createDirectory(directory.resolve("t"));
  }

  @AfterEach
  void killWhatIsLeft() {
    if (parent != null) {
      parent.kill();
    }
    Await.processesWith(mark).forEach(ProcessHandle::destroyForcibly);
  }

  private void startParent(String how) throws Exception {
    parent = ChildJvm.start("parent", command(how));
  }

  private JvmCommand command(String how) {
    return JvmCommand.of(ProcessParent.class)
        .withJvmOptions(List.of("-Djava.io.tmpdir=" + temporary))
        .withArguments(List.of(mark, files.directory().toString(), how));
  }

  @ParameterizedTest
  @CsvSource({"return, 0", "throw, 1", "exit, 5"})
  void anOrderlyEndWaitsForAllButDaemons(String how, int code) throws Exception {
    startParent(how);
    Await.exists(Path.of(files.ready()));
    assertThat(Path.of(files.done())).doesNotExist();
    long daemon = pidIn(files.daemon());
    assertThat(lives(daemon)).isTrue();
    Files.createFile(Path.of(files.gate()));
    assertThat(parent.waitFor(LONG))
        .hasValueSatisfying(end -> assertThat(end.code()).hasValue(code));
    assertThat(Path.of(files.done())).exists();
    assertThat(Path.of(files.nested())).exists();
    nothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource({"SIGKILL, 9", "SIGTERM, 15", "SIGINT, 2"})
  void aSignalTakesAllAlong(String name, int signal) throws Exception {
    startParent("hang");
    Await.exists(Path.of(files.ready()));
    assertThat(processes()).isEqualTo(4);
    assertThat(lives(pidIn(files.ofOther()))).isTrue();
    assertThat(isEmpty(temporary)).isFalse();
    Await.assumeHeeds(signal, parent.pid());
    Await.signal(signal, parent.pid());
    nothingIsLeft();
    assertThat(parent.waitFor(LONG))
        .hasValueSatisfying(end -> assertThat(end.signal()).hasValue(signal));
  }

  /** As on a system that has no setsid: no groups, so a child kills its descendants. */
  @Test
  void aKillTakesAllAlongWithoutGroups() throws Exception {
    Path programs = Files.createDirectory(directory.resolve("bin"));
    Files.copy(
        Path.of("/bin/sleep"), programs.resolve("sleep"), StandardCopyOption.COPY_ATTRIBUTES);
    ProcessBuilder builder =
        new ProcessBuilder(command("hang").words())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PATH", programs.toString());
    Process process = builder.start();
    Await.exists(Path.of(files.ready()));
    long daemon = pidIn(files.daemon());
    assertThat(ProcessGroup.groupOf(daemon)).isPositive().isNotEqualTo(daemon);
    process.destroyForcibly();
    nothingIsLeft();
  }

  @Test
  void aHaltTakesAllAlong() throws Exception {
    startParent("halt");
    assertThat(parent.waitFor(LONG)).hasValueSatisfying(end -> assertThat(end.code()).hasValue(6));
    nothingIsLeft();
    assertThat(Path.of(files.done())).doesNotExist();
  }

  @Test
  void aProcessThatIsOnItsWayOutSeesItAsWell() throws Exception {
    startParent("exiting");
    Await.exists(Path.of(files.ready()));
    assertThat(processes()).isEqualTo(1);
    Await.kill9(parent.pid());
    Await.until("no process is left", SOON, () -> processes() == 0);
    Await.until("no file is left", SOON, () -> isEmpty(temporary));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0, 5, 10, 20, 40, 80})
  void aKillWhileProcessesStartLeavesNothing(int millisAfterTheFirst) throws Exception {
    startParent("start");
    Await.until("a process starts", LONG, () -> processes() > 0);
    LockSupport.parkNanos(millisAfterTheFirst * 1_000_000L); // Not for a result: to vary it.
    Await.kill9(parent.pid());
    parent.exit().join();
    Await.until("no process is left", SOON, () -> processes() == 0);
    // Killed before any child knew of it, the scratch directory waits for the next JVM's sweep.
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).hasSizeLessThanOrEqualTo(1);
    }
  }

  private long processes() {
    return Await.processesWith("-Dmark=" + mark).count();
  }

  private static long pidIn(String file) throws Exception {
    return Long.parseLong(Files.readString(Path.of(file)));
  }

  private static boolean lives(long pid) {
    return ProcessGroup.groupOf(pid) >= 0;
  }

  private void nothingIsLeft() throws Exception {
    long ofDaemon = pidIn(files.ofDaemon());
    long ofOther = pidIn(files.ofOther());
    Await.until("no process is left", SOON, () -> processes() == 0);
    Await.until("what they left is gone", SOON, () -> !lives(ofDaemon) && !lives(ofOther));
    Await.until("no file is left", SOON, () -> isEmpty(temporary));
  }

  private static boolean isEmpty(Path directory) {
    String[] names = directory.toFile().list();
    return names != null && names.length == 0;
  }
}
