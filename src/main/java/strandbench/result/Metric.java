package strandbench.result;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * One metric of a cell: its unit and every value that was measured.
 *
 * @param unit JMH's unit, for example {@code ops/s} or {@code us/op}
 * @param score the score that JMH printed, NaN where it had none
 * @param forks one row per fork, one value per iteration; rows may differ in length. Treat the
 *     arrays as read-only
 */
public record Metric(String unit, double score, List<double[]> forks) {
  public Metric {
    forks = List.copyOf(forks);
  }

  /** The mean over each fork's iterations, in fork order; forks without a finite value left out. */
  public double[] forkMeans() {
    double[] means = new double[forks.size()];
    int count = 0;
    for (double[] row : forks) {
      double sum = 0;
      int finite = 0;
      for (double value : row) {
        if (Double.isFinite(value)) {
          sum += value;
          finite++;
        }
      }
      double mean = sum / finite;
      if (Double.isFinite(mean)) {
        means[count++] = mean;
      }
    }
    return Arrays.copyOf(means, count);
  }

  /** Every iteration's value, fork after fork. */
  public double[] values() {
    return forks.stream().flatMapToDouble(DoubleStream::of).toArray();
  }
}
