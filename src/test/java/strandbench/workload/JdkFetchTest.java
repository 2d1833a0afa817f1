package strandbench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;
import strandbench.origin.OriginStats;
import strandbench.origin.Page;

@Timeout(60)
class JdkFetchTest {
  private static final int BODY_BYTES = 100_000;

  private static Origin origin;

  @BeforeAll
  static void start() {
    origin =
        Origin.start(new OriginOptions(DelayDistribution.FIXED, Duration.ofMillis(1), BODY_BYTES));
  }

  @AfterAll
  static void stop() {
    origin.close();
  }

  /** Either way to fetch, as one that throws what went wrong. */
  private static long fetch(boolean async, JdkFetch fetch) throws Exception {
    try {
      return async ? fetch.start().get() : fetch.call();
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  private static JdkFetch fetch(Page page) {
    return new JdkFetch(page.uri(), page.length(), page.crc32c());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesAWrongLengthAndAWrongChecksum(boolean async) {
    Page page = origin.page(3);

    assertThatThrownBy(() -> fetch(async, new JdkFetch(page.uri(), BODY_BYTES + 1, page.crc32c())))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(page.uri() + ": 100000 bytes, expected 100001");
    assertThatThrownBy(() -> fetch(async, new JdkFetch(page.uri(), BODY_BYTES, 1)))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CRC32C");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesAnyStatusBut200(boolean async) {
    URI uri = origin.page(0).uri().resolve("/nothing");

    assertThatThrownBy(() -> fetch(async, new JdkFetch(uri, 0, 0)))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(uri + ": status 404, expected 200");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void failsWhereNobodyListens(boolean async) throws IOException {
    ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    URI uri = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/page");
    listener.close();

    assertThatThrownBy(() -> fetch(async, new JdkFetch(uri, 0, 0)))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void refusesANegativeLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JdkFetch(URI.create("http://127.0.0.1/"), -1, 0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void returnsTheChecksumItExpectedOverAConnectionThatIsKept(boolean async) throws Exception {
    OriginStats before = origin.stats();
    for (int number = 0; number < 20; number++) {
      JdkFetch fetch = fetch(origin.page(number));
      assertThat(fetch(async, fetch)).isEqualTo(fetch.expected());
    }
    OriginStats load = origin.stats().since(before);
    assertThat(load.requests()).isEqualTo(20);
    // The client gives a connection back after it has told the answer; and one asks for this.
    assertThat(load.connections()).isLessThan(20);
  }

  @Test
  void startsWithoutWaiting() throws Exception {
    List<CompletableFuture<Long>> answers =
        IntStream.range(0, 50)
            .mapToObj(origin::heldPage)
            .map(JdkFetchTest::fetch)
            .map(JdkFetch::start)
            .toList();
    awaitInFlight(50);
    assertThat(answers).noneMatch(CompletableFuture::isDone);

    origin.release();

    for (int number = 0; number < 50; number++) {
      assertThat(answers.get(number).get()).isEqualTo(origin.heldPage(number).crc32c());
    }
  }

  private static void awaitInFlight(int number) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (origin.stats().inFlight() < number) {
      assertThat(System.nanoTime()).as("within 20 s: %d in flight", number).isLessThan(deadline);
      Thread.sleep(5);
    }
  }
}
