package strandbench.stats;

import org.apache.commons.math3.util.Precision;
import org.apache.commons.numbers.arrays.Selection;

/**
 * One-sided randomization tests of where a shift lies, with the bounds that invert them.
 *
 * <p>If the shift is θ, then taking it out of the data leaves something that rearranging (turning
 * signs, exchanging groups) does not change in distribution. A rearrangement is at least as extreme
 * as what was observed exactly where θ is at or beyond that rearrangement's <em>typical value</em>
 * (J. A. Hartigan, "Using subsample values as typical values", JASA 64, 1969). So the typical
 * values, made once, give p at every θ: the share of rearrangements whose typical value is at most
 * θ, the one that changes nothing always counted. p rises with θ, and the bound at a level is an
 * order statistic.
 *
 * <p>Instances don't change, but their methods reorder what they keep, and so are not thread-safe.
 */
public final class ShiftTest {
  /** Sums in another order differ by rounding: what is this close counts as a tie. */
  private static final double ROUNDING = 1e-12;

  private final double estimate;
  private final double[] typical;
  private final long unchanged;

  /**
   * A test of given typical values.
   *
   * @param estimate the shift at which what was observed is most typical
   * @param typical typical values of the rearrangements that change something; becomes this test's
   * @param unchanged how many rearrangements change nothing: at least the observed one
   */
  ShiftTest(double estimate, double[] typical, long unchanged) {
    this.estimate = estimate;
    this.typical = typical;
    this.unchanged = unchanged;
  }

  /** The point estimate of the shift. */
  public double estimate() {
    return estimate;
  }

  /** p of the hypothesis that the shift is {@code theta} or less; small where it is greater. */
  public double pGreater(double theta) {
    double limit = theta + slack(theta);
    long count = unchanged;
    for (double value : typical) {
      count += value <= limit ? 1 : 0;
    }
    return count / total();
  }

  /** p of the hypothesis that the shift is {@code theta} or more; small where it is less. */
  public double pLess(double theta) {
    double limit = theta - slack(theta);
    long count = unchanged;
    for (double value : typical) {
      count += value >= limit ? 1 : 0;
    }
    return count / total();
  }

  /** The smallest p that this test can give, whatever the shift. */
  public double smallestP() {
    return unchanged / total();
  }

  /**
   * The greatest bound below which {@link #pGreater} is at most {@code level} everywhere; negative
   * infinity where it can't be that small.
   */
  public double lowerBound(double level) {
    long below = rejected(level);
    if (below < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return below >= typical.length ? Double.POSITIVE_INFINITY : select((int) below);
  }

  /** The mirror image of {@link #lowerBound}. */
  public double upperBound(double level) {
    long above = rejected(level);
    if (above < 0) {
      return Double.POSITIVE_INFINITY;
    }
    return above >= typical.length
        ? Double.NEGATIVE_INFINITY
        : select((int) (typical.length - 1 - above));
  }

  /** How many typical values may lie on the far side of a shift that is still rejected. */
  private long rejected(double level) {
    return (long) Math.floor(level * total() * (1 + Precision.EPSILON)) - unchanged;
  }

  private double select(int rank) {
    Selection.select(typical, rank);
    return typical[rank];
  }

  private double total() {
    return (double) typical.length + unchanged;
  }

  private double slack(double theta) {
    return ROUNDING * (1 + Math.abs(theta));
  }
}
