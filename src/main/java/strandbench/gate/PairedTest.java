package strandbench.gate;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;
import strandbench.stats.Estimate;
import strandbench.stats.SequentialSignFlipTest;
import strandbench.stats.SequentialSignFlipTest.Alternative;

/**
 * The tests of one benchmark's pairs, over all looks that they have reached. What is asked for is
 * worked out when it is asked for. Not thread-safe.
 */
public final class PairedTest {
  /** p is told up to so many times the level at which it decides. */
  private static final double TOLD = 1.25;

  /** Bounds are found by trying: fewer paths than decide are enough for levels near 1%. */
  private static final int BITS_OF_BOUNDS = 13;

  /** Bounds are as exact as the range of the pairs, halved so often. */
  private static final int HALVINGS = 24;

  private final GateRules rules;
  private final SequentialSignFlipTest regression;
  private final SequentialSignFlipTest pass;
  private final SequentialSignFlipTest improvement;
  private double[] logSlowDowns = {};

  /** Tests that have not looked yet. */
  public PairedTest(GateRules rules) {
    this.rules = rules;
    regression = test(rules.boundary(), Alternative.GREATER, rules.pathBits());
    pass = test(rules.boundary(), Alternative.LESS, rules.pathBits());
    improvement = test(-rules.boundary(), Alternative.LESS, rules.pathBits());
  }

  private SequentialSignFlipTest test(double shift, Alternative alternative, int bits) {
    return new SequentialSignFlipTest(shift, alternative, bits, TOLD * level(alternative));
  }

  private double level(Alternative alternative) {
    return alternative == Alternative.GREATER ? rules.regressionLevel() : rules.passLevel();
  }

  /**
   * Takes pairs; the tests look at those that the last look within their number has.
   *
   * @param all every pair so far, in the order they were measured
   */
  public void take(double[] all) {
    logSlowDowns = Arrays.copyOf(all, rules.lastLook(all.length).orElse(0));
  }

  /** How many pairs the last look had; 0 before the first. */
  public int pairs() {
    return logSlowDowns.length;
  }

  /** See {@link Evidence#regressionP}. */
  public double regressionP() {
    return p(regression);
  }

  /** See {@link Evidence#passP}. */
  public double passP() {
    return p(pass);
  }

  /** See {@link Evidence#improvementP}. */
  public double improvementP() {
    return p(improvement);
  }

  /** What follows if it is the only benchmark of its run. */
  public Verdict verdict() {
    return Decision.verdict(regressionP(), this::passP, this::improvementP, rules);
  }

  /** Whether more pairs would hardly change that; see {@link Reach#isHopeless}. */
  public boolean isHopeless(int benchmarks) {
    return Reach.isHopeless(rules, mean(), spread(), pairs(), benchmarks);
  }

  /** Whether the interval holds a slow-down: no test of it, at its level, rejects it. */
  public boolean holds(double slowDown) {
    double shift = Math.log(slowDown);
    return !rejects(shift, Alternative.GREATER, rules.pathBits())
        && !rejects(shift, Alternative.LESS, rules.pathBits());
  }

  /** All of it but the interval, which takes longer. */
  public Evidence evidence() {
    return evidence(Double.NaN, Double.NaN);
  }

  /** All of it. */
  public Evidence withInterval() {
    if (pairs() == 0) {
      return evidence();
    }
    double low = Math.exp(bound(Alternative.GREATER));
    double high = Math.exp(bound(Alternative.LESS));
    double tolerated = 1 + rules.tolerance();
    // Other paths than those that decided: by a hair, they might say otherwise of the tolerance.
    low =
        regressionP() <= rules.regressionLevel()
            ? Math.max(low, Math.nextUp(tolerated))
            : Math.min(low, tolerated);
    high =
        passP() <= rules.passLevel()
            ? Math.min(high, Math.nextDown(tolerated))
            : Math.max(high, tolerated);
    // Looks may, rarely, contradict each other: then what lies between their bounds is shown.
    return evidence(Math.min(low, high), Math.max(low, high));
  }

  private Evidence evidence(double low, double high) {
    return new Evidence(
        pairs(),
        regressionP(),
        passP(),
        improvementP(),
        new Estimate(Math.exp(mean()), low, high, GateRules.CONFIDENCE, pairs()),
        spread());
  }

  private double mean() {
    return StatUtils.mean(logSlowDowns);
  }

  private double spread() {
    return spread(logSlowDowns);
  }

  /** Standard deviation; NaN under two pairs. */
  static double spread(double[] logSlowDowns) {
    return logSlowDowns.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(logSlowDowns));
  }

  private double p(SequentialSignFlipTest test) {
    for (Look look : rules.looks()) {
      if (look.pairs() > test.differences() && look.pairs() <= pairs()) {
        test.look(Arrays.copyOf(logSlowDowns, look.pairs()), rules.spent(look.pairs()));
      }
    }
    return test.p();
  }

  private boolean rejects(double shift, Alternative alternative, int bits) {
    return p(test(shift, alternative, bits)) <= level(alternative);
  }

  /** The outermost shift that is not rejected, or infinity; the truth lies beyond it or there. */
  private double bound(Alternative alternative) {
    double least = StatUtils.min(logSlowDowns);
    double most = StatUtils.max(logSlowDowns);
    boolean below = alternative == Alternative.GREATER;
    int bits = Math.min(BITS_OF_BOUNDS, rules.pathBits());
    // With all pairs on one side of it, no shift can be less likely.
    if (!rejects(below ? least - 1 : most + 1, alternative, bits)) {
      return below ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    double rejected = below ? least : most;
    double held = below ? most : least;
    for (int i = 0; i < HALVINGS && rejected != held; i++) {
      double middle = (rejected + held) / 2;
      if (rejects(middle, alternative, bits)) {
        rejected = middle;
      } else {
        held = middle;
      }
    }
    return rejected;
  }
}
