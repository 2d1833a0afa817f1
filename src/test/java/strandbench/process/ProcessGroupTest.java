package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessGroupTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;

  private final List<ProcessHandle> started = new ArrayList<>();

  @AfterEach
  void killWhatIsLeft() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  private Process start(String... command) throws IOException {
    Process process = new ProcessBuilder(ProcessGroup.led(List.of(command))).start();
    started.add(process.toHandle());
    return process;
  }

  /** A shell that leads a group, has started some processes, and waits for one more line. */
  private Process startShell(String script) throws IOException {
    Process shell = start("/bin/sh", "-c", script + "; read line");
    Await.until("it leads", LONG, () -> ProcessGroup.groupOf(shell.pid()) == shell.pid());
    return shell;
  }

  private long pidIn(String file) throws IOException {
    Path path = directory.resolve(file);
    Await.until(file, LONG, () -> endsWithALine(path));
    long pid = Long.parseLong(Files.readString(path).strip());
    started.add(ProcessHandle.of(pid).orElseThrow());
    return pid;
  }

  private static boolean endsWithALine(Path file) {
    try {
      return Files.exists(file) && Files.readString(file).endsWith("\n");
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean lives(long pid) {
    return ProcessGroup.groupOf(pid) >= 0;
  }

  @Test
  void theLeaderKeepsItsPid() throws Exception {
    Process sleep = start("sleep", "1000");
    Await.until("it leads", LONG, () -> ProcessGroup.groupOf(sleep.pid()) == sleep.pid());
    Await.until("it runs", LONG, () -> sleep.info().command().orElse("").endsWith("sleep"));
    assertThat(ProcessGroup.groupOf(ProcessHandle.current().pid())).isNotEqualTo(sleep.pid());
  }

  @Test
  void whatALeaderLeavesIsKilledAndWhatLeftTheGroupIsNot() throws Exception {
    String script =
        "cd '%s'; sleep 1000 & echo $! > member; setsid sleep 1000 & echo $! > stranger"
            .formatted(directory);
    Process shell = startShell(script);
    long member = pidIn("member");
    long stranger = pidIn("stranger");
    Await.until("it has left", LONG, () -> ProcessGroup.groupOf(stranger) == stranger);
    assertThat(ProcessGroup.groupOf(member)).isEqualTo(shell.pid());

    shell.getOutputStream().close();
    shell.waitFor();
    assertThat(lives(member)).isTrue();
    ProcessGroup.killRest(shell.pid());
    Await.until("the member is dead", LONG, () -> !lives(member));
    assertThat(lives(stranger)).isTrue();
  }

  @Test
  void aGroupWhoseLeaderLivesIsAnothers() throws Exception {
    Process shell = startShell("cd '%s'; sleep 1000 & echo $! > member".formatted(directory));
    long member = pidIn("member");
    ProcessGroup.killRest(shell.pid());
    assertThat(lives(member)).isTrue();
    assertThat(lives(shell.pid())).isTrue();
  }

  @Test
  void membersThatForkDoNotEscape() throws Exception {
    // Two chains, in each of which a process starts the next one and ends, and one that stays.
    Path fork = directory.resolve("fork");
    Files.writeString(fork, "#!/bin/sh\n'%s' &\n".formatted(fork));
    assertThat(fork.toFile().setExecutable(true)).isTrue();
    Process shell =
        startShell("sleep 1000 & '%s' & '%s' & echo x > '%s/on'".formatted(fork, fork, directory));
    Await.exists(directory.resolve("on"));
    shell.getOutputStream().close();
    shell.waitFor();
    ProcessGroup.killRest(shell.pid());
    Await.until("all are dead", LONG, () -> membersOf(shell.pid()) == 0);
  }

  private static long membersOf(long group) {
    return ProcessHandle.allProcesses()
        .filter(process -> ProcessGroup.groupOf(process.pid()) == group)
        .count();
  }

  @Test
  void aNameThatLooksLikeStatusIsNone() throws Exception {
    Path odd = directory.resolve("a) Z 1 1 (");
    Files.copy(Path.of("/bin/sleep").toRealPath(), odd, StandardCopyOption.COPY_ATTRIBUTES);
    Process sleep = start(odd.toString(), "1000");
    Await.until("it leads", LONG, () -> ProcessGroup.groupOf(sleep.pid()) == sleep.pid());
    Path stat = Path.of("/proc/" + sleep.pid() + "/stat");
    Await.until("it has its name", LONG, () -> contains(stat, "(a) Z 1 1 ()"));
    assertThat(ProcessGroup.groupOf(sleep.pid())).isEqualTo(sleep.pid());
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whatIsNoProcessHasNoGroup() {
    assertThat(ProcessGroup.groupOf(Integer.MAX_VALUE)).isNegative();
  }
}
