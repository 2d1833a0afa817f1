package strandbench.gate;

import java.util.OptionalInt;
import strandbench.result.UnusableInputException;

/**
 * What so many benchmarks need before any of them can be called, and what a budget makes of it.
 *
 * @param rules with all looks
 * @param benchmarks how many are compared
 */
record Affordable(GateRules rules, int benchmarks) {
  private static final double MARGIN = 1.1;

  /**
   * The fewest pairs that can call anything, if they are all that there will be.
   *
   * @throws UnusableInputException if no number of pairs can
   */
  int pairsNeeded() {
    return rules.looks().stream()
        .mapToInt(Look::pairs)
        .filter(pairs -> canCall(pairs, pairs))
        .findFirst()
        .orElseThrow(
            () ->
                new UnusableInputException(
                    benchmarks
                        + " benchmarks are too many: no number of pairs could call any of them;"
                        + " take fewer with --include"));
  }

  /** Whether, of looks at so many pairs at most, one within a number can call anything. */
  boolean canCall(int most, int pairs) {
    OptionalInt needed = rules.upTo(most).pairsNeeded(benchmarks);
    return needed.isPresent() && needed.getAsInt() <= pairs;
  }

  /**
   * What is said of a budget that can call nothing, with one that would do.
   *
   * @param budget in seconds
   * @param elapsed seconds of it
   * @param pairs that it affords
   * @param round seconds that a round takes; 0 if none was begun
   */
  UnusableInputException tooSmall(double budget, double elapsed, int pairs, double round) {
    String told = "--budget: " + Figures.time(budget);
    if (round == 0) {
      return new UnusableInputException(told + " are used up before a pair is measured");
    }
    int needed = pairsNeeded();
    return new UnusableInputException(
        told
            + " affords "
            + pairs
            + " pairs of each of "
            + benchmarks
            + " benchmarks, and nothing can be called with fewer than "
            + needed
            + "; --budget "
            + Figures.option(MARGIN * (elapsed + needed * round))
            + " would do");
  }
}
