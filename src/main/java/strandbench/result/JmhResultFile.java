package strandbench.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Reads the JSON that JMH writes with {@code -rf json}, from any project. */
public final class JmhResultFile {
  private JmhResultFile() {}

  /**
   * Reads every entry of a file.
   *
   * @throws UnusableInputException if the file is missing, truncated or not JMH's
   */
  public static List<CellResult> read(Path file) {
    JsonNode root = Json.read(file, JsonNode.class);
    if (!root.isArray()) {
      throw new UnusableInputException(
          file + ": not a JMH result: a JSON array of results is wanted");
    }
    List<CellResult> cells = new ArrayList<>();
    for (JsonNode entry : root) {
      try {
        cells.add(cell(entry));
      } catch (IllegalArgumentException e) {
        throw new UnusableInputException(
            file + ": not a JMH result: entry " + (cells.size() + 1) + " " + e.getMessage(), e);
      }
    }
    return cells;
  }

  /**
   * Reads one entry.
   *
   * @throws IllegalArgumentException if something that identifies or measures the cell is missing
   */
  public static CellResult cell(JsonNode entry) {
    Map<String, Metric> secondary = new HashMap<>();
    entry
        .path("secondaryMetrics")
        .properties()
        .forEach(metric -> secondary.put(metric.getKey(), metric(metric.getValue())));
    JsonNode primary = required(entry, "primaryMetric");
    if (Samples.isSampled(primary)) {
      secondary.putAll(Samples.percentiles(primary));
    }
    return new CellResult(key(entry), metric(primary), secondary);
  }

  private static BenchmarkKey key(JsonNode entry) {
    Map<String, String> params = new TreeMap<>();
    entry
        .path("params")
        .properties()
        .forEach(param -> params.put(param.getKey(), param.getValue().asText()));
    return BenchmarkKey.of(
        required(entry, "benchmark").asText(),
        required(entry, "mode").asText(),
        entry.path("threads").asInt(1),
        params);
  }

  private static Metric metric(JsonNode metric) {
    if (Samples.isSampled(metric)) {
      return Samples.means(metric);
    }
    List<double[]> forks = new ArrayList<>();
    for (JsonNode row : metric.path("rawData")) {
      forks.add(
          StreamSupport.stream(row.spliterator(), false)
              .mapToDouble(JmhResultFile::number)
              .toArray());
    }
    return new Metric(
        required(metric, "scoreUnit").asText(), number(required(metric, "score")), forks);
  }

  static JsonNode required(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException("has no \"" + field + "\"");
    }
    return value;
  }

  /** JMH writes NaN and the infinities as strings. */
  static double number(JsonNode node) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return switch (node.asText()) {
      case "NaN" -> Double.NaN;
      case "+INF", "INF" -> Double.POSITIVE_INFINITY;
      case "-INF" -> Double.NEGATIVE_INFINITY;
      default -> throw new IllegalArgumentException("has \"" + node.asText() + "\" for a number");
    };
  }
}
