package strandbench.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JmhEntriesTest {

  /** The file was written by JMH 1.37 itself, for two forks of three iterations. */
  @Test
  void mergesSingleForksIntoWhatJmhWritesForAllOfThem() throws Exception {
    JsonNode both;
    try (InputStream resource = JmhEntriesTest.class.getResourceAsStream("two-forks.json")) {
      both = Json.MAPPER.readTree(resource).get(0);
    }

    assertThat(JmhEntries.merge(List.of(fork(both, 0), fork(both, 1)))).isEqualTo(both);
  }

  /** What JMH writes of a single fork: that row, and (of no use to the merge) its own score. */
  private static JsonNode fork(JsonNode all, int row) {
    ObjectNode one = all.deepCopy();
    one.put("forks", 1);
    List<JsonNode> metrics = new ArrayList<>(List.of(one.path("primaryMetric")));
    one.path("secondaryMetrics").forEach(metrics::add);
    for (JsonNode metric : metrics) {
      JsonNode kept = metric.path("rawData").get(row);
      ((ObjectNode) metric).put("score", -1).putArray("rawData").add(kept);
    }
    return one;
  }
}
