package strandbench.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.Statistics;

/**
 * Merges JMH's JSON entries for single forks into the entry that JMH would have written for all of
 * them: one {@code rawData} row per fork (of histograms where operations were sampled), and the
 * score, its error and its percentiles as JMH pools them, over all iterations of all forks (its
 * 99.9% interval treats them as independent; the intervals that count stand in {@code run.json}).
 */
public final class JmhEntries {
  /** What JMH takes for its {@code scoreError} and {@code scoreConfidence}. */
  private static final double JMH_CONFIDENCE = 0.999;

  private static final double[] JMH_PERCENTILES = {
    0, 50, 90, 95, 99, 99.9, 99.99, 99.999, 99.9999, 100
  };

  private JmhEntries() {}

  /**
   * Merges entries of one cell, in fork order.
   *
   * @param forks one entry per fork, at least one; not modified
   */
  public static ObjectNode merge(List<JsonNode> forks) {
    ObjectNode merged = forks.getFirst().deepCopy();
    merged.put("forks", forks.size());
    merged.set("primaryMetric", mergeMetric(metrics(forks, "primaryMetric")));
    ObjectNode secondary = merged.putObject("secondaryMetrics");
    for (String name : fieldNames(forks.getFirst().path("secondaryMetrics"))) {
      secondary.set(
          name,
          mergeMetric(
              forks.stream()
                  .map(fork -> fork.path("secondaryMetrics").path(name))
                  .filter(JsonNode::isObject)
                  .toList()));
    }
    if (Samples.isSampled(merged.get("primaryMetric"))) {
      poolPercentiles(merged);
    }
    return merged;
  }

  /** JMH takes the percentiles of sampled times over all samples, not over forks. */
  private static void poolPercentiles(ObjectNode merged) {
    Statistics samples = Samples.ofForks(merged.get("primaryMetric").get(Samples.FIELD));
    merged
        .get("secondaryMetrics")
        .properties()
        .forEach(
            metric -> {
              if (metric.getKey().matches("p[01]\\.[0-9]+")) {
                double rank = 100 * Double.parseDouble(metric.getKey().substring(1));
                double pooled = samples.getPercentile(rank);
                ObjectNode node = (ObjectNode) metric.getValue();
                put(node, "score", pooled);
                node.put("scoreError", "NaN");
                node.putArray("scoreConfidence").add("NaN").add("NaN");
                ObjectNode percentiles = (ObjectNode) node.get("scorePercentiles");
                fieldNames(percentiles).forEach(label -> put(percentiles, label, pooled));
              }
            });
  }

  private static List<JsonNode> metrics(List<JsonNode> forks, String name) {
    return forks.stream().map(fork -> fork.path(name)).toList();
  }

  private static List<String> fieldNames(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static ObjectNode mergeMetric(List<JsonNode> forks) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    String field = Samples.isSampled(forks.getFirst()) ? Samples.FIELD : "rawData";
    ArrayNode rawData = nodes.arrayNode();
    forks.forEach(fork -> fork.path(field).forEach(rawData::add));
    String unit = forks.getFirst().path("scoreUnit").asText();
    Statistics pooled =
        field.equals(Samples.FIELD)
            ? Samples.ofForks(rawData)
            : new ListStatistics(values(rawData));

    ObjectNode metric = nodes.objectNode();
    if (isCount(unit)) {
      put(metric, "score", pooled.getSum());
      metric.put("scoreError", "NaN");
      put(put(metric.putArray("scoreConfidence"), pooled.getSum()), pooled.getSum());
    } else {
      double[] interval = pooled.getConfidenceIntervalAt(JMH_CONFIDENCE);
      put(metric, "score", pooled.getMean());
      put(metric, "scoreError", pooled.getMeanErrorAt(JMH_CONFIDENCE));
      put(put(metric.putArray("scoreConfidence"), interval[0]), interval[1]);
    }
    ObjectNode percentiles = metric.putObject("scorePercentiles");
    for (double rank : JMH_PERCENTILES) {
      put(percentiles, label(rank), pooled.getPercentile(rank));
    }
    metric.put("scoreUnit", unit);
    metric.set(field, rawData);
    return metric;
  }

  /** JMH sums what it counts, and averages all else. */
  private static boolean isCount(String unit) {
    return unit.equals("#") || unit.equals("counts");
  }

  private static double[] values(ArrayNode rawData) {
    DoubleStream.Builder values = DoubleStream.builder();
    rawData.forEach(row -> row.forEach(value -> values.add(JmhEntry.number(value))));
    return values.build().toArray();
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.put(name, label(value));
    }
  }

  private static ArrayNode put(ArrayNode node, double value) {
    return Double.isFinite(value) ? node.add(value) : node.add(label(value));
  }

  /** A rank as JMH writes it, and NaN and the infinities as it writes those. */
  private static String label(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+INF" : "-INF";
    }
    String plain = String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "");
    return plain.endsWith(".") ? plain + "0" : plain;
  }
}
