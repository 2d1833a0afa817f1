package strandbench.stats;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Whether a series drifts: the test of Mann (1945) and Kendall against a steady one, and by how
 * much. It asks of each pair whether the later value is the higher one, so that a single outlier
 * hardly moves it, and needs no distribution. It rests on values that are independent of one
 * another where there is no drift: a series that wanders slowly looks like drift to it.
 *
 * @param p two-sided; exact where no two values are equal and there are {@link #EXACT} or fewer,
 *     else by the normal approximation with corrections for ties and continuity; 1 for fewer than
 *     two values
 * @param drift from the first value to the last, as a share of the median: the slope of Theil
 *     (1950) and Sen (1968) times the length; NaN where the median is 0
 */
public record MannKendall(double p, double drift) {
  /** Fewer values than these can't be told from a steady series at a level of 5%. */
  public static final int MIN_VALUES = 5;

  private static final int EXACT = 30;

  /**
   * Tests a series.
   *
   * @param values in the order of time, finite
   */
  public static MannKendall of(double[] values) {
    boolean exact = ties(values) == 0 && values.length <= EXACT && values.length > 1;
    return exact
        ? new MannKendall(exact(values.length, s(values)), drift(values))
        : pooled(List.of(values));
  }

  /**
   * Tests several series for a drift that they share, as Hirsch and Slack (1984) do with seasons:
   * so short ones can be told from steady ones, too. By the normal approximation; the drift is the
   * median of theirs.
   *
   * @param series each in the order of time, finite
   */
  public static MannKendall pooled(List<double[]> series) {
    int s = series.stream().mapToInt(MannKendall::s).sum();
    double variance = series.stream().mapToDouble(MannKendall::variance).sum();
    double p =
        s == 0 || variance <= 0
            ? 1
            : 2
                * new NormalDistribution(null, 0, 1)
                    .cumulativeProbability(-(Math.abs(s) - 1) / Math.sqrt(variance));
    double[] drifts =
        series.stream().mapToDouble(MannKendall::drift).filter(Double::isFinite).toArray();
    return new MannKendall(p, drifts.length == 0 ? Double.NaN : median(drifts));
  }

  /** How many pairs rise, less how many fall. */
  private static int s(double[] values) {
    int s = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = i + 1; j < values.length; j++) {
        s += (int) Math.signum(values[j] - values[i]);
      }
    }
    return s;
  }

  private static double drift(double[] values) {
    int n = values.length;
    if (n < 2) {
      return Double.NaN;
    }
    double[] slopes = new double[n * (n - 1) / 2];
    int pair = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        slopes[pair++] = (values[j] - values[i]) / (j - i);
      }
    }
    double drift = median(slopes) * (n - 1) / Math.abs(median(values.clone()));
    return Double.isFinite(drift) ? drift : Double.NaN;
  }

  /** Sorts its argument; that of many short series, a library's selection takes much longer. */
  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  private static double variance(double[] values) {
    double n = values.length;
    return (n * (n - 1) * (2 * n + 5) - ties(values)) / 18;
  }

  /** Σ t (t − 1) (2t + 5) over groups of t equal values. */
  private static double ties(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (int i = 0; i < sorted.length; ) {
      int next = i;
      while (next < sorted.length && sorted[next] == sorted[i]) {
        next++;
      }
      double t = next - i;
      sum += t * (t - 1) * (2 * t + 5);
      i = next;
    }
    return sum;
  }

  /** Over all orders of n values: S is that of an order with (n (n − 1) / 2 − S) / 2 inversions. */
  private static double exact(int n, int s) {
    double[] orders = {1};
    for (int size = 2; size <= n; size++) {
      double[] longer = new double[orders.length + size - 1];
      for (int inversions = 0; inversions < orders.length; inversions++) {
        for (int more = 0; more < size; more++) {
          longer[inversions + more] += orders[inversions] / size;
        }
      }
      orders = longer;
    }
    int fewest = (n * (n - 1) / 2 - Math.abs(s)) / 2;
    double tail = 0;
    for (int inversions = 0; inversions <= fewest; inversions++) {
      tail += orders[inversions];
    }
    return Math.min(1, 2 * tail);
  }
}
