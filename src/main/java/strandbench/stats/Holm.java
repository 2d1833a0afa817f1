package strandbench.stats;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction for several tests (S. Holm, "A simple sequentially rejective multiple
 * test procedure", Scandinavian Journal of Statistics 6, 1979). Rejecting what is adjusted to α or
 * less keeps the probability of any false rejection at α or less, however the tests depend on each
 * other.
 */
public final class Holm {
  private Holm() {}

  /**
   * Adjusted p-values: the i-th smallest of m is max over j ≤ i of (m − j + 1) · p(j), at most 1.
   *
   * @param p one value in 0 to 1 per test
   * @return in the order of {@code p}
   */
  public static double[] adjust(double[] p) {
    List<Integer> order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(index -> p[index]))
            .toList();
    double[] adjusted = new double[p.length];
    double least = 0;
    for (int i = 0; i < p.length; i++) {
      least = Math.max(least, Math.min(1, (p.length - i) * p[order.get(i)]));
      adjusted[order.get(i)] = least;
    }
    return adjusted;
  }
}
