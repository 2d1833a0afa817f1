package strandbench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Fault;
import strandbench.origin.Faults;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;
import strandbench.origin.OriginStats;
import strandbench.origin.Page;

@Timeout(60)
class RetriedFetchTest {
  private static final int ATTEMPTS = 3;
  private static final long BACK_OFF_MILLIS = 1;
  private static final long PATIENCE_MILLIS = 1500;

  private static Origin origin;

  @BeforeAll
  static void start() {
    origin =
        Origin.start(
            new OriginOptions(DelayDistribution.FIXED, Duration.ZERO, 100)
                .with(new Faults(250, 250, 250, 3)));
  }

  @AfterAll
  static void stop() {
    origin.close();
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, 1, 0, 0, 0",
    "RESET NONE, 2, 1, 0, 0",
    "ERROR NONE, 2, 0, 1, 0",
    "SILENCE NONE, 2, 0, 0, 1",
    "RESET ERROR NONE, 3, 1, 1, 0"
  })
  void triesAgainUntilItHasThePage(
      String fates, long attempts, long resets, long errors, long timeouts) throws Exception {
    Page page = origin.failingPage(numberOf(fates));

    assertThat(retried(page).call())
        .isEqualTo(new FetchTally(page.crc32c(), 1, 0, attempts, resets, errors, timeouts));
  }

  @Test
  void givesUpAfterItsAttemptsAndAsksNoMore() throws Exception {
    OriginStats before = origin.stats();

    assertThat(retried(origin.failingPage(numberOf("ERROR RESET ERROR"))).call())
        .isEqualTo(new FetchTally(0, 0, 1, 3, 1, 2, 0));

    OriginStats load = origin.stats().since(before);
    assertThat(load.requests()).isEqualTo(ATTEMPTS);
    assertThat(load.faults()).isEqualTo(ATTEMPTS);
  }

  /** A number whose attempts meet these fates. */
  private static int numberOf(String fates) {
    List<Fault> wanted = List.of(fates.split(" ")).stream().map(Fault::valueOf).toList();
    return IntStream.range(0, 100_000)
        .filter(
            number ->
                IntStream.range(0, wanted.size())
                    .allMatch(i -> origin.fault(number, i + 1) == wanted.get(i)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aWrongPageIsNotTriedAgain() {
    Page page = origin.failingPage(numberOf("NONE"));
    OriginStats before = origin.stats();

    assertThatThrownBy(
            () -> retried(new Fetch(page.uri(), page.length(), page.crc32c() ^ 1)).call())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CRC32C");
    assertThat(origin.stats().since(before).requests()).isEqualTo(1);
  }

  @Test
  void aPageThatIsNotThereIsNotTriedAgain() {
    URI uri = origin.failingPage(1).uri().resolve("/nothing");

    assertThatThrownBy(() -> retried(new Fetch(uri, 0, 0)).call())
        .hasMessage(uri + ": status 404, expected 200");
  }

  @Test
  void noConnectionIsNotTriedAgain() throws Exception {
    ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    URI uri = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/page");
    listener.close();

    assertThatThrownBy(() -> retried(new Fetch(uri, 0, 0)).call())
        .isInstanceOf(ConnectException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "11, 1, 1", "1, -1, 1", "1, 1, 0"})
  void refusesARuleThatMakesNoSense(int attempts, long backOffMillis, long patienceMillis) {
    Fetch fetch = new Fetch(URI.create("http://127.0.0.1/"), 0, 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetriedFetch(fetch, attempts, backOffMillis, patienceMillis));
  }

  @Property(tries = 200)
  void pausesDoubleAndNeverAreLongerThanTheRuleSays(
      @ForAll @IntRange(max = 1_000_000) int page,
      @ForAll @IntRange(min = 1, max = 9) int attempt,
      @ForAll @LongRange(max = 10_000) long backOffMillis) {
    Fetch fetch = new Fetch(URI.create("http://127.0.0.1/" + page), 0, 0);
    long most = backOffMillis * 1_000_000 << (attempt - 1);

    assertThat(new RetriedFetch(fetch, 10, backOffMillis, 1).backOff(attempt).toNanos())
        .isBetween(most / 2, most);
  }

  @Test
  void pagesThatFailTogetherAreNotAskedForTogether() {
    assertThat(
            IntStream.range(0, 100)
                .mapToObj(page -> new Fetch(URI.create("http://127.0.0.1/" + page), 0, 0))
                .map(fetch -> new RetriedFetch(fetch, 3, 1000, 1).backOff(1))
                .distinct())
        .hasSizeGreaterThan(90);
  }

  private static RetriedFetch retried(Page page) {
    return retried(new Fetch(page.uri(), page.length(), page.crc32c()));
  }

  private static RetriedFetch retried(Fetch fetch) {
    return new RetriedFetch(fetch, ATTEMPTS, BACK_OFF_MILLIS, PATIENCE_MILLIS);
  }
}
