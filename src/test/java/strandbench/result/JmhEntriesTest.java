package strandbench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JmhEntriesTest {

  /** The file was written by JMH 1.37 itself, for two forks of three iterations. */
  @Test
  void mergesSingleForksIntoWhatJmhWritesForAllOfThem() throws Exception {
    JsonNode both = read("two-forks.json");

    assertThat(JmhEntries.merge(List.of(fork(both, 0), fork(both, 1)))).isEqualTo(both);
  }

  /** The file was written by JMH 1.37 itself, for two forks of two iterations. */
  @Test
  void mergesSampledTimesIntoWhatJmhWritesForAllOfThem() throws Exception {
    JsonNode both = read("two-sampled-forks.json");

    assertThat(JmhEntries.merge(List.of(fork(both, 0), fork(both, 1)))).isEqualTo(both);
  }

  @Test
  void sampledTimesHaveARowPerForkAndPercentilesOfTheirOwn() throws Exception {
    CellResult cell = JmhEntry.cell(read("two-sampled-forks.json"));

    assertThat(cell.primary().forks()).hasSize(2).allMatch(row -> row.length == 2);
    assertThat(cell.primary().forks().get(0)[0])
        .isCloseTo(
            (0.001624064
                    + 0.001630208
                    + 0.001632256
                    + 0.001636352
                    + 0.001644544
                    + 0.001687552
                    + 0.01056768
                    + 0.020676608
                    + 0.063176704)
                / 9,
            within(1e-12));
    assertThat(cell.primary().forks().get(0)[1])
        .isCloseTo(
            (2 * 0.001630208
                    + 0.001642496
                    + 0.017956864
                    + 0.02146304
                    + 0.027885568
                    + 0.029687808
                    + 0.033488896)
                / 8,
            within(1e-12));
    assertThat(cell.secondary("p0.99").orElseThrow().forkMeans()).hasSize(2);
  }

  /** As `run` keeps them: JMH's form for sampled times, in a metric beside the primary one. */
  @Test
  void aHistogramBesideTheScoreIsMergedAndReadByItsPercentiles() throws Exception {
    List<JsonNode> forks = new ArrayList<>();
    for (int fork = 1; fork <= 2; fork++) {
      ObjectNode entry = read("two-forks.json").deepCopy();
      ObjectNode metric =
          ((ObjectNode) entry.get("secondaryMetrics")).putObject("latency").put("scoreUnit", "us");
      ArrayNode histogram = metric.putArray("rawDataHistogram").addArray().addArray();
      for (int i = 1; i <= 99; i++) {
        histogram.addArray().add(fork * 1000 * i).add(10);
      }
      forks.add(entry);
    }

    CellResult cell = JmhEntry.cell(JmhEntries.merge(forks));

    assertThat(cell.secondary("latency").orElseThrow().forkMeans())
        .containsExactly(new double[] {50_000, 100_000}, within(1e-6));
    assertThat(cell.secondary("latency.p0.50").orElseThrow().forkMeans())
        .containsExactly(new double[] {50_000, 100_000}, within(1000.0));
    assertThat(cell.secondary("latency.p0.99").orElseThrow().forkMeans()[0])
        .isCloseTo(99_000, within(1000.0));
    assertThat(cell.secondary("p0.99")).isEmpty();
  }

  private static JsonNode read(String name) throws IOException {
    try (InputStream resource = JmhEntriesTest.class.getResourceAsStream(name)) {
      return Json.MAPPER.readTree(resource).get(0);
    }
  }

  /** What JMH writes of a single fork: that row, and (of no use to the merge) its own score. */
  private static JsonNode fork(JsonNode all, int row) {
    ObjectNode one = all.deepCopy();
    one.put("forks", 1);
    List<JsonNode> metrics = new ArrayList<>(List.of(one.path("primaryMetric")));
    one.path("secondaryMetrics").forEach(metrics::add);
    for (JsonNode metric : metrics) {
      String data = metric.has("rawData") ? "rawData" : "rawDataHistogram";
      JsonNode kept = metric.path(data).get(row);
      ((ObjectNode) metric).put("score", -1).putArray(data).add(kept);
    }
    return one;
  }
}
