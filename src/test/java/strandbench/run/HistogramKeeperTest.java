package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.JmhEntry;

/** A histogram that a benchmark fills comes out of its fork, into JMH's entry for it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HistogramKeeperTest {

  @BeforeAll
  static void takeNoLock() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  @Test
  void aForksEntryHasTheHistogramAndThePercentilesThatWereToldOfIt() throws Exception {
    JsonNode entry;
    try (PrintStream log =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      entry = new ForkRunner(List.of("-Dstrandbench.warmUpMillis=10"), false, log).run(smallCell());
    }

    JsonNode histogram = entry.at("/secondaryMetrics/latency/rawDataHistogram/0/0");
    assertThat(
            StreamSupport.stream(histogram.spliterator(), false)
                .mapToLong(pair -> pair.get(1).asLong())
                .sum())
        .isEqualTo(100);
    CellResult cell = JmhEntry.cell(entry);
    assertThat(cell.remarks()).isEmpty();
    assertThat(cell.secondary("latency").orElseThrow().forks()).hasSize(1);
    for (Map.Entry<String, String> same :
        Map.of("latency.p0.50", "latencyP50Micros", "latency.p0.999", "latencyP999Micros")
            .entrySet()) {
      double read = cell.secondary(same.getKey()).orElseThrow().forkMeans()[0];
      double told = cell.secondary(same.getValue()).orElseThrow().forkMeans()[0];
      // JMH interpolates between samples, HdrHistogram doesn't.
      assertThat(read).isBetween(0.9 * told, 1.1 * told);
    }
  }

  private static Cell smallCell() {
    Map<String, String> params =
        new TreeMap<>(
            Map.of(
                "model", "VIRTUAL_THREADS",
                "inFlight", "16",
                "offered", "100",
                "delay", "FIXED",
                "delayMillis", "5",
                "bodyBytes", "100",
                "seconds", "1"));
    Plan.Iterations none = new Plan.Iterations(0, 1);
    Plan.Iterations one = new Plan.Iterations(1, 1);
    return new Cell(
        BenchmarkKey.of("strandbench.bench.OpenLoopBenchmark.fetch", "ss", 1, params),
        new Plan.Entry("OpenLoopBenchmark", null, Map.of(), none, one, 5));
  }
}
