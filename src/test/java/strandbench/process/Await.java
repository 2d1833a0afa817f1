package strandbench.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Waiting for a condition, with a deadline, and the conditions that many tests wait for. */
final class Await {
  private Await() {}

  static void until(String what, Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  static void exists(Path file) {
    until(file + " exists", Duration.ofSeconds(20), () -> Files.exists(file));
  }

  /** Live processes whose command line holds the text. A zombie has none. */
  static Stream<ProcessHandle> processesWith(String text) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(text));
  }

  static void kill9(long pid) {
    try {
      int exit = new ProcessBuilder("kill", "-9", Long.toString(pid)).start().waitFor();
      if (exit != 0) {
        throw new AssertionError("kill -9 " + pid + " exited with " + exit);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
