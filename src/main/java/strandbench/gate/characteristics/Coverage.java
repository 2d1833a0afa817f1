package strandbench.gate.characteristics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import strandbench.gate.GateRules;
import strandbench.stats.ShiftTest;
import strandbench.stats.SignFlipTest;

/** How often the interval holds the true ratio. */
final class Coverage {
  private static final double SPREAD = 0.06;
  private static final int MOST_PAIRS = 80;
  private static final List<Integer> FIXED = List.of(10, 20, 40);

  /** At the tolerance the gate rarely stops early, and has spent the most when it does. */
  private static final double HARDEST = 1.05;

  /** More trials, because the goal is near. */
  private static final int AT_THE_HARDEST = 10;

  private final Effort effort;

  private Coverage(Effort effort) {
    this.effort = effort;
  }

  static Findings study(Effort effort) {
    Coverage coverage = new Coverage(effort);
    List<Goal> goals = new ArrayList<>();
    return new Findings(goals, List.of(coverage.fixed(goals), coverage.stopped(goals)));
  }

  private Table fixed(List<Goal> goals) {
    Table.Builder table =
        new Table.Builder(
            "Coverage of the 95% interval at a fixed number of pairs",
            "One look; 0.9% may lie below and 3.9% above, as in the gate.",
            "noise",
            "10 pairs",
            "20 pairs",
            "40 pairs");
    List<Share> all = new ArrayList<>();
    for (Noise noise : Noise.values()) {
      List<Object> row = new ArrayList<>(List.of(noise.toString()));
      for (int pairs : FIXED) {
        Share held =
            Share.of(
                effort.trials(),
                effort.seed("fixed", noise, pairs),
                random -> heldAtFixed(noise.pairs(pairs, SPREAD, 1, random)));
        row.add(held);
        all.add(held);
      }
      table.row(row.toArray());
    }
    double least = all.stream().mapToDouble(Share::low).min().orElseThrow();
    double most = all.stream().mapToDouble(Share::high).max().orElseThrow();
    goals.add(
        new Goal(
            "coverage of the 95% interval at fixed n",
            "93% to 97%",
            String.format(Locale.ROOT, "bounds from %.1f%% to %.1f%%", 100 * least, 100 * most),
            least >= 0.93 && most <= 0.97));
    return table.build();
  }

  private static boolean heldAtFixed(double[] pairs) {
    ShiftTest test = SignFlipTest.of(pairs, Effort.FLIPS);
    return test.lowerBound(GateRules.REGRESSION_LEVEL) <= 0
        && test.upperBound(GateRules.PASS_LEVEL) >= 0;
  }

  private Table stopped(List<Goal> goals) {
    Table.Builder table =
        new Table.Builder(
            "Coverage after an early stop",
            "The interval as it stands when the gate stops, tolerance 5%, at most "
                + MOST_PAIRS
                + " pairs, pair SD 6%.",
            "noise",
            "true 1.00",
            "true 1.05",
            "true 1.10");
    GateRules rules = GateRules.of(0.05).upTo(MOST_PAIRS).withFlips(Effort.FEW_FLIPS);
    List<Share> all = new ArrayList<>();
    for (Noise noise : Noise.values()) {
      List<Object> row = new ArrayList<>(List.of(noise.toString()));
      for (double slowDown : List.of(1.0, HARDEST, 1.1)) {
        Share held =
            Share.of(
                slowDown == HARDEST ? effort.times(AT_THE_HARDEST) : effort.trials(),
                effort.seed("stopped", noise, slowDown),
                random -> {
                  double[] pairs = noise.pairs(MOST_PAIRS, SPREAD, slowDown, random);
                  return Trial.run(pairs, rules).test().holds(slowDown);
                });
        row.add(held);
        all.add(held);
      }
      table.row(row.toArray());
    }
    double least = all.stream().mapToDouble(Share::low).min().orElseThrow();
    goals.add(
        new Goal(
            "coverage of the 95% interval after an early stop",
            "at least 95%",
            String.format(Locale.ROOT, "lower bounds down to %.1f%%", 100 * least),
            least >= 0.95));
    return table.build();
  }
}
