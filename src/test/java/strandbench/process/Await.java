package strandbench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Waiting for a condition, with a deadline, and the conditions that many tests wait for. */
public final class Await {
  private Await() {}

  public static void until(String what, Duration limit, BooleanSupplier condition) {
    until(what, limit, condition, () -> "");
  }

  /**
   * @param found what to tell of where it stands when the time is up
   */
  public static void until(
      String what, Duration limit, BooleanSupplier condition, Supplier<String> found) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + limit + ": " + what + found.get());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  public static void exists(Path file) {
    until(file + " exists", Duration.ofSeconds(20), () -> Files.exists(file));
  }

  /** Live processes whose command line holds the text. A zombie has none. */
  public static Stream<ProcessHandle> processesWith(String text) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(text));
  }

  /** Whether a process has been stopped by a signal. */
  static boolean isStopped(long pid) {
    return state(pid) == 'T';
  }

  /** Whether a process has ended, even if nobody has taken note of that yet. */
  public static boolean hasEnded(long pid) {
    return state(pid) == 'Z' || state(pid) == 'X';
  }

  private static char state(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return 'X';
    }
  }

  public static void kill9(long pid) {
    signal(9, pid);
  }

  public static void signal(int signal, long pid) {
    try {
      int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
      if (exit != 0) {
        throw new AssertionError("kill -" + signal + " " + pid + " exited with " + exit);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Leaves a test out where the signal would do nothing: under nohup SIGHUP is ignored, and in the
   * background of a script SIGINT, by all that is started there.
   */
  static void assumeHeeds(int signal, long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      String ignored = lines.filter(line -> line.startsWith("SigIgn:")).findAny().orElseThrow();
      long mask = Long.parseUnsignedLong(ignored.split("\\s+")[1], 16);
      Assumptions.assumeTrue((mask >> (signal - 1) & 1) == 0, "signal " + signal + " is ignored");
    }
  }
}
