package strandbench.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import strandbench.stats.SequentialSignFlipTest;

/**
 * The rules by which the gate decides. All but the tolerance are fixed: the error rates that are
 * published were measured with these.
 *
 * <p>A benchmark is looked at when it has 6, 7, 8 … pairs, whatever time that took. The error that
 * may be spent up to a look grows with the logarithm of its pairs, and what is spent is counted
 * ({@link strandbench.stats.SequentialSignFlipTest}). So stopping at a look because of what it
 * shows is no cheating. Over the benchmarks of a run, REGRESSION and IMPROVEMENT are corrected by
 * Holm, PASS is not.
 *
 * @param tolerance the slow-down that is put up with, 0.05 for 5%
 * @param regressionLevel the probability that any benchmark of a run is called REGRESSION wrongly
 * @param passLevel the probability that a benchmark whose slow-down is at the tolerance passes
 * @param looks fewest pairs first; their shares add up to 1 at most
 * @param flips the most ways to deal recorded forks to the arms that are tried; all where they are
 *     no more, else so many random ones. Of ways to set the signs of pairs, the greatest power of
 *     two that is at most one more
 */
public record GateRules(
    double tolerance, double regressionLevel, double passLevel, List<Look> looks, int flips) {

  /**
   * Of a run as a whole: a gate that cries wolf more often than in 1% of runs is switched off. Less
   * is spent, so that a simulation can show that the promise is kept.
   */
  public static final double REGRESSION_LEVEL = 0.009;

  /** Of each benchmark; 4% are promised. */
  public static final double PASS_LEVEL = 0.039;

  /** Of the interval between the two levels promised, which never contradicts a verdict. */
  public static final double CONFIDENCE = 0.95;

  /** Each one, then each about 1.2 times the one before. */
  private static final List<Integer> PAIRS =
      List.of(
          6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 24, 28, 34, 40, 48, 56, 67, 80, 95, 112, 134,
          160, 190, 224, 268, 320, 380, 448, 540, 640, 760, 896);

  /** So many pairs would have spent nothing. */
  private static final double NOTHING_SPENT = 2;

  /** What the last look has to itself: what is open when the budget ends deserves the best test. */
  private static final double OF_THE_LAST = 1.0 / 6;

  /** About what a look decides at, in units of what is spent while the pairs grow e-fold. */
  private static final double OF_A_LOOK = 0.4;

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
   * The looks at given numbers of pairs. They share the error alike by the logarithm of pairs,
   * since a slow-down may as well take ten pairs to be found as a hundred; a sixth is the last
   * one's.
   */
  private static List<Look> looksAt(List<Integer> pairs) {
    List<Look> looks = new ArrayList<>();
    double before = 0;
    for (int number : pairs) {
      double logs = Math.log(number / NOTHING_SPENT) / Math.log(pairs.getLast() / NOTHING_SPENT);
      double spent = number == pairs.getLast() ? 1 : (1 - OF_THE_LAST) * logs;
      looks.add(new Look(number, spent - before));
      before = spent;
    }
    return looks;
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

  /** The share of the error that may be spent up to a look. */
  double spent(int pairs) {
    return looks.stream().filter(look -> look.pairs() <= pairs).mapToDouble(Look::share).sum();
  }

  /**
   * About which share of a level the look at so many pairs decides at, taken by itself: what is
   * called there is mostly called at its neighbours as well, and counted once.
   */
  double shareOf(int pairs) {
    double ofAny = OF_A_LOOK * (1 - OF_THE_LAST) / Math.log(mostPairs() / NOTHING_SPENT);
    return ofAny + (pairs == mostPairs() ? OF_THE_LAST : 0);
  }

  /** There are two to the power of it ways to set signs. */
  int pathBits() {
    return Math.min(
        SequentialSignFlipTest.MOST_BITS,
        Integer.SIZE - 1 - Integer.numberOfLeadingZeros(flips + 1));
  }

  /**
   * The fewest pairs with which anything at all can be called REGRESSION, if it is the first of a
   * family: where the smallest p that a look can give, times the benchmarks, is within what may be
   * spent of the level up to there. Empty if no look can.
   *
   * @param benchmarks how many are compared
   */
  public OptionalInt pairsNeeded(int benchmarks) {
    return looks.stream()
        .mapToInt(Look::pairs)
        .filter(pairs -> canCall(pairs, benchmarks))
        .findFirst();
  }

  boolean canCall(int pairs, int benchmarks) {
    return smallestP(pairs) * benchmarks <= regressionLevel * spent(pairs);
  }

  private double smallestP(int pairs) {
    return Math.scalb(1.0, -Math.min(pairs, pathBits()));
  }

  /** The tolerance as a shift of log slow-downs. */
  double boundary() {
    return Math.log1p(tolerance);
  }
}
