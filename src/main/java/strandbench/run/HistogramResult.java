package strandbench.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.MultisetStatistics;
import org.openjdk.jmh.util.Statistics;

/**
 * A secondary metric that is a histogram of durations, in microseconds. JMH writes histograms of
 * primary metrics only, into its JSON, and of this one the means; {@link #write} puts the histogram
 * in their place, in the form that JMH has for the others.
 */
final class HistogramResult extends Result<HistogramResult> {
  private static final long serialVersionUID = 1;

  private final Histogram micros;

  /**
   * Creates one.
   *
   * @param name of the metric
   * @param micros not modified from now on
   */
  HistogramResult(String name, Histogram micros) {
    super(ResultRole.SECONDARY, name, statistics(micros), "us", AggregationPolicy.AVG);
    this.micros = micros;
  }

  private static Statistics statistics(Histogram histogram) {
    MultisetStatistics statistics = new MultisetStatistics();
    histogram
        .recordedValues()
        .forEach(
            value ->
                statistics.addValue(
                    (double) value.getValueIteratedTo(), value.getCountAddedInThisIterationStep()));
    return statistics;
  }

  @Override
  protected Aggregator<HistogramResult> getThreadAggregator() {
    return HistogramResult::sum;
  }

  @Override
  protected Aggregator<HistogramResult> getIterationAggregator() {
    return HistogramResult::sum;
  }

  private static HistogramResult sum(Collection<HistogramResult> results) {
    HistogramResult first = results.iterator().next();
    Histogram sum = new Histogram(first.micros.getNumberOfSignificantValueDigits());
    results.forEach(result -> sum.add(result.micros));
    return new HistogramResult(first.getLabel(), sum);
  }

  /**
   * Writes the histograms of a benchmark into JMH's JSON entry for it: {@code rawDataHistogram} in
   * place of {@code rawData}, for each fork and iteration pairs of a value and how often it was
   * seen.
   */
  static void write(RunResult from, ObjectNode entry) {
    from.getSecondaryResults()
        .forEach(
            (name, result) -> {
              if (result instanceof HistogramResult) {
                ObjectNode metric = (ObjectNode) entry.get("secondaryMetrics").get(name);
                metric.remove("rawData");
                write(from, name, metric.putArray("rawDataHistogram"));
              }
            });
  }

  private static void write(RunResult from, String name, ArrayNode forks) {
    for (BenchmarkResult fork : from.getBenchmarkResults()) {
      ArrayNode iterations = forks.addArray();
      for (IterationResult iteration : fork.getIterationResults()) {
        if (iteration.getSecondaryResults().get(name) instanceof HistogramResult result) {
          ArrayNode pairs = iterations.addArray();
          result
              .micros
              .recordedValues()
              .forEach(
                  value ->
                      pairs
                          .addArray()
                          .add(value.getValueIteratedTo())
                          .add(value.getCountAddedInThisIterationStep()));
        }
      }
    }
  }
}
