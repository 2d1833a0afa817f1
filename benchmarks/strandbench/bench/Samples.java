package strandbench.bench;

import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * Durations sampled in the one measured iteration. A subclass tells their percentiles, by methods
 * that JMH takes for counters. Not thread-safe.
 */
@State(Scope.Thread)
public abstract class Samples {
  private final Histogram histogram = new Histogram(3);

  /**
   * Forgets what was sampled before.
   *
   * @throws IllegalStateException if several iterations are measured: JMH would report the sum of
   *     their percentiles
   */
  @Setup(Level.Iteration)
  public final void restart(IterationParams iteration) {
    wantOneIteration(iteration);
    histogram.reset();
  }

  /** Throws the exception that {@link #restart} tells of. */
  static void wantOneIteration(IterationParams iteration) {
    if (iteration.getType() == IterationType.MEASUREMENT && iteration.getCount() > 1) {
      throw new IllegalStateException(
          "percentiles of %d iterations can't be told in one figure: measure one longer iteration"
              .formatted(iteration.getCount()));
    }
  }

  final void add(long nanos) {
    histogram.recordValue(nanos);
  }

  final long percentile(double percentile) {
    return histogram.getValueAtPercentile(percentile);
  }
}
