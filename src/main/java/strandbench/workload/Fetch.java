package strandbench.workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.zip.CRC32C;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Gets one page over HTTP and proves that it got the right one. The calling thread connects, writes
 * and waits; no other thread takes part, so that the model which runs the task is what is measured.
 *
 * <p>All fetches of a JVM share one client. Its pool keeps connections alive and hands them out
 * without a lock; it would hold {@value #MAX_CONNECTIONS} of them, so that it never is the cap on
 * what is in flight. Nothing is retried, redirected, decompressed or cached: a call is one request,
 * or an exception. A connection that is not open in {@value #CONNECT_SECONDS} s, or on which
 * nothing arrives for {@value #RESPONSE_SECONDS} s, fails the call.
 *
 * @param page what to get
 * @param length of the body in bytes
 * @param crc32c checksum of the body, as {@link CRC32C} has it
 */
public record Fetch(URI page, long length, long crc32c) implements Callable<Long>, Serializable {
  /** How many connections the client would hold: far more than any cap on requests in flight. */
  public static final int MAX_CONNECTIONS = 1_000_000;

  private static final int CONNECT_SECONDS = 10;
  private static final int RESPONSE_SECONDS = 60;
  private static final int CHUNK_BYTES = 8192;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the length is negative
   */
  public Fetch {
    var unused = new PageBody(page, length, crc32c);
  }

  /** The answer that {@link #call} returns, known beforehand: the body's checksum. */
  public long expected() {
    return crc32c;
  }

  /**
   * Gets the page and checks its status, length and checksum.
   *
   * @return the checksum of the body as it arrived
   * @throws IllegalStateException in one line, if what arrived is not the page that is expected
   * @throws IOException if the connection can't be had, breaks, or is silent for too long
   */
  @Override
  public Long call() throws IOException {
    return Client.INSTANCE.execute(new HttpGet(page), this::check);
  }

  /** Reads a body as it comes, without keeping it. */
  long check(ClassicHttpResponse response) throws IOException {
    PageBody expected = new PageBody(page, length, crc32c);
    expected.checkStatus(response.getCode());
    HttpEntity body = response.getEntity();
    CRC32C checksum = new CRC32C();
    long received = 0;
    if (body != null) {
      byte[] chunk = new byte[(int) Math.max(1, Math.min(length, CHUNK_BYTES))];
      try (InputStream in = body.getContent()) {
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
          checksum.update(chunk, 0, n);
          received += n;
        }
      }
    }
    return expected.check(received, checksum);
  }

  /** The JVM's one client: made by the first fetch, never closed. */
  static final class Client {
    static final RequestConfig CONFIG =
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.ofSeconds(CONNECT_SECONDS))
            .setResponseTimeout(Timeout.ofSeconds(RESPONSE_SECONDS))
            .setConnectionKeepAlive(TimeValue.NEG_ONE_MILLISECOND)
            .setAuthenticationEnabled(false)
            .build();

    static final CloseableHttpClient INSTANCE =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    // The strict pool serialises every lease and release behind one lock.
                    .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                    .setConnPoolPolicy(PoolReusePolicy.LIFO)
                    .setMaxConnPerRoute(MAX_CONNECTIONS)
                    .setMaxConnTotal(MAX_CONNECTIONS)
                    .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.ofSeconds(CONNECT_SECONDS))
                            .setSocketTimeout(Timeout.ofSeconds(RESPONSE_SECONDS))
                            // The stale check reads from the socket with a time-out of 1 ms.
                            .setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND)
                            .build())
                    .build())
            .setDefaultRequestConfig(CONFIG)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .disableAuthCaching()
            .disableConnectionState()
            .build();

    private Client() {}
  }
}
