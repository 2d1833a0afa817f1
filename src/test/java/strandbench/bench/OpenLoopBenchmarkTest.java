package strandbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import strandbench.model.ConcurrencyModel;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Page;
import strandbench.run.BenchmarkCatalog;
import strandbench.run.BenchmarkInfo;
import strandbench.workload.TimedAnswer;

/** What the open loop and its control refuse, and that they check answers one by one. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenLoopBenchmarkTest {

  @ParameterizedTest
  @CsvSource({
    "OpenLoopBenchmark, offered, 30000, '30000 requests a second for 3 s are 90000, and 60000 is'",
    "OpenLoopBenchmark, inFlight, 17, 'PROCESS_POOL can''t hold 17 at once'",
    "ClosedLoopBenchmark, inFlight, 16, ''",
    "OpenLoopBenchmark, inFlight, 16, ''"
  })
  void cellsThatCanNotExistAreNeverPlanned(
      String benchmark, String param, String value, String complaint) {
    Map<String, String> params = new TreeMap<>();
    info(benchmark).params().forEach((name, values) -> params.put(name, values.getFirst()));
    params.put("model", "PROCESS_POOL");
    params.put("inFlight", "16");
    params.put(param, value);

    assertThat(new OpenLoopLimit().refusal(params, 2).orElse(""))
        .startsWith(complaint)
        .matches(complaint.isEmpty() ? "" : ".+");
  }

  @Test
  void aClosedLoopIsHeldToWhatItWouldSend() {
    Map<String, String> params =
        Map.of(
            "model", "VIRTUAL_THREADS",
            "inFlight", "10000",
            "delayMillis", "50",
            "seconds", "3");

    assertThat(new OpenLoopLimit().refusal(params, 2))
        .get()
        .asString()
        .startsWith("200000 requests a second for 3 s are 600000");
  }

  private static BenchmarkInfo info(String name) {
    return BenchmarkCatalog.load().benchmarks().stream()
        .filter(benchmark -> benchmark.type().getSimpleName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"0, offered", "-5, offered", "1e3, offered", "'', seconds", "LOG, delay"})
  void whatIsNoNumberOfRequestsIsRefused(String value, String param) {
    assertThat(info("OpenLoopBenchmark").refusal(param, value)).isPresent();
  }

  /** JMH's own command line knows no limits. */
  @Test
  void theSetUpRefusesTooManyRequestsBeforeItStartsAnything() {
    OpenLoopBenchmark benchmark = new OpenLoopBenchmark();
    benchmark.model = ConcurrencyModel.VIRTUAL_THREADS;
    benchmark.inFlight = 64;
    benchmark.offered = 100_000;
    benchmark.delay = DelayDistribution.FIXED;
    benchmark.delayMillis = 50;
    benchmark.bodyBytes = 100;
    benchmark.seconds = 3;
    try (RunningOriginScope running = new RunningOriginScope()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> benchmark.open(running.origin))
          .withMessageStartingWith("100000 requests a second for 3 s");
      assertThat(running.origin.get()).isNull();
    }
  }

  /** Ends the origin where one was started after all. */
  private static final class RunningOriginScope implements AutoCloseable {
    private final RunningOrigin origin = new RunningOrigin();

    @Override
    public void close() {
      origin.close();
    }
  }

  @Test
  void answersAreCheckedOneByOne() {
    TimedFetches fetches =
        TimedFetches.of(
            2000, number -> new Page(URI.create("http://127.0.0.1:1/" + number), 1, number));
    List<TimedAnswer> answers = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      answers.add(new TimedAnswer(i % 1024, 0, 1));
    }
    fetches.check(answers);

    // Their sum is still right.
    answers.set(3, new TimedAnswer(4, 0, 1));
    answers.set(4, new TimedAnswer(3, 0, 1));
    assertThatIllegalStateException().isThrownBy(() -> fetches.check(answers));
  }
}
