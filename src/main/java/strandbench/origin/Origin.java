package strandbench.origin;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import strandbench.process.ChildJvm;
import strandbench.process.JvmCommand;

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
  private static final Duration END_WITHIN = Duration.ofSeconds(5);
  private static final int STATS_TIMEOUT_MILLIS = 10_000;
  private static final JvmCommand JVM =
      JvmCommand.of(OriginServer.class)
          .withJvmOptions(
              List.of(
                  "-Xms256m",
                  "-Xmx256m",
                  "-XX:+ExitOnOutOfMemoryError",
                  // Netty uses sun.misc.Unsafe, of which the JVM would warn.
                  "--sun-misc-unsafe-memory-access=allow",
                  // What Netty does to find mistakes in its use costs time for each answer.
                  "-Dio.netty.leakDetection.level=disabled",
                  "-Dio.netty.buffer.checkAccessible=false",
                  "-Dio.netty.buffer.checkBounds=false"));

  private final OriginOptions options;
  private final ChildJvm jvm;
  private final int port;

  private Origin(OriginOptions options, ChildJvm jvm, int port) {
    this.options = options;
    this.jvm = jvm;
    this.port = port;
  }

  /**
   * Starts an origin and waits until it listens.
   *
   * @throws IllegalStateException if it does not listen within 30 s; the message has its exit
   *     status and the last lines that it printed
   */
  public static Origin start(OriginOptions options) {
    return start(options, command(options), START_WITHIN);
  }

  /** The flags of the origin's JVM, all that matter: none are left to the machine's ergonomics. */
  public static List<String> jvmOptions() {
    return JVM.jvmOptions();
  }

  /** The main class of the origin's JVM, by which its process is known. */
  public static String mainClass() {
    return OriginServer.class.getName();
  }

  static JvmCommand command(OriginOptions options) {
    return JVM.withArguments(
        List.of(
            options.distribution().name(),
            options.meanDelay().toString(),
            Integer.toString(options.bodyBytes()),
            Long.toString(options.seed()),
            Integer.toString(options.faults().resetPermille()),
            Integer.toString(options.faults().errorPermille()),
            Integer.toString(options.faults().silencePermille()),
            Long.toString(options.faults().seed())));
  }

  static Origin start(OriginOptions options, JvmCommand command, Duration within) {
    CompletableFuture<Integer> port = new CompletableFuture<>();
    ChildJvm jvm;
    try {
      jvm = ChildJvm.start("origin", command, line -> findPort(line, port));
    } catch (IOException e) {
      throw new IllegalStateException("the origin can't start: " + e.getMessage(), e);
    }
    var unused =
        jvm.exit().thenRun(() -> port.completeExceptionally(new IOException("the JVM ended")));
    try {
      return new Origin(options, jvm, port.get(within.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      jvm.kill();
      throw new IllegalStateException(
          "the origin does not listen after " + within.toMillis() + " ms" + tail(jvm), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the origin ended while it started, " + exit(jvm) + tail(jvm), e.getCause());
    } catch (InterruptedException e) {
      jvm.kill();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the origin started", e);
    }
  }

  private static void findPort(String line, CompletableFuture<Integer> port) {
    if (line.startsWith(OriginServer.PORT_PREFIX)) {
      port.complete(Integer.valueOf(line.substring(OriginServer.PORT_PREFIX.length()).strip()));
    }
  }

  /**
   * A page of this origin; every number has one.
   *
   * @return its address, and what a fetch of it must find
   */
  public Page page(int number) {
    return Page.of(uri(Site.PAGES + number), number, options.bodyBytes());
  }

  /** The same page, answered without delay: for a client that warms up. */
  public Page undelayedPage(int number) {
    return Page.of(uri(Site.UNDELAYED + number), number, options.bodyBytes());
  }

  /**
   * The same page, which may fail: each request meets the {@link #fault} of its attempt. A client
   * says which attempt it makes in the header {@code Attempt}; without it, it is the first.
   */
  public Page failingPage(int number) {
    return Page.of(uri(Site.FAILING + number), number, options.bodyBytes());
  }

  /** What a request to a {@link #failingPage} meets, the first attempt being 1. */
  public Fault fault(int number, int attempt) {
    return options.faults().of(number, attempt);
  }

  /** The same page, which is not answered until {@link #release}. */
  public Page heldPage(int number) {
    return Page.of(uri(Site.HELD + number), number, options.bodyBytes());
  }

  /**
   * Answers all requests to pages that are held, now.
   *
   * @throws IllegalStateException as {@link #stats} does
   */
  public void release() {
    byte[] unused = ask("POST", Site.RELEASE);
  }

  /**
   * A page of this origin that lists books; every number has one.
   *
   * @param books how many; each adds about 460 bytes to the page
   * @return its address, and what a crawl of it must find
   */
  public BookPage bookPage(int number, int books) {
    return BookPage.of(uri(Site.BOOKS + books + "/" + number), number, books);
  }

  /** The same page of books, answered without delay: for a client that warms up. */
  public BookPage undelayedBookPage(int number, int books) {
    return BookPage.of(uri(Site.UNDELAYED_BOOKS + books + "/" + number), number, books);
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
    return OriginStats.fromJson(ask(method, Site.STATS));
  }

  private byte[] ask(String method, String path) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) uri(path).toURL().openConnection(Proxy.NO_PROXY);
      connection.setRequestMethod(method);
      connection.setRequestProperty("Connection", "close");
      connection.setConnectTimeout(STATS_TIMEOUT_MILLIS);
      connection.setReadTimeout(STATS_TIMEOUT_MILLIS);
      try (InputStream in = connection.getInputStream()) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "the origin does not answer to " + path + ": " + e + ", " + exit(jvm) + tail(jvm), e);
    }
  }

  /** The process id of the origin's JVM. */
  public long pid() {
    return jvm.pid();
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
    jvm.kill();
    jvm.waitFor(END_WITHIN);
  }

  private static String exit(ChildJvm jvm) {
    return jvm.waitFor(Duration.ofSeconds(1)).map(status -> "it " + status).orElse("still running");
  }

  /** What it printed last, each line after a line end; or a remark that there is nothing. */
  private static String tail(ChildJvm jvm) {
    String tail = jvm.outputTail();
    return tail.isEmpty() ? "; it printed nothing" : ":\n" + tail;
  }
}
