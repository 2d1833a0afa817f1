package strandbench.account;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A child JVM that does what it is told, by known amounts, and lives until it is closed. */
final class KnownLoad implements AutoCloseable {
  private static final int PAGE = 4096;

  private final Process process;
  private final BufferedReader answers;

  KnownLoad() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KnownLoad.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    expect("ready");
  }

  long pid() {
    return process.pid();
  }

  /** Uses so much processor time, on one thread. */
  void burnMillis(int millis) throws IOException {
    tell("burn " + millis);
  }

  /** Touches so much memory, and keeps it. */
  void holdMebibytes(int mebibytes) throws IOException {
    tell("hold " + mebibytes);
  }

  /** Waits so often. */
  void waitTimes(int times) throws IOException {
    tell("wait " + times);
  }

  /** Has so many threads, until it ends. */
  void keepThreads(int threads) throws IOException {
    tell("threads " + threads);
  }

  private void tell(String command) throws IOException {
    process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().flush();
    expect("done");
  }

  private void expect(String answer) throws IOException {
    String line = answers.readLine();
    if (!answer.equals(line)) {
      throw new IOException("expected " + answer + ", not " + line);
    }
  }

  /** Ends it, and waits until it is reaped. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }

  public static void main(String[] args) throws Exception {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    List<byte[]> held = new ArrayList<>();
    System.out.println("ready");
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ", 2);
      int amount = Integer.parseInt(words[1]);
      switch (words[0]) {
        case "burn" -> burn(amount * 1_000_000L);
        case "hold" -> held.add(touched(amount << 20));
        case "wait" -> {
          for (int i = 0; i < amount; i++) {
            LockSupport.parkNanos(1_000_000);
          }
        }
        case "threads" -> {
          for (int i = 0; i < amount; i++) {
            Thread.ofPlatform().daemon().start(LockSupport::park);
          }
        }
        default -> throw new IllegalArgumentException(line);
      }
      System.out.println("done");
    }
  }

  private static void burn(long nanos) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + nanos;
    while (threads.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static byte[] touched(int bytes) {
    byte[] memory = new byte[bytes];
    for (int i = 0; i < bytes; i += PAGE) {
      memory[i] = 1;
    }
    return memory;
  }
}
