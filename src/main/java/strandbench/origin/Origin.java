package strandbench.origin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An HTTP server in a JVM of its own, as its client sees it. It listens on loopback, on a port that
 * the system chooses, keeps connections alive, and holds any number of delayed answers on one event
 * loop thread. It ends when it is closed, or when this JVM ends, however that happens: it watches
 * its standard input, which nobody else holds.
 *
 * <pre>{@code
 * var options = new OriginOptions(DelayDistribution.FIXED, Duration.ofMillis(50), 1024);
 * try (Origin origin = Origin.start(options)) {
 *   Page page = origin.page(7);
 *   new Fetch(page.uri(), page.length(), page.crc32c()).call();
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Origin implements AutoCloseable {
  private static final Duration START_WITHIN = Duration.ofSeconds(30);
  private static final int STATS_TIMEOUT_MILLIS = 10_000;
  private static final int TAIL_LINES = 20;

  /** Variables by which an environment would add flags to every JVM. */
  private static final List<String> FLAG_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final OriginOptions options;
  private final Process process;
  private final Output output;
  private final int port;

  private Origin(OriginOptions options, Process process, Output output, int port) {
    this.options = options;
    this.process = process;
    this.output = output;
    this.port = port;
  }

  /**
   * Starts an origin and waits until it listens.
   *
   * @throws IllegalStateException if it does not listen within 30 s; the message has its exit
   *     status and the last lines that it printed
   */
  public static Origin start(OriginOptions options) {
    return start(options, command(options, jvmOptions()), START_WITHIN);
  }

  /** The flags of the origin's JVM, all that matter: none are left to the machine's ergonomics. */
  public static List<String> jvmOptions() {
    return List.of(
        "-XX:+UseSerialGC",
        "-Xms256m",
        "-Xmx256m",
        "-XX:ActiveProcessorCount=1",
        "-XX:-UsePerfData",
        "-XX:+ExitOnOutOfMemoryError",
        // Netty uses sun.misc.Unsafe, of which the JVM would warn.
        "--sun-misc-unsafe-memory-access=allow",
        "-Dvertx.disableDnsResolver=true");
  }

  static List<String> command(OriginOptions options, List<String> jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(OriginServer.class.getName());
    command.add(options.distribution().name());
    command.add(options.meanDelay().toString());
    command.add(Integer.toString(options.bodyBytes()));
    command.add(Long.toString(options.seed()));
    return command;
  }

  static Origin start(OriginOptions options, List<String> command, Duration within) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(FLAG_VARIABLES);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IllegalStateException("the origin can't start: " + e.getMessage(), e);
    }
    Output output = new Output();
    Thread.ofPlatform()
        .daemon()
        .name("output of origin " + process.pid())
        .start(() -> output.drain(process));
    try {
      int port = output.port.get(within.toMillis(), TimeUnit.MILLISECONDS);
      return new Origin(options, process, output, port);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "the origin does not listen after " + within.toMillis() + " ms" + output.tail(), e);
    } catch (ExecutionException e) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "the origin ended while it started, " + exit(process) + output.tail(), e.getCause());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the origin started", e);
    }
  }

  /**
   * A page of this origin; every number has one.
   *
   * @return its address, and what a fetch of it must find
   */
  public Page page(int number) {
    return Page.of(uri(OriginServer.PAGES + number), number, options.bodyBytes());
  }

  /**
   * Asks the origin how busy it has been since it started.
   *
   * @throws IllegalStateException if it does not answer within 10 s; if it has ended, the message
   *     has its exit status and the last lines that it printed
   */
  public OriginStats stats() {
    return stats("GET");
  }

  /** As {@link #stats}, then resets the peaks: the next snapshot's cover what comes after this. */
  public OriginStats statsAndResetPeaks() {
    return stats("POST");
  }

  private OriginStats stats(String method) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) uri(OriginServer.STATS).toURL().openConnection(Proxy.NO_PROXY);
      connection.setRequestMethod(method);
      connection.setRequestProperty("Connection", "close");
      connection.setConnectTimeout(STATS_TIMEOUT_MILLIS);
      connection.setReadTimeout(STATS_TIMEOUT_MILLIS);
      try (InputStream in = connection.getInputStream()) {
        return OriginStats.fromJson(in.readAllBytes());
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "the origin does not say how it is: " + e + ", " + exit(process) + output.tail(), e);
    }
  }

  /** The process id of the origin's JVM. */
  public long pid() {
    return process.pid();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /**
   * Ends the origin; when this returns, its process is gone, unless the calling thread was
   * interrupted: then it is only told to go. Has no effect the second time.
   *
   * <p>It has nothing to put in order, so that it is killed: a JVM that is asked to end first waits
   * 0.3 s for its threads in native code, here for the one that sleeps in the selector.
   */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String exit(Process process) {
    try {
      return process.waitFor(Duration.ofSeconds(1))
          ? "exit status " + process.exitValue()
          : "still running";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "exit status unknown";
    }
  }

  /** What the origin prints: its port, and the last lines of anything else. */
  private static final class Output {
    final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Deque<String> tail = new ArrayDeque<>();

    void drain(Process process) {
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith(OriginServer.PORT_PREFIX)) {
            port.complete(Integer.valueOf(line.substring(OriginServer.PORT_PREFIX.length())));
          } else {
            keep(line);
          }
        }
        port.completeExceptionally(new IOException("end of output"));
      } catch (IOException e) {
        port.completeExceptionally(e);
      }
    }

    private synchronized void keep(String line) {
      if (tail.size() == TAIL_LINES) {
        tail.removeFirst();
      }
      tail.addLast(line);
    }

    /** The lines kept, each after a line end; or a remark that there are none. */
    synchronized String tail() {
      return tail.isEmpty() ? "; it printed nothing" : ":\n" + String.join("\n", tail);
    }
  }
}
