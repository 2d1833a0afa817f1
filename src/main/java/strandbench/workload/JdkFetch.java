package strandbench.workload;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.zip.CRC32C;

/**
 * The same as {@link Fetch} over the JDK's own client, which brings threads: one that selects, and
 * workers that it starts as it needs them. Either the calling thread waits for the answer ({@link
 * #call}), or nobody does ({@link #start}).
 *
 * <p>All fetches of a JVM share one client, on HTTP/1.1, without a limit on its connections, which
 * it keeps alive for 30 s. Nothing is redirected or cached. Unlike {@link Fetch} it sends a request
 * once more by itself if a connection that it kept is closed beneath it, which nothing turns off.
 *
 * @param page what to get
 * @param length of the body in bytes
 * @param crc32c checksum of the body, as {@link CRC32C} has it
 */
public record JdkFetch(URI page, long length, long crc32c) implements Callable<Long>, Serializable {
  /** What the names of the client's threads begin with. */
  public static final String THREAD_PREFIX = "HttpClient-";

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the length is negative
   */
  public JdkFetch {
    var unused = new PageBody(page, length, crc32c);
  }

  /** The same page over this client. */
  public static JdkFetch of(Fetch fetch) {
    return new JdkFetch(fetch.page(), fetch.length(), fetch.crc32c());
  }

  /** The answer, known beforehand: the body's checksum. */
  public long expected() {
    return crc32c;
  }

  /**
   * Gets the page and checks its status, length and checksum; the calling thread waits.
   *
   * @return the checksum of the body as it arrived
   * @throws IllegalStateException in one line, if what arrived is not the page that is expected
   * @throws IOException if the connection is not open in 10 s, breaks, or the answer's head has not
   *     come in 60 s
   */
  @Override
  public Long call() throws IOException, InterruptedException {
    return check(Client.INSTANCE.send(request(), head -> new Receiver()));
  }

  /**
   * Sends the request and returns at once.
   *
   * @return completes as {@link #call} returns or throws, on a thread that is not the caller's
   */
  public CompletableFuture<Long> start() {
    return Client.INSTANCE.sendAsync(request(), head -> new Receiver()).thenApply(this::check);
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder(page).timeout(ANSWER_WITHIN).build();
  }

  private long check(HttpResponse<Received> response) {
    PageBody expected = new PageBody(page, length, crc32c);
    expected.checkStatus(response.statusCode());
    return expected.check(response.body().bytes(), response.body().checksum());
  }

  private record Received(long bytes, CRC32C checksum) {}

  /** Reads a body as it comes, without keeping it. */
  private static final class Receiver implements HttpResponse.BodySubscriber<Received> {
    private final CompletableFuture<Received> whole = new CompletableFuture<>();
    private final CRC32C checksum = new CRC32C();
    private long bytes;

    @Override
    public CompletionStage<Received> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        bytes += buffer.remaining();
        checksum.update(buffer);
      }
    }

    @Override
    public void onError(Throwable failure) {
      whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      whole.complete(new Received(bytes, checksum));
    }
  }

  /** The JVM's one client: made by the first fetch, never closed. */
  private static final class Client {
    static final HttpClient INSTANCE =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_WITHIN)
            .build();

    private Client() {}
  }
}
