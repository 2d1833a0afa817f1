package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;

@Covers(Construct.P1)
class JvmProcessTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path directory;

  private final List<JvmProcess> started = new ArrayList<>();
  private final AtomicInteger files = new AtomicInteger();

  @AfterEach
  void killWhatIsLeft() throws Exception {
    for (JvmProcess process : started) {
      process.kill();
      process.join();
    }
  }

  private String newFile() {
    return directory.resolve("file-" + files.incrementAndGet()).toString();
  }

  private JvmProcess start(JvmProcess process) {
    process.start();
    started.add(process);
    return process;
  }

  private <T extends Runnable & Serializable> JvmProcess start(T task) {
    return start(JvmProcess.builder().accept("strandbench.process.*").unstarted(task));
  }

  private static ExitStatus end(JvmProcess process) throws InterruptedException {
    assertThat(process.join(LONG)).isTrue();
    return process.exitStatus().orElseThrow();
  }

  private static long pidIn(String file) throws Exception {
    Await.exists(Path.of(file));
    return Long.parseLong(Files.readString(Path.of(file)));
  }

  private static boolean lives(long pid) {
    return ProcessGroup.groupOf(pid) >= 0;
  }

  @Test
  void runsInAnotherProcess() throws Exception {
    String file = newFile();
    JvmProcess process =
        start(
            JvmProcess.builder()
                .name("stranger")
                .daemon(true)
                .unstarted(new ProcessTasks.Introduce(file)));
    assertThat(end(process)).hasToString("exited with code 0");
    assertThat(Files.readString(Path.of(file)))
        .isEqualTo(
            process.pid() + " " + ProcessHandle.current().pid() + " stranger true stranger true");
    assertThat(process.isDaemon()).isTrue();
    assertThat(JvmProcess.current()).isEmpty();
  }

  @Test
  void isNamedByANumberUnlessToldOtherwise() {
    JvmProcess first = JvmProcess.builder().unstarted(new ProcessTasks.HeapLimit());
    JvmProcess second = JvmProcess.builder().unstarted(new ProcessTasks.HeapLimit());
    assertThat(first.name()).matches("Process-\\d+");
    assertThat(number(second)).isEqualTo(number(first) + 1);
    assertThat(first.isDaemon()).isFalse();
    assertThat(JvmProcess.builder().name("x").unstarted(new ProcessTasks.HeapLimit()).name())
        .isEqualTo("x");
  }

  private static int number(JvmProcess process) {
    return Integer.parseInt(process.name().substring("Process-".length()));
  }

  @Test
  void isNothingBeforeItsStartAndStartsOnce() throws Exception {
    JvmProcess process = JvmProcess.builder().unstarted(new ProcessTasks.Exit(0));
    assertThat(process.isAlive()).isFalse();
    assertThat(process.exitStatus()).isEmpty();
    assertThat(process).asString().endsWith("(not started)");
    assertThatIllegalStateException().isThrownBy(process::join);
    assertThatIllegalStateException().isThrownBy(process::pid);
    assertThatIllegalStateException().isThrownBy(process::kill);
    assertThatIllegalStateException().isThrownBy(process::terminate);
    start(process);
    assertThatIllegalStateException()
        .isThrownBy(process::start)
        .withMessageContaining("started before");
    end(process);
    assertThatIllegalStateException().isThrownBy(process::start);
    process.terminate();
    process.kill();
    assertThat(process.exitStatus().orElseThrow().code()).hasValue(0);
  }

  @Test
  void runCalledByHandRunsHere() {
    ProcessTasks.shared = 1;
    JvmProcess.builder().unstarted(() -> ProcessTasks.shared = 2).run();
    assertThat(ProcessTasks.shared).isEqualTo(2);
  }

  @Test
  void terminateAsksAndJoinTells() throws Exception {
    String file = newFile();
    JvmProcess process = start(new ProcessTasks.Hang(file));
    assertThat(pidIn(file)).isEqualTo(process.pid());
    assertThat(process.join(Duration.ofMillis(1))).isFalse();
    assertThat(process.isAlive()).isTrue();
    assertThat(process.exitStatus()).isEmpty();
    assertThat(JvmProcess.activeChildren()).contains(process);
    process.terminate();
    process.join();
    assertThat(process.isAlive()).isFalse();
    assertThat(process.exitStatus().orElseThrow()).hasToString("died of signal 15 (SIGTERM)");
    assertThat(JvmProcess.activeChildren()).doesNotContain(process);
    assertThat(process).asString().contains("pid " + process.pid()).endsWith("(SIGTERM)");
  }

  @Test
  void killEnds() throws Exception {
    String file = newFile();
    JvmProcess process = start(new ProcessTasks.Hang(file));
    pidIn(file);
    process.kill();
    assertThat(end(process).signal()).hasValue(9);
    assertThat(Path.of("/proc/" + process.pid())).as("not even a zombie").doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 129, 130, 137, 139, 143, 255})
  void aCodeIsToldAsACode(int code) throws Exception {
    assertThat(end(start(new ProcessTasks.Exit(code))).code()).hasValue(code);
  }

  /** A JVM answers SIGSEGV, as any crash, by SIGABRT. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "6, 6", "9, 9", "11, 6", "15, 15"})
  void aSignalIsToldAsASignal(int sent, int told) throws Exception {
    String file = newFile();
    JvmProcess process =
        start(
            JvmProcess.builder()
                .jvmOptions(List.of("-XX:ErrorFile=" + newFile()))
                .unstarted(new ProcessTasks.Hang(file)));
    long pid = pidIn(file);
    Await.assumeHeeds(sent, pid);
    Await.signal(sent, pid);
    assertThat(end(process).signal()).hasValue(told);
  }

  @Test
  void aSignalBeforeItHasBootedIsToldAsWell() throws Exception {
    JvmProcess process = start(new ProcessTasks.Hang(newFile()));
    process.terminate();
    assertThat(end(process).signal()).hasValue(15);
  }

  @Test
  void aKillDuringTheExitIsToldAsASignal() throws Exception {
    String file = newFile();
    JvmProcess process = start(new ProcessTasks.ExitForEver(file));
    pidIn(file);
    process.kill();
    assertThat(end(process).signal()).hasValue(9);
  }

  @Test
  void anExceptionIsPrintedAndTheCodeIsOne() throws Exception {
    Captured output = new Captured();
    try (output) {
      JvmProcess process =
          start(
              JvmProcess.builder()
                  .name("unlucky")
                  .unstarted(new ProcessTasks.Fail(new IllegalStateException("no luck"))));
      assertThat(end(process).code()).hasValue(1);
    }
    assertThat(output.err())
        .contains(
            "[unlucky] Exception in thread \"unlucky\" java.lang.IllegalStateException: no luck")
        .contains("[unlucky] \tat strandbench.process.JvmProcessTest");
  }

  @Test
  void outputIsPassedOnBeforeJoinReturnsAndInputIsEmpty() throws Exception {
    Captured output = new Captured();
    try (output) {
      end(start(JvmProcess.builder().name("talker").unstarted(new ProcessTasks.Print("hällo"))));
    }
    assertThat(output.out()).isEqualTo("[talker] hällo\n");
    assertThat(output.err()).isEqualTo("[talker] input -1\n");
  }

  @Test
  void endsWhenItsLastThreadDoes() throws Exception {
    String gate = newFile();
    String file = newFile();
    JvmProcess process = start(new ProcessTasks.LeaveAThread(gate, file));
    Files.createFile(Path.of(gate));
    assertThat(end(process).code()).hasValue(0);
    assertThat(Path.of(file)).exists();
  }

  @Covers(Construct.P2)
  @Test
  void aSubclassRunsInTheChild() throws Exception {
    String file = newFile();
    Subclass process = new Subclass(file, 41);
    process.answer++;
    start(process);
    assertThat(end(process).code()).hasValue(0);
    assertThat(Files.readString(Path.of(file)))
        .isEqualTo("42 null " + process.pid() + " sub, not copied: sub runs here");
    assertThat(process.answer).isEqualTo(42);
  }

  /** Its fields travel, the transient one doesn't. */
  static final class Subclass extends JvmProcess {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final transient Object here = new Object();
    int answer;

    Subclass(String file, int answer) {
      super(JvmProcess.builder().name("sub"));
      this.file = file;
      this.answer = answer;
    }

    @Override
    public void run() {
      String refused = "started";
      try {
        start();
      } catch (IllegalStateException e) {
        refused = e.getMessage();
      }
      String text = answer + " " + here + " " + pid() + " " + name() + ", not copied: " + refused;
      ProcessTasks.note(file, text.substring(0, text.indexOf(';')));
      answer = 0;
    }
  }

  @Test
  void aLambdaNeedsNoDeclaration() throws Exception {
    int code = 7;
    JvmProcess process = JvmProcess.builder().start(() -> System.exit(code));
    started.add(process);
    assertThat(end(process).code()).hasValue(code);
  }

  @Covers(Construct.P3)
  @Test
  void whatAChildAssignsTheParentNeverSees() throws Exception {
    ProcessTasks.shared = 1;
    assertThat(end(start(new ProcessTasks.Assign(5))).code()).hasValue(5);
    assertThat(ProcessTasks.shared).isEqualTo(1);
  }

  @Test
  void theTaskIsAsItWasAtTheStart() throws Exception {
    byte[] bytes = new byte[5_000_042];
    Captured output = new Captured();
    try (output) {
      assertThat(end(start(new ProcessTasks.Count(bytes))).code()).hasValue(42);
    }
    assertThat(output.err()).isEmpty();
  }

  @Test
  void whatCannotBeSentIsRefusedAtTheStart() {
    Object unsendable = new Object();
    JvmProcess process =
        JvmProcess.builder().name("x").unstarted(() -> System.out.println(unsendable));
    assertThatIllegalArgumentException()
        .isThrownBy(process::start)
        .withMessage("x can't be sent: java.lang.Object is not serializable");
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void aClassThatIsNotAcceptedIsNamedAndNothingRuns() throws Exception {
    String file = newFile();
    Captured output = new Captured();
    try (output) {
      JvmProcess process =
          JvmProcess.builder().unstarted(new ProcessTasks.Leave(file, new Stranger()));
      assertThat(end(start(process)).code()).hasValue(1);
    }
    assertThat(output.err()).contains("strandbench.process.JvmProcessTest$Stranger is refused");
    assertThat(Path.of(file)).doesNotExist();
  }

  record Stranger() implements Runnable, Serializable {
    @Override
    public void run() {}
  }

  @Covers(Construct.P4)
  @Test
  void aDaemonMayNotStartChildren() throws Exception {
    String file = newFile();
    JvmProcess daemon =
        JvmProcess.builder().daemon(true).unstarted(new ProcessTasks.TryToStart(file));
    end(start(daemon));
    assertThat(Files.readString(Path.of(file)))
        .isEqualTo("a daemon process may not start children");

    String other = newFile();
    end(start(new ProcessTasks.TryToStart(other)));
    assertThat(Files.readString(Path.of(other))).isEqualTo("started");
  }

  @Test
  void theHeapIsAsSaid() throws Exception {
    JvmProcess process =
        JvmProcess.builder().heapMebibytes(64).unstarted(new ProcessTasks.HeapLimit());
    // The JVM counts one of the two survivor spaces only.
    assertThat(end(start(process)).code().orElseThrow()).isBetween(48, 64);
    assertThatIllegalArgumentException().isThrownBy(() -> JvmProcess.builder().heapMebibytes(1));
  }

  @Test
  void aClassPathMayBeLongerThanACommandLineAndHoldSpaces() throws Exception {
    Path odd = Files.createDirectory(directory.resolve("a \"path\" with\\ spaces"));
    Path jar = Jars.ofThisPackage(odd.resolve("a b.jar"));
    List<Path> classPath = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      classPath.add(directory.resolve("no such entry, but with a long name ".repeat(3) + i));
    }
    classPath.add(jar);
    JvmProcess process =
        JvmProcess.builder().classPath(classPath).unstarted(new ProcessTasks.Exit(9));
    assertThat(String.join(":", classPath.stream().map(Path::toString).toList()).length())
        .isGreaterThan(1 << 17);
    assertThat(end(start(process)).code()).hasValue(9);

    JvmProcess shorter =
        JvmProcess.builder().classPath(List.of(jar)).unstarted(new ProcessTasks.Exit(8));
    assertThat(end(start(shorter)).code()).hasValue(8);
  }

  @Test
  void whatItLeavesBehindIsEndedWithIt() throws Exception {
    String file = newFile();
    JvmProcess process = start(new ProcessTasks.Leave(file, new ProcessTasks.Exit(3)));
    assertThat(end(process).code()).hasValue(3);
    assertThat(lives(pidIn(file))).isFalse();
  }

  @Test
  void whatItHasStartedIsKilledWithIt() throws Exception {
    String file = newFile();
    String hangs = newFile();
    JvmProcess process = start(new ProcessTasks.Leave(file, new ProcessTasks.Hang(hangs)));
    pidIn(hangs);
    long left = pidIn(file);
    assertThat(ProcessGroup.groupOf(left)).isEqualTo(process.pid());
    process.kill();
    end(process);
    assertThat(lives(left)).isFalse();
  }

  @Test
  void aChildsChildrenEndWithIt() throws Exception {
    String file = newFile();
    JvmProcess process =
        start(
            new ProcessTasks.StartAnother(
                false, new ProcessTasks.Nested(new ProcessTasks.Hang(file))));
    long nested = pidIn(file);
    assertThat(ProcessGroup.groupOf(nested)).isEqualTo(nested);
    process.kill();
    Await.until("the child's child is gone", Duration.ofSeconds(5), () -> !lives(nested));
  }

  /** Standard output and error of this JVM, as long as it is open. */
  private static final class Captured implements AutoCloseable {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();

    Captured() {
      System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
      System.setOut(out);
      System.setErr(err);
    }

    String out() {
      return outBytes.toString(StandardCharsets.UTF_8);
    }

    String err() {
      return errBytes.toString(StandardCharsets.UTF_8);
    }
  }
}
