package strandbench.result;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads one entry of JMH's JSON. What only old or new versions of JMH write may be missing. */
public final class JmhEntry {
  /**
   * Reads what any version of JMH writes: old ones write a bare NaN, and a line break after each
   * comma in a value of a parameter. A name that stands twice in an object has no meaning.
   */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .build();

  /** The line break that old versions put into a value, and the indent of the next line. */
  private static final Pattern BREAK = Pattern.compile("(?<=,)\n *");

  private static final int UNKNOWN = -1;

  private JmhEntry() {}

  /**
   * Reads an entry. Where a metric is a histogram, its percentiles are secondary metrics as well:
   * {@code p0.99} of the primary one, {@code latency.p0.99} of one that is called latency.
   *
   * @throws IllegalArgumentException if something that identifies or measures the cell is missing
   *     or is not what JMH writes; the message follows a name of the entry
   */
  public static CellResult cell(JsonNode entry) {
    if (!entry.isObject()) {
      throw new IllegalArgumentException("is no object");
    }
    List<String> remarks = new ArrayList<>();
    JsonNode primary = required(entry, "primaryMetric");
    Metric score = metric(primary);
    remarkForks(entry, score, remarks);
    Map<String, Metric> secondary = new HashMap<>();
    for (Map.Entry<String, JsonNode> metric : entry.path("secondaryMetrics").properties()) {
      try {
        String name = visible(metric.getKey());
        secondary.put(name, metric(metric.getValue()));
        if (Samples.isSampled(metric.getValue())) {
          Samples.percentiles(metric.getValue())
              .forEach((rank, percentile) -> secondary.put(name + "." + rank, percentile));
        }
      } catch (IllegalArgumentException e) {
        remarks.add("its secondary metric " + visible(metric.getKey()) + " " + e.getMessage());
      }
    }
    if (Samples.isSampled(primary)) {
      secondary.putAll(Samples.percentiles(primary));
    }
    return new CellResult(key(entry), score, secondary, remarks);
  }

  private static void remarkForks(JsonNode entry, Metric score, List<String> remarks) {
    int rows = score.forks().size();
    int forks = entry.path("forks").asInt(UNKNOWN);
    if (forks == 0) {
      remarks.add("not forked (forks = 0): measured in JMH's own JVM");
    } else if (forks != UNKNOWN && forks != rows && rows > 0) {
      remarks.add("it says forks = " + forks + ", and has the figures of " + rows);
    }
    int empty = rows - score.forkMeans().length;
    if (rows == 0) {
      remarks.add("no figures of single forks, only the score");
    } else if (empty > 0) {
      remarks.add(empty + " of " + rows + " forks have no finite number, and are left out");
    }
    double[] values = score.values();
    long lost = Arrays.stream(values).filter(value -> !Double.isFinite(value)).count();
    if (lost > 0) {
      remarks.add(
          lost + " of " + values.length + " iterations are no finite numbers, and left out");
    }
  }

  private static BenchmarkKey key(JsonNode entry) {
    Map<String, String> params = new TreeMap<>();
    JsonNode given = entry.path("params");
    if (!given.isObject() && !given.isMissingNode() && !given.isNull()) {
      throw new IllegalArgumentException("has \"params\" that are no object");
    }
    for (Map.Entry<String, JsonNode> param : given.properties()) {
      JsonNode value = param.getValue();
      String text = value.isContainerNode() ? value.toString() : value.asText();
      params.put(visible(param.getKey()), visible(BREAK.matcher(text).replaceAll("")));
    }
    JsonNode threads = entry.path("threads");
    if (!threads.isMissingNode() && !threads.canConvertToInt()) {
      throw new IllegalArgumentException("has \"threads\" that are no whole number");
    }
    return BenchmarkKey.of(
        visible(required(entry, "benchmark").asText()),
        visible(required(entry, "mode").asText()),
        threads.asInt(1),
        params);
  }

  private static Metric metric(JsonNode metric) {
    if (!metric.isObject()) {
      throw new IllegalArgumentException("has a metric that is no object");
    }
    if (Samples.isSampled(metric)) {
      return Samples.means(metric);
    }
    List<double[]> forks = new ArrayList<>();
    for (JsonNode row : metric.path("rawData")) {
      if (!row.isArray()) {
        throw new IllegalArgumentException("has \"rawData\" that is no list of forks");
      }
      forks.add(
          StreamSupport.stream(row.spliterator(), false).mapToDouble(JmhEntry::number).toArray());
    }
    Metric read = new Metric(visible(metric.path("scoreUnit").asText("")), score(metric), forks);
    if (forks.isEmpty() && !metric.has("score")) {
      throw new IllegalArgumentException("has neither \"score\" nor \"rawData\"");
    }
    return read;
  }

  /** What no page or image can hold (control characters, half a surrogate pair) as its escape. */
  static String visible(String text) {
    return text.codePoints().noneMatch(JmhEntry::isInvisible)
        ? text
        : text.codePoints()
            .mapToObj(
                c ->
                    isInvisible(c)
                        ? String.format(Locale.ROOT, "\\u%04x", c)
                        : Character.toString(c))
            .collect(Collectors.joining());
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** NaN where there is none. */
  static double score(JsonNode metric) {
    JsonNode score = metric.path("score");
    return score.isMissingNode() || score.isNull() ? Double.NaN : number(score);
  }

  private static JsonNode required(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException("has no \"" + field + "\"");
    }
    return value;
  }

  /** JMH writes NaN and the infinities as strings; what is null is NaN. */
  static double number(JsonNode node) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return switch (node.asText()) {
      case "NaN", "null" -> Double.NaN;
      case "+INF", "INF" -> Double.POSITIVE_INFINITY;
      case "-INF" -> Double.NEGATIVE_INFINITY;
      default ->
          throw new IllegalArgumentException("has \"" + visible(node.asText()) + "\" for a number");
    };
  }

  /** {@code (a.B.c)}: what an entry that can't be read is about, as far as it says. */
  static String name(JsonNode entry) {
    String name = visible(entry.path("benchmark").asText(""));
    return name.isEmpty() ? "" : " (" + name + ")";
  }

  /** The JVM that measured an entry and the version of JMH; empty where an old JMH doesn't say. */
  static String jvm(JsonNode entry) {
    return Stream.of(
            named("JDK ", entry, "jdkVersion"),
            named("", entry, "vmName"),
            named("", entry, "vmVersion"),
            named("JMH ", entry, "jmhVersion"))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String named(String name, JsonNode entry, String field) {
    String value = entry.path(field).asText("");
    return value.isEmpty() ? "" : name + value;
  }
}
