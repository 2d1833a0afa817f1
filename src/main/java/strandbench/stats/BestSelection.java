package strandbench.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Which of several candidates may be the best: the one with the best estimate, and every other one
 * whose {@link Ratio} to it can't be told from 1.
 *
 * <p>With k candidates, each of the k − 1 ratios to the best estimate is tested two-sided at level
 * α / (k − 1) (Bonferroni). So the candidate that is truly best is left out of {@link #best} with
 * probability α at most: for that, one of its k − 1 comparisons with the others would have to be
 * rejected wrongly, whichever of them happens to have the best estimate (the argument of Gupta's
 * subset selection, 1965). Holm's steps would be sharper, but don't keep that promise, because the
 * one that all are compared with is picked by the same figures. What the promise doesn't say: that
 * all in {@link #best} are equal.
 *
 * @param best indices of the candidates that may be the best, best estimate first
 * @param rest indices of the others, best estimate first
 * @param ratios for each candidate, the best estimate's candidate over it, with intervals that hold
 *     all at once at confidence 1 − α (each at 1 − α / (k − 1)); 1 for that candidate itself
 */
public record BestSelection(List<Integer> best, List<Integer> rest, List<Estimate> ratios) {
  public BestSelection {
    best = List.copyOf(best);
    rest = List.copyOf(rest);
    ratios = List.copyOf(ratios);
  }

  /** Whether one candidate stands alone. */
  public boolean hasWinner() {
    return best.size() == 1;
  }

  /**
   * Selects among candidates where a higher value is better.
   *
   * @param candidates for each, one positive value per fork, {@link Estimate#MIN_FORKS} or more; at
   *     least two candidates
   * @param familyWiseLevel α, for example 0.05
   */
  public static BestSelection ofHighest(List<double[]> candidates, double familyWiseLevel) {
    if (candidates.size() < 2) {
      throw new IllegalArgumentException("a comparison needs two candidates or more");
    }
    if (candidates.stream().anyMatch(forks -> forks.length < Estimate.MIN_FORKS)) {
      throw new IllegalArgumentException("a comparison needs three forks or more of each");
    }
    double level = familyWiseLevel / (candidates.size() - 1);
    List<Integer> order =
        IntStream.range(0, candidates.size())
            .boxed()
            .sorted(
                (a, b) -> Double.compare(meanLog(candidates.get(b)), meanLog(candidates.get(a))))
            .toList();
    int leader = order.getFirst();
    List<Ratio> ratios =
        candidates.stream()
            .map(forks -> Ratio.of(candidates.get(leader), forks, 1 - level))
            .toList();
    List<Integer> best = new ArrayList<>();
    List<Integer> rest = new ArrayList<>();
    for (int index : order) {
      boolean toldApart = index != leader && ratios.get(index).pValue() <= level;
      (toldApart ? rest : best).add(index);
    }
    List<Estimate> estimates = new ArrayList<>(ratios.stream().map(Ratio::estimate).toList());
    estimates.set(leader, new Estimate(1, 1, 1, 1 - level, candidates.get(leader).length));
    return new BestSelection(best, rest, estimates);
  }

  private static double meanLog(double[] forks) {
    return StatUtils.mean(Arrays.stream(forks).map(Math::log).toArray());
  }
}
