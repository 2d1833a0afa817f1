package strandbench.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The sign-flip test of a shift, of differences that come in one after another and are looked at
 * more than once: {@link SignFlipTest} at each look, and one p over all of them.
 *
 * <p>If each difference is symmetric about the shift, all ways to set the signs of what is left
 * without it are equally likely, and each of them, as a path, can be followed through all looks.
 * The level is spent over the looks (K. K. G. Lan and D. L. DeMets, "Discrete sequential boundaries
 * for clinical trials", Biometrika 70, 1983), and what a look spends is counted: of all paths,
 * those are called at a look whose sums are the most extreme ones there, so many that with those
 * called before they are no more than the share of the level that may be spent up to that look.
 * What looks have in common is thereby counted once, and what a look can't spend is left to the
 * next. The level is kept however the differences are distributed, and however the test is stopped.
 *
 * <p>p is the smallest level at which what was observed has been called; it never rises. With
 * 2^bits paths the first {@code bits} differences are turned in every way there is, later ones at
 * random, by a seed that is made of the differences of the first look.
 *
 * <p>Not thread-safe.
 */
public final class SequentialSignFlipTest {
  /** The most paths are 2 to the power of it. */
  public static final int MOST_BITS = SignPaths.MOST_BITS;

  /** Where the true shift lies if the hypothesis tested is wrong. */
  public enum Alternative {
    GREATER,
    LESS
  }

  private static final int MOST_DIFFERENCES = 2_047;

  /**
   * Differences are scaled by a power of two, and rounded to whole numbers below 2^(this + 1): sums
   * are exact, and equal ones are ties.
   */
  private static final int EXPONENT = 31;

  private final double shift;
  private final Alternative alternative;
  private final int bits;
  private final double limit;

  /** Looks at which what was observed could not be called, whatever was called at them. */
  private final List<Look> put = new ArrayList<>();

  private SignPaths paths;
  private CalledPaths called;
  private double[] differences = {};

  private record Look(int differences, double spent) {}

  /**
   * A test that has not looked yet.
   *
   * @param shift its hypothesis: the true shift is this one, or lies on the other side of it than
   *     the alternative
   * @param bits for 2^bits paths: p is a multiple of as small a number, over the share spent; 0 to
   *     {@link #MOST_BITS}
   * @param limit p is told up to it, and is 1 beyond: the less it is, the less there is to count;
   *     above 0 and below 1/2
   */
  public SequentialSignFlipTest(double shift, Alternative alternative, int bits, double limit) {
    if (!(limit > 0 && limit < 0.5)) {
      throw new IllegalArgumentException("a limit above 0 and below 1/2 is wanted, not " + limit);
    }
    this.shift = shift;
    this.alternative = alternative;
    this.bits = bits;
    this.limit = limit;
  }

  /**
   * Looks.
   *
   * @param all every difference so far, finite, those of the look before first, and at least one
   *     more; 2,047 at most
   * @param spent the share of the level that may be spent up to this look: no less than at the look
   *     before, and 1 at most
   */
  public void look(double[] all, double spent) {
    if (all.length <= differences.length
        || all.length > MOST_DIFFERENCES
        || !Arrays.stream(all).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "more than " + differences.length + " finite differences are wanted, not " + all.length);
    }
    if (paths == null) {
      paths = new SignPaths(bits, new SplittableRandom(Arrays.hashCode(all)).nextLong());
      called = new CalledPaths(paths.count(), limit);
    }
    differences = all.clone();
    int most = (int) (limit * spent * paths.count());
    if (most < paths.alike(all.length)) {
      return;
    }
    put.add(new Look(all.length, spent));
    double[] signed = signed(all.length);
    if (StatUtils.sum(signed) > 0 && paths.turningZeroOrLess(signed, most) <= most) {
      put.forEach(look -> called.look(paths.turned(signed(look.differences())), look.spent()));
      put.clear();
    }
  }

  /** How many differences it has looked at. */
  public int differences() {
    return differences.length;
  }

  /** p over all looks so far; 1 above the limit. */
  public double p() {
    return called == null ? 1 : Math.min(1, called.level());
  }

  /** How far differences lie on the alternative's side, as whole numbers. */
  private double[] signed(int number) {
    double[] signed = new double[number];
    double most = 0;
    for (int i = 0; i < number; i++) {
      double above = differences[i] - shift;
      signed[i] = alternative == Alternative.GREATER ? above : -above;
      most = Math.max(most, Math.abs(above));
    }
    int scale = EXPONENT - Math.getExponent(most);
    for (int i = 0; i < number; i++) {
      signed[i] = Math.rint(Math.scalb(signed[i], scale));
    }
    return signed;
  }
}
