package strandbench.run;

import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import strandbench.catalog.CollectsGarbage;
import strandbench.result.CellResult;
import strandbench.result.ForkEntry;
import strandbench.result.JmhEntry;

/** Figures of a single fork, for the rules. */
final class ForkFigures {
  private static final int FEWEST_ITERATIONS = 5;

  /** Two-sided p of 1.6%: with five iterations, all of them in order. */
  private static final double TREND_Z = 2.4;

  private ForkFigures() {}

  /** Mean of a secondary metric over the iterations; NaN where there is none. */
  static double mean(ForkEntry fork, String metric) {
    return jmh(fork)
        .secondary(metric)
        .map(found -> Arrays.stream(found.values()).average().orElse(Double.NaN))
        .orElse(Double.NaN);
  }

  /** The share of collections in the time of a benchmark that doesn't ask for any; else NaN. */
  static double unwantedPauses(ForkEntry fork) {
    return collectsGarbage(fork.key().benchmark())
        ? Double.NaN
        : mean(fork, TreeAccount.TREE + TreeMetric.GC_PAUSES.label()) / 100;
  }

  private static boolean collectsGarbage(String benchmark) {
    try {
      return Class.forName(benchmark.substring(0, benchmark.lastIndexOf('.')))
          .isAnnotationPresent(CollectsGarbage.class);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * How far the iterations drift, as a share of their median: the slope of Theil and Sen (the
   * median of the slopes between all pairs) from the first to the last. 0 where Mann's test against
   * a trend doesn't reject, NaN under five iterations.
   */
  static double drift(ForkEntry fork) {
    double[] iterations = jmh(fork).primary().values();
    int n = iterations.length;
    if (n < FEWEST_ITERATIONS) {
      return Double.NaN;
    }
    double[] slopes = new double[n * (n - 1) / 2];
    int pair = 0;
    double concordance = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        concordance += Math.signum(iterations[j] - iterations[i]);
        slopes[pair++] = (iterations[j] - iterations[i]) / (j - i);
      }
    }
    double z = concordance / Math.sqrt(n * (n - 1.0) * (2.0 * n + 5) / 18);
    return Math.abs(z) < TREND_Z
        ? 0
        : Math.abs(new Median().evaluate(slopes) * (n - 1) / new Median().evaluate(iterations));
  }

  private static CellResult jmh(ForkEntry fork) {
    return JmhEntry.cell(fork.jmh());
  }
}
