package strandbench.stats;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.util.Combinations;
import org.apache.commons.math3.util.CombinatoricsUtils;

/**
 * The permutation test of the shift between two independent groups (E. J. G. Pitman, "Significance
 * tests which may be applied to samples from any populations", 1937), its statistic the difference
 * of means.
 *
 * <p>If the second group is the first one's distribution moved by θ, then after taking θ out, every
 * way to deal the values to the groups is equally likely. A deal that exchanges the values A of the
 * second group for as many values B of the first leaves the difference at least as large exactly
 * where mean(A) − mean(B) is at most θ: those are the typical values of {@link ShiftTest}.
 *
 * <p>Every deal is taken where there are no more than asked for; else random ones, counted as in
 * {@link SignFlipTest}.
 */
public final class PermutationTest {
  private PermutationTest() {}

  /**
   * The test for two groups.
   *
   * @param first one finite value or more
   * @param second one finite value or more; the shift is how far these lie above the first
   * @param deals the most deals that are tried, beside the observed one
   */
  public static ShiftTest of(double[] first, double[] second, int deals) {
    if (first.length == 0
        || second.length == 0
        || !DoubleStream.concat(Arrays.stream(first), Arrays.stream(second))
            .allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("a finite value or more is needed of each group");
    }
    Typical typical = new Typical(first, second);
    int all = first.length + second.length;
    if (CombinatoricsUtils.binomialCoefficientDouble(all, second.length) - 1 <= deals) {
      for (int[] deal : new Combinations(all, second.length)) {
        typical.add(deal);
      }
      return typical.test(0);
    }
    SplittableRandom random =
        new SplittableRandom(31L * Arrays.hashCode(first) + Arrays.hashCode(second));
    int[] order = new int[all];
    Arrays.setAll(order, i -> i);
    for (int deal = 0; deal < deals; deal++) {
      for (int i = 0; i < second.length; i++) {
        int other = random.nextInt(i, all);
        int kept = order[i];
        order[i] = order[other];
        order[other] = kept;
      }
      typical.add(Arrays.copyOf(order, second.length));
    }
    return typical.test(1);
  }

  /** Collects the typical values of deals. */
  private static final class Typical {
    private final double[] first;
    private final double[] second;
    private final double sum;
    private final DoubleStream.Builder values = DoubleStream.builder();
    private long unchanged;

    Typical(double[] first, double[] second) {
      this.first = first;
      this.second = second;
      this.sum = StatUtils.sum(second);
    }

    /**
     * Adds a deal.
     *
     * @param dealt indices of what the second group is dealt: first the first group's
     */
    void add(int[] dealt) {
      int moved = 0;
      double in = 0;
      double out = sum;
      for (int index : dealt) {
        if (index < first.length) {
          moved++;
          in += first[index];
        } else {
          out -= second[index - first.length];
        }
      }
      if (moved == 0) {
        unchanged++;
      } else {
        values.add((out - in) / moved);
      }
    }

    /** The test of what was added, with so many observed deals beside. */
    ShiftTest test(int observed) {
      return new ShiftTest(
          sum / second.length - StatUtils.mean(first),
          values.build().toArray(),
          unchanged + observed);
    }
  }
}
