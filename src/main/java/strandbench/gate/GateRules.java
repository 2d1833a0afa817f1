package strandbench.gate;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The rules by which the gate decides. All but the tolerance are fixed: the error rates that are
 * published were measured with these.
 *
 * <p>A benchmark is looked at when it has 10, 14, 20 … pairs, whatever time that took. Each look
 * spends its share of the error (Bonferroni over looks): p over all looks so far is the smallest of
 * their p / share. So stopping at a look because of what it shows is no cheating. That spends less
 * than the level, because looks agree with each other; a test that counted on it would need fewer
 * pairs, but its p could no longer be worked out again by hand. Over the benchmarks of a run,
 * REGRESSION and IMPROVEMENT are corrected by Holm, PASS is not.
 *
 * @param tolerance the slow-down that is put up with, 0.05 for 5%
 * @param regressionLevel the probability that any benchmark of a run is called REGRESSION wrongly
 * @param passLevel the probability that a benchmark whose slow-down is at the tolerance passes
 * @param looks fewest pairs first; their shares add up to 1 at most
 * @param flips the most ways to set the signs of pairs that are tried, or to deal recorded forks to
 *     the arms: all where they are no more (so up to 20 pairs), else so many random ones
 */
public record GateRules(
    double tolerance, double regressionLevel, double passLevel, List<Look> looks, int flips) {

  /** Of a run as a whole. A gate that cries wolf more often is switched off. */
  public static final double REGRESSION_LEVEL = 0.01;

  /**
   * Of each benchmark. With the 1% on the other side it makes an interval of 95%, which therefore
   * never contradicts the verdict.
   */
  public static final double PASS_LEVEL = 0.04;

  /** Each about 1.4 times the one before. */
  private static final List<Integer> PAIRS =
      List.of(10, 14, 20, 28, 40, 56, 80, 112, 160, 224, 320, 448);

  /** All flips of 20 pairs, the observed one aside. */
  private static final int FLIPS = (1 << 20) - 1;

  public GateRules {
    if (!(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the tolerance must be 0 or more: " + tolerance);
    }
    looks = List.copyOf(looks);
    if (looks.isEmpty()) {
      throw new IllegalArgumentException("a look or more is needed");
    }
  }

  /**
   * The gate's rules.
   *
   * @param tolerance 0 or more
   */
  public static GateRules of(double tolerance) {
    return new GateRules(tolerance, REGRESSION_LEVEL, PASS_LEVEL, looksAt(PAIRS), FLIPS);
  }

  /**
   * The looks at given numbers of pairs. They share the error alike, but for the first and the
   * last, which count double: with the 2^10 flips of ten pairs p is too coarse for less, and what
   * is still undecided when the budget ends deserves more than one look of many.
   */
  private static List<Look> looksAt(List<Integer> pairs) {
    int last = pairs.size() - 1;
    double share = 1.0 / (pairs.size() + 2);
    return IntStream.rangeClosed(0, last)
        .mapToObj(i -> new Look(pairs.get(i), share * (1 + (i == 0 ? 1 : 0) + (i == last ? 1 : 0))))
        .toList();
  }

  /**
   * The same rules for benchmarks that will have no more than so many pairs: looks that can't be
   * reached spend no error. To be chosen before the first score is seen, by how many pairs the
   * budget affords; asked for later, it would be cheating.
   *
   * @param pairs as many as the first look or more
   */
  public GateRules upTo(int pairs) {
    return new GateRules(
        tolerance,
        regressionLevel,
        passLevel,
        looksAt(looks.stream().map(Look::pairs).filter(look -> look <= pairs).toList()),
        flips);
  }

  /**
   * The same rules with another number of {@link #flips}: fewer are faster and keep every level,
   * but find a little less.
   */
  public GateRules withFlips(int number) {
    return new GateRules(tolerance, regressionLevel, passLevel, looks, number);
  }

  /** The most pairs of one benchmark. */
  public int mostPairs() {
    return looks.getLast().pairs();
  }

  /** The first look at more pairs than these; empty after the last. */
  public OptionalInt nextLook(int pairs) {
    return looks.stream().mapToInt(Look::pairs).filter(look -> look > pairs).findFirst();
  }

  /** The last look at so many pairs or fewer; empty before the first. */
  public OptionalInt lastLook(int pairs) {
    return looks.stream()
        .mapToInt(Look::pairs)
        .filter(look -> look <= pairs)
        .reduce((first, second) -> second);
  }

  /**
   * The fewest pairs with which anything at all can be called REGRESSION, if it is the first of a
   * family: where the smallest p that a look can give, times the benchmarks, is within that look's
   * share of the level. Empty if no look can.
   *
   * @param benchmarks how many are compared
   */
  public OptionalInt pairsNeeded(int benchmarks) {
    return looks.stream()
        .filter(look -> canCall(look, benchmarks))
        .mapToInt(Look::pairs)
        .findFirst();
  }

  boolean canCall(Look look, int benchmarks) {
    return smallestP(look.pairs()) * benchmarks <= regressionLevel * look.share();
  }

  private double smallestP(int pairs) {
    return Math.max(Math.scalb(1.0, -pairs), 1 / (flips + 1.0));
  }

  /** The tolerance as a shift of log slow-downs. */
  double boundary() {
    return Math.log1p(tolerance);
  }
}
