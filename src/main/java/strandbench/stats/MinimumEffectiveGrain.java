package strandbench.stats;

import java.util.List;

/**
 * How small a task may be: METG, the minimum effective task granularity of E. Slaughter et al.,
 * "Task Bench: A Parameterized Benchmark for Evaluating Parallel Runtime Performance", SC 2020.
 *
 * <p>The grain is the useful work of one task, in any unit that is proportional to time. The
 * efficiency at a grain is the rate that was measured there over the ideal rate, that of all cores
 * without any overhead. The minimum effective grain is where the efficiency crosses a threshold
 * (one half, as a rule) for good: at every larger grain that was measured it is no lower. Between
 * two measured grains the efficiency is taken to be linear over the logarithm of the grain.
 *
 * <p>Task Bench states the same point as elapsed time × cores / tasks, the overhead included: that
 * is the grain at the crossing divided by the threshold.
 *
 * <p>The interval holds every grain at which the efficiency can't be told from the threshold: at
 * each grain, Welch's t test compares the rate there with threshold × ideal, the forks of the
 * neighbouring grains and of the ideal being independent samples with variances of their own
 * (Fieller 1954 inverts a test for a ratio in the same way). So the interval needs no pairing of
 * forks that ran in different JVMs, has an honest width at five forks, where a bootstrap over forks
 * is too narrow, and is open on a side on which the data set no bound.
 */
public sealed interface MinimumEffectiveGrain {

  /**
   * The crossing lies between two grains that were measured.
   *
   * @param grain where, with its interval; low is 0 and high is infinite where the smallest or the
   *     largest grain measured can't be told from the crossing; both are NaN under {@link
   *     Estimate#MIN_FORKS} forks
   */
  record Crossing(Estimate grain) implements MinimumEffectiveGrain {}

  /**
   * Every grain measured is effective: the minimum is smaller than all of them.
   *
   * @param smallest the smallest grain measured
   * @param high upper bound of the minimum at the confidence asked for; {@code smallest} where the
   *     efficiency is surely reached there; NaN under {@link Estimate#MIN_FORKS} forks
   */
  record BelowSmallest(double smallest, double high) implements MinimumEffectiveGrain {}

  /**
   * The largest grain measured is not effective: the minimum is larger than all of them.
   *
   * @param largest the largest grain measured
   * @param low lower bound of the minimum at the confidence asked for; {@code largest} where the
   *     efficiency is surely missed there; NaN under {@link Estimate#MIN_FORKS} forks
   */
  record AboveLargest(double largest, double low) implements MinimumEffectiveGrain {}

  /**
   * Finds the minimum effective grain.
   *
   * @param grains positive, strictly rising; at least one
   * @param rates for each grain, the rate of each fork, one or more, in the unit of {@code ideal}
   * @param ideal for each fork of the baseline, one or more, the rate at an efficiency of 1
   * @param threshold the efficiency asked for, above 0 and below 1
   * @param confidence of the interval, between 0 and 1, both excluded
   * @throws IllegalArgumentException if an argument is none of these
   */
  static MinimumEffectiveGrain of(
      double[] grains, List<double[]> rates, double[] ideal, double threshold, double confidence) {
    EfficiencyCurve curve = new EfficiencyCurve(grains, rates, ideal, threshold, confidence);
    int last = grains.length - 1;
    int below = last;
    while (below >= 0 && curve.excess(below) >= 0) {
      below--;
    }
    if (below < 0) {
      return new BelowSmallest(grains[0], curve.highest(0));
    }
    if (below == last) {
      return new AboveLargest(grains[last], curve.lowest(last));
    }
    double lack = -curve.excess(below);
    double crossing = below + lack / (lack + curve.excess(below + 1));
    return new Crossing(
        new Estimate(
            curve.grain(crossing),
            curve.lowest(crossing),
            curve.highest(crossing),
            confidence,
            curve.forks()));
  }
}
