package strandbench.stats;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The sign-flip test of the centre of differences (R. A. Fisher, "The Design of Experiments", 1935,
 * section 21), its statistic the mean.
 *
 * <p>If the differences are symmetric about θ, each x − θ has either sign with equal probability,
 * whatever its size and whatever the tails, so all 2^n ways to set the signs are equally likely.
 * Turning the signs of a subset leaves the mean at least as large exactly where the mean of that
 * subset is at most θ: the typical values of {@link ShiftTest} are the means of subsets.
 *
 * <p>Every subset is taken where there are no more than asked for; else random ones, and the
 * observed signs count as one of them, p = (b + 1) / (B + 1), which keeps the level exactly (J.
 * Besag and P. Clifford, "Generalized Monte Carlo significance tests", Biometrika 76, 1989). Their
 * seed is made of the differences, so that the same ones always give the same test.
 */
public final class SignFlipTest {
  private static final int BLOCK_MASK = (1 << SignPaths.BLOCK) - 1;

  private SignFlipTest() {}

  /**
   * The test for some differences.
   *
   * @param differences one finite value or more
   * @param flips the most ways to set the signs that are tried, beside the observed one; 2^n − 1
   *     are all of them
   */
  public static ShiftTest of(double[] differences, int flips) {
    if (differences.length == 0 || !Arrays.stream(differences).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("a finite difference or more is needed");
    }
    double[][] sums = SignPaths.blockSums(differences, SignPaths.BLOCK);
    double mean = StatUtils.mean(differences);
    return Math.scalb(1.0, differences.length) - 1 <= flips
        ? new ShiftTest(mean, everySubset(sums, differences.length), 1)
        : randomSubsets(mean, sums, differences.length, flips, Arrays.hashCode(differences));
  }

  private static double[] everySubset(double[][] sums, int n) {
    double[] means = new double[(1 << n) - 1];
    for (int subset = 1; subset <= means.length; subset++) {
      double sum = 0;
      for (int block = 0, rest = subset; rest != 0; block++, rest >>>= SignPaths.BLOCK) {
        sum += sums[block][rest & BLOCK_MASK];
      }
      means[subset - 1] = sum / Integer.bitCount(subset);
    }
    return means;
  }

  private static ShiftTest randomSubsets(
      double mean, double[][] sums, int n, int flips, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[flips];
    int kept = 0;
    int spare = (Long.SIZE - n % Long.SIZE) % Long.SIZE;
    for (int flip = 0; flip < flips; flip++) {
      double sum = 0;
      int size = 0;
      for (int first = 0; first < n; first += Long.SIZE) {
        long subset = random.nextLong();
        if (n - first < Long.SIZE) {
          subset >>>= spare;
        }
        size += Long.bitCount(subset);
        for (int block = first / SignPaths.BLOCK;
            subset != 0;
            block++, subset >>>= SignPaths.BLOCK) {
          sum += sums[block][(int) subset & BLOCK_MASK];
        }
      }
      if (size > 0) {
        means[kept++] = sum / size;
      }
    }
    return new ShiftTest(mean, Arrays.copyOf(means, kept), flips - kept + 1L);
  }
}
