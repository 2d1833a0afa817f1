package strandbench.workload;

import java.io.IOException;
import java.io.Serializable;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.util.Timeout;

/**
 * A {@link Fetch} that is tried again where it fails in a way that may pass: the connection ends
 * before the answer is whole, the status is 500 or more, or nothing arrives in time. Each attempt
 * says in the header {@value #ATTEMPT} which one it is, the first being 1.
 *
 * <p>Retries can't swell into a storm. Attempts are bounded. Between two the calling thread sleeps
 * for {@link #backOff}, which doubles from one to the next and is another for each page. And it
 * makes them one after the other, so that whatever bounds the number of fetches at once bounds the
 * number of requests at once, retries among them.
 *
 * @param fetch what to get
 * @param attempts how many may be made, 1 or more
 * @param backOffMillis between the first attempt and the second, at most
 * @param patienceMillis how long nothing may arrive, 1 or more
 */
public record RetriedFetch(Fetch fetch, int attempts, long backOffMillis, long patienceMillis)
    implements Callable<FetchTally>, Serializable {
  /** The header in which an attempt says which one it is. */
  public static final String ATTEMPT = "Attempt";

  private static final int MOST_ATTEMPTS = 10;
  private static final int SERVER_ERROR = 500;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there would be no attempt or more than 10, a negative pause
   *     between two, or no time for one
   */
  public RetriedFetch {
    Objects.requireNonNull(fetch, "fetch");
    if (attempts < 1 || attempts > MOST_ATTEMPTS || backOffMillis < 0 || patienceMillis < 1) {
      throw new IllegalArgumentException(
          "%d attempts, %d ms between them, %d ms for each"
              .formatted(attempts, backOffMillis, patienceMillis));
    }
  }

  /**
   * Gets the page, or gives up.
   *
   * @return the tally of one fetch
   * @throws IllegalStateException in one line, if what arrived is neither an error nor the page
   *     that is expected: that is not tried again
   * @throws IOException if no connection can be had: nor is that
   */
  @Override
  public FetchTally call() throws IOException, InterruptedException {
    long resets = 0;
    long errors = 0;
    long timeouts = 0;
    for (int attempt = 1; attempt <= attempts; attempt++) {
      if (attempt > 1) {
        Thread.sleep(backOff(attempt - 1));
      }
      try {
        OptionalLong answer = Fetch.Client.INSTANCE.execute(request(attempt), this::answer);
        if (answer.isPresent()) {
          return new FetchTally(answer.getAsLong(), 1, 0, attempt, resets, errors, timeouts);
        }
        errors++;
      } catch (ConnectException | ConnectTimeoutException e) {
        throw e;
      } catch (SocketTimeoutException e) {
        timeouts++;
      } catch (SocketException | NoHttpResponseException | ConnectionClosedException e) {
        resets++;
      }
    }
    return new FetchTally(0, 0, 1, attempts, resets, errors, timeouts);
  }

  private HttpGet request(int attempt) {
    HttpGet request = new HttpGet(fetch.page());
    request.setHeader(ATTEMPT, attempt);
    request.setConfig(
        RequestConfig.copy(Fetch.Client.CONFIG)
            .setResponseTimeout(Timeout.ofMilliseconds(patienceMillis))
            .build());
    return request;
  }

  /** Empty if it is an error. */
  private OptionalLong answer(ClassicHttpResponse response) throws IOException {
    return response.getCode() >= SERVER_ERROR
        ? OptionalLong.empty()
        : OptionalLong.of(fetch.check(response));
  }

  /**
   * The pause after an attempt that failed: from half of {@code backOffMillis} to the whole of it
   * after the first, twice as long after each that follows. Where in that range, is decided by the
   * page and the attempt, so that pages that failed together are not asked for together.
   */
  Duration backOff(int attempt) {
    long most = Duration.ofMillis(backOffMillis).toNanos() << (attempt - 1);
    double share = new SplittableRandom(31L * fetch.page().hashCode() + attempt).nextDouble(0.5, 1);
    return Duration.ofNanos(Math.round(share * most));
  }
}
