package strandbench.model.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;
import strandbench.origin.OriginStats;
import strandbench.origin.Page;
import strandbench.workload.Fetch;

/** Every client holds as many requests as it may, and no more. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FetchClientTest {
  private static final int IN_FLIGHT = 40;

  private Origin origin;

  @BeforeEach
  void start() {
    origin = Origin.start(new OriginOptions(DelayDistribution.FIXED, Duration.ZERO, 1000));
  }

  @AfterEach
  void stop() {
    origin.close();
  }

  @ParameterizedTest
  @EnumSource
  void letsAnExceptionThrough(FetchClient client) {
    Fetch page = fetch(origin.page(1));
    try (Fetcher fetcher = client.open(2)) {
      Callable<Long> fetching =
          fetcher.fetching(List.of(page, new Fetch(page.page(), page.length(), page.crc32c() ^ 1)));

      assertThatThrownBy(fetching::call).hasRootCauseInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void holdsAsManyAsItMayAndNoMore(FetchClient client) throws Exception {
    List<Fetch> pages =
        IntStream.range(0, 2 * IN_FLIGHT)
            .mapToObj(origin::heldPage)
            .map(FetchClientTest::fetch)
            .toList();
    try (Fetcher fetcher = client.open(IN_FLIGHT);
        ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Long> sum = caller.submit(fetcher.fetching(pages));
      awaitReceived(IN_FLIGHT);
      assertThat(origin.stats().inFlight()).isEqualTo(IN_FLIGHT);
      origin.release();
      awaitReceived(2 * IN_FLIGHT);
      assertThat(sum.isDone()).isFalse();
      origin.release();

      assertThat(sum.get()).isEqualTo(pages.stream().mapToLong(Fetch::expected).sum());
      OriginStats stats = origin.stats();
      assertThat(stats.inFlightPeak()).isEqualTo(IN_FLIGHT);
      assertThat(stats.requests()).as("none is asked for twice").isEqualTo(2 * IN_FLIGHT);
    }
  }

  private static Fetch fetch(Page page) {
    return new Fetch(page.uri(), page.length(), page.crc32c());
  }

  private void awaitReceived(int number) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (origin.stats().requests() < number) {
      assertThat(System.nanoTime()).as("within 20 s: %d received", number).isLessThan(deadline);
      Thread.sleep(5);
    }
  }
}
