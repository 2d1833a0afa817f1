package strandbench.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a client would run out of that doesn't keep its connections: open files and ephemeral ports.
 * Each figure is -1 where the system doesn't tell.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class OpenFiles {
  private static final Pattern TIME_WAIT = Pattern.compile("(?m)^TCP:.* tw (\\d+)");

  /** Open files of this JVM and of all that it has started, before the iteration. */
  public long filesBefore;

  /** The same after it. */
  public long filesAfter;

  /** The machine's TCP connections that have ended and hold their port for a minute, before. */
  public long timeWaitBefore;

  /** The same after it. */
  public long timeWaitAfter;

  /** JMH sets its counters to 0 after this. */
  private long files;

  private long timeWait;

  @Setup(Level.Iteration)
  public void before() {
    files = files();
    timeWait = timeWait();
  }

  @TearDown(Level.Iteration)
  public void after() {
    filesBefore = files;
    timeWaitBefore = timeWait;
    filesAfter = files();
    timeWaitAfter = timeWait();
  }

  static long files() {
    ProcessHandle self = ProcessHandle.current();
    long own = files(self);
    return own < 0
        ? -1
        : own + self.descendants().mapToLong(child -> Math.max(0, files(child))).sum();
  }

  /** -1 if the process has ended, or nobody tells. */
  private static long files(ProcessHandle process) {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return open.count();
    } catch (IOException e) {
      return -1;
    }
  }

  static long timeWait() {
    try {
      Matcher line = TIME_WAIT.matcher(Files.readString(Path.of("/proc/net/sockstat")));
      return line.find() ? Long.parseLong(line.group(1)) : -1;
    } catch (IOException e) {
      return -1;
    }
  }
}
