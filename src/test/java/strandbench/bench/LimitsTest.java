package strandbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import strandbench.catalog.CellLimit;
import strandbench.catalog.LimitedBy;
import strandbench.model.client.FetchClient;
import strandbench.run.BenchmarkCatalog;
import strandbench.run.BenchmarkInfo;

/** Cells that can't exist: the rules, and that no benchmark forgets its own. */
class LimitsTest {

  static Stream<BenchmarkInfo> withModelAndCap() {
    return BenchmarkCatalog.load().benchmarks().stream()
        .filter(benchmark -> benchmark.params().containsKey("model"))
        .filter(
            benchmark ->
                benchmark.params().containsKey("parallelism")
                    || benchmark.params().containsKey("inFlight"));
  }

  @ParameterizedTest
  @MethodSource("withModelAndCap")
  void whoTakesAModelAndACapRefusesWhatTheModelCantHold(BenchmarkInfo benchmark) throws Exception {
    Map<String, String> params = new TreeMap<>();
    benchmark.params().forEach((name, values) -> params.put(name, values.getFirst()));
    params.computeIfPresent("parallelism", (name, any) -> "2");
    params.computeIfPresent("inFlight", (name, any) -> "2");
    params.put("model", "SINGLE_THREAD");

    LimitedBy limited = benchmark.type().getAnnotation(LimitedBy.class);
    assertThat(limited).as("@LimitedBy of %s", benchmark.name()).isNotNull();
    CellLimit limit = limited.value().getConstructor().newInstance();

    assertThat(limit.refusal(params, 2)).get().asString().startsWith("SINGLE_THREAD");
    params.put("model", "PLATFORM_POOL");
    assertThat(limit.refusal(params, 2)).isEmpty();
  }

  @Test
  void someBenchmarksTakeAModelAndACap() {
    assertThat(withModelAndCap()).hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @CsvSource({
    "VIRTUAL_THREADS, 9500, ''",
    "VIRTUAL_THREADS, 9501, a process may have 10000",
    "PLATFORM_POOL, 2000, ''",
    "PLATFORM_POOL, 2001, half of them",
    "PLATFORM_THREADS, 2001, the system allows 4000",
    "FORK_JOIN_POOL, 2001, the system allows 4000",
    "PROCESS_POOL_OF_VIRTUAL_THREADS, 9000, ''",
    "PROCESS_POOL_OF_VIRTUAL_THREADS, 10001, '10,000 is the most'",
    "PROCESS_POOL, 17, 16 is the most"
  })
  void fetchesAreHeldToThreadsAndFiles(String model, String inFlight, String complaint) {
    Map<String, String> params = Map.of("model", model, "inFlight", inFlight);

    assertThat(new FetchLimit(4000, 10_000).refusal(params, 2).orElse(""))
        .contains(complaint)
        .matches(complaint.isEmpty() ? "" : ".+");
  }

  @ParameterizedTest
  @CsvSource({"1000, true", "1001, false"})
  void noMoreThanAllRequestsFail(String permille, boolean canBe) {
    Map<String, String> params =
        Map.of("model", "VIRTUAL_THREADS", "inFlight", "2", "failingPermille", permille);

    assertThat(new FetchLimit(4000, 10_000).refusal(params, 2).isEmpty()).isEqualTo(canBe);
  }

  @ParameterizedTest
  @CsvSource({"JDK_ASYNC, 3000, true", "JDK_ON_PLATFORM_POOL, 3000, false"})
  void aClientIsHeldToThemToo(FetchClient client, int inFlight, boolean canBe) {
    assertThat(
            new FetchLimit(4000, 10_000)
                .refusal(client.name(), client.holdsPlatformThreads(), inFlight)
                .isEmpty())
        .isEqualTo(canBe);
  }

  @ParameterizedTest
  @CsvSource({"12.0, ''", "11.9, this one has 11.9", "0.5, wants a machine with 12 GB"})
  void fullStretchIsHeldToTheMemoryOfTheMachine(double gigabytes, String complaint) {
    Map<String, String> params = Map.of("client", "JDK_ASYNC", "inFlight", "2");
    long bytes = Math.round(gigabytes * (1L << 30));

    assertThat(new FullStretchLimit(bytes).refusal(params, 2).orElse(""))
        .contains(complaint)
        .matches(complaint.isEmpty() ? "" : ".+");
  }

  @Test
  void whoWaitsForItsOwnFetchCantWeighIt() {
    assertThat(
            new WaitingFetchLimit().refusal(Map.of("model", "SINGLE_THREAD", "inFlight", "1"), 2))
        .get()
        .asString()
        .contains("waits for its fetch itself");
  }

  @ParameterizedTest
  @CsvSource({
    "ARRAY_BLOCKING, 64, VIRTUAL, ''",
    "SYNCHRONOUS, 64, PLATFORM, has no room",
    "JCTOOLS_MPMC, 64, PLATFORM, ''",
    "JCTOOLS_MPMC, 64, VIRTUAL, 3 virtual threads on 2 carriers"
  })
  void aQueueIsHeldToItsRoomAndToTheCarriers(
      String queue, String capacity, String thread, String complaint) {
    Map<String, String> params =
        Map.of(
            "queue", queue,
            "capacity", capacity,
            "thread", thread,
            "producers", "1",
            "consumers", "2");

    assertThat(new QueueLimit().refusal(params, 2).orElse(""))
        .contains(complaint)
        .matches(complaint.isEmpty() ? "" : ".+");
  }

  @ParameterizedTest
  @CsvSource({"VIRTUAL_THREADS, 4, false", "VIRTUAL_THREADS, 2, true", "PLATFORM_POOL, 4, true"})
  void virtualThreadsDivideWithAllCarriersOrNotAtAll(
      String how, String parallelism, boolean canBe) {
    assertThat(
            new DivisionLimit()
                .refusal(Map.of("how", how, "parallelism", parallelism), 2)
                .isEmpty())
        .isEqualTo(canBe);
  }
}
