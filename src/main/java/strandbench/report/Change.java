package strandbench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import strandbench.result.BenchmarkKey;
import strandbench.stats.Estimate;
import strandbench.stats.Holm;
import strandbench.stats.Ratio;

/**
 * What became of one benchmark from one result to another: the ratio of its speeds, above 1 where
 * the second is faster, whichever way its score runs.
 *
 * @param key of both
 * @param before in the one result
 * @param after in the other
 * @param ratio of speeds, over independent forks
 * @param adjusted the p-value of "no change" after Holm's correction over all that are compared;
 *     NaN under 3 forks
 */
record Change(BenchmarkKey key, Cell before, Cell after, Ratio ratio, double adjusted) {
  private static final double LEVEL = 0.05;

  /**
   * Compares two cells; empty where that makes no sense, which {@link #obstacle} explains.
   *
   * @param before with a figure
   * @param after with a figure
   */
  static Optional<Change> of(Cell before, Cell after) {
    if (obstacle(before, after).isPresent()) {
      return Optional.empty();
    }
    Ratio ratio = Ratio.of(speeds(after), speeds(before), Estimate.CONFIDENCE);
    return Optional.of(new Change(before.key(), before, after, ratio, ratio.pValue()));
  }

  /** Why two cells can't be compared; empty where they can. */
  static Optional<String> obstacle(Cell before, Cell after) {
    if (!before.unit().equals(after.unit())) {
      return Optional.of(
          "the units differ (" + before.unit() + " and " + after.unit() + "), so no ratio");
    }
    if (direction(before).isEmpty()) {
      return Optional.of(
          "whether more is better in mode " + before.key().mode() + " is unknown, so no ratio");
    }
    return isPositive(speeds(before)) && isPositive(speeds(after))
        ? Optional.empty()
        : Optional.of("not every figure is above 0, so no ratio");
  }

  private static boolean isPositive(double[] speeds) {
    return Arrays.stream(speeds).allMatch(speed -> speed > 0 && Double.isFinite(speed));
  }

  /** 1 where a higher score is better, −1 where a lower one is; by mode, never by guess. */
  private static OptionalInt direction(Cell cell) {
    return switch (cell.key().mode()) {
      case "thrpt" -> OptionalInt.of(1);
      case "avgt", "sample", "ss" -> OptionalInt.of(-1);
      default -> OptionalInt.empty();
    };
  }

  private static double[] speeds(Cell cell) {
    double[] scores =
        cell.forks().length > 0 ? cell.forks() : new double[] {cell.estimate().value()};
    return direction(cell).orElseThrow() > 0
        ? scores
        : Arrays.stream(scores).map(score -> 1 / score).toArray();
  }

  /** Corrects the p-values of changes that are looked at together. */
  static List<Change> corrected(List<Change> changes) {
    List<Change> testable = changes.stream().filter(Change::isTestable).toList();
    double[] adjusted =
        Holm.adjust(testable.stream().mapToDouble(change -> change.ratio().pValue()).toArray());
    List<Change> corrected = new ArrayList<>();
    int next = 0;
    for (Change change : changes) {
      corrected.add(
          change.isTestable()
              ? new Change(
                  change.key(), change.before(), change.after(), change.ratio(), adjusted[next++])
              : change);
    }
    return corrected;
  }

  boolean isTestable() {
    return Double.isFinite(ratio.pValue());
  }

  private boolean isToldApart() {
    return isTestable() && adjusted <= LEVEL;
  }

  boolean isFaster() {
    return isToldApart() && ratio.estimate().value() > 1;
  }

  boolean isSlower() {
    return isToldApart() && ratio.estimate().value() < 1;
  }

  /** How the second stands to the first. */
  String word() {
    if (!isTestable()) {
      return "no verdict: under 3 forks";
    }
    return isFaster() ? "faster" : isSlower() ? "slower" : "can't be told apart";
  }

  /** With the number of threads, where it is not one. */
  static String name(BenchmarkKey key) {
    return key.threads() == 1 ? key.toString() : key + ", threads=" + key.threads();
  }

  /** {@code Some.one: 1.20 times as fast (1.15 to 1.25)}. */
  String words() {
    Estimate estimate = ratio.estimate();
    return name(key)
        + " "
        + Numbers.figure(estimate.value())
        + " times as fast"
        + (estimate.hasInterval() ? " (" + Numbers.interval(estimate) + ")" : "");
  }
}
