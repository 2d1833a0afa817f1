package strandbench.origin;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import strandbench.process.ChildJvm;
import strandbench.workload.LeanLoad;

/** A candidate that listens, in a JVM of its own. */
final class RunningCandidate implements AutoCloseable {
  private static final int START_SECONDS = 30;
  private static final int PAGES = 256;

  private final ChildJvm jvm;
  private final int port;
  private final int bodyBytes;

  private RunningCandidate(ChildJvm jvm, int port, int bodyBytes) {
    this.jvm = jvm;
    this.port = port;
    this.bodyBytes = bodyBytes;
  }

  static RunningCandidate start(OriginCandidate candidate, Duration delay, int bodyBytes)
      throws Exception {
    CompletableFuture<Integer> port = new CompletableFuture<>();
    ChildJvm jvm =
        ChildJvm.start(
            candidate.name(),
            candidate.command(delay, bodyBytes),
            line -> {
              if (line.startsWith(OriginServer.PORT_PREFIX)) {
                port.complete(
                    Integer.valueOf(line.substring(OriginServer.PORT_PREFIX.length()).strip()));
              }
            });
    var unused =
        jvm.exit()
            .thenRun(
                () ->
                    port.completeExceptionally(
                        new IOException(candidate + " ended:\n" + jvm.outputTail())));
    return new RunningCandidate(jvm, port.get(START_SECONDS, TimeUnit.SECONDS), bodyBytes);
  }

  /** Starts a load on it. */
  LeanLoad load(int perSecond, int mostConnections) throws IOException {
    List<LeanLoad.Target> targets =
        IntStream.range(0, PAGES)
            .mapToObj(
                number ->
                    Page.of(
                        URI.create("http://127.0.0.1:" + port + Site.PAGES + number),
                        number,
                        bodyBytes))
            .map(page -> new LeanLoad.Target(page.uri().getPath(), page.length(), page.crc32c()))
            .toList();
    return LeanLoad.start(port, targets, perSecond, mostConnections);
  }

  @Override
  public void close() {
    jvm.kill();
    jvm.waitFor(Duration.ofSeconds(5));
  }
}
