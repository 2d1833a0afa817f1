package strandbench.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.openjdk.jmh.util.MultisetStatistics;
import org.openjdk.jmh.util.Statistics;

/**
 * What JMH writes in its sampling mode: for each fork and iteration a histogram, pairs of a value
 * and how often it was seen, instead of one mean.
 */
final class Samples {
  /** The field of a metric that holds them. */
  static final String FIELD = "rawDataHistogram";

  /** The ranks that are read as metrics of their own. */
  private static final double[] RANKS = {50, 75, 90, 95, 99, 99.9, 99.99};

  /** A percentile beyond these ranks is read only where so many samples lie above it. */
  private static final double COMMON = 99.9;

  private static final double FEWEST_ABOVE = 10;

  private Samples() {}

  static boolean isSampled(JsonNode metric) {
    return metric.has(FIELD);
  }

  /** All samples of the forks as one set, each fork weighted by how many it has, as JMH does. */
  static Statistics ofForks(JsonNode forks) {
    MultisetStatistics all = new MultisetStatistics();
    forks.forEach(fork -> fork.forEach(iteration -> addTo(all, iteration)));
    return all;
  }

  private static void addTo(MultisetStatistics all, JsonNode iteration) {
    for (JsonNode pair : iteration) {
      long count = pair.path(1).asLong();
      if (count < 1) {
        throw new IllegalArgumentException("has a histogram that is no pairs of value and count");
      }
      all.addValue(JmhEntry.number(pair.path(0)), count);
    }
  }

  /** The metric with the mean of each iteration. */
  static Metric means(JsonNode metric) {
    List<double[]> forks = new ArrayList<>();
    for (JsonNode fork : metric.path(FIELD)) {
      forks.add(
          StreamSupport.stream(fork.spliterator(), false)
              .mapToDouble(iteration -> ofIterations(List.of(iteration)).getMean())
              .toArray());
    }
    return new Metric(metric.path("scoreUnit").asText(""), JmhEntry.score(metric), forks);
  }

  /**
   * Percentiles over all samples of a fork, one value per fork, by JMH's name for them: {@code
   * p0.50}, {@code p0.999}.
   */
  static Map<String, Metric> percentiles(JsonNode metric) {
    List<Statistics> forks =
        StreamSupport.stream(metric.path(FIELD).spliterator(), false)
            .map(Samples::ofIterations)
            .filter(samples -> samples.getN() > 0)
            .toList();
    Statistics all = ofForks(metric.path(FIELD));
    Map<String, Metric> percentiles = new LinkedHashMap<>();
    long fewest = forks.stream().mapToLong(Statistics::getN).min().orElse(0);
    for (double rank : RANKS) {
      if (rank > COMMON && fewest * (1 - rank / 100) < FEWEST_ABOVE) {
        continue;
      }
      int digits = BigDecimal.valueOf(rank).stripTrailingZeros().scale();
      String name = String.format(Locale.ROOT, "p%." + (2 + Math.max(0, digits)) + "f", rank / 100);
      percentiles.put(
          name,
          new Metric(
              metric.path("scoreUnit").asText(""),
              all.getPercentile(rank),
              forks.stream().map(fork -> new double[] {fork.getPercentile(rank)}).toList()));
    }
    return percentiles;
  }

  private static Statistics ofIterations(Iterable<JsonNode> iterations) {
    MultisetStatistics samples = new MultisetStatistics();
    iterations.forEach(iteration -> addTo(samples, iteration));
    return samples;
  }
}
