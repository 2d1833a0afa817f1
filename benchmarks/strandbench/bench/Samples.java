package strandbench.bench;

import org.HdrHistogram.Histogram;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/** Durations sampled in one iteration, for counters that tell percentiles. Not thread-safe. */
final class Samples {
  private final Histogram histogram = new Histogram(3);

  /**
   * Forgets what was sampled before.
   *
   * @throws IllegalStateException if several iterations are measured: JMH would report the sum of
   *     their percentiles
   */
  void restart(IterationParams iteration) {
    if (iteration.getType() == IterationType.MEASUREMENT && iteration.getCount() > 1) {
      throw new IllegalStateException(
          "percentiles of %d iterations can't be told in one figure: measure one longer iteration"
              .formatted(iteration.getCount()));
    }
    histogram.reset();
  }

  void add(long nanos) {
    histogram.recordValue(nanos);
  }

  long percentile(double percentile) {
    return histogram.getValueAtPercentile(percentile);
  }
}
