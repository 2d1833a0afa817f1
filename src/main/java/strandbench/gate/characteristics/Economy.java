package strandbench.gate.characteristics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import strandbench.gate.GateRules;
import strandbench.gate.Verdict;
import strandbench.stats.ShiftTest;
import strandbench.stats.SignFlipTest;

/** How many pairs the gate takes, against a fixed design of the same levels and power. */
final class Economy {
  private static final double WANTED = 0.4;
  private static final double TOLERANCE = 0.05;
  private static final double SLOW = 1.1;

  private final Effort effort;

  private Economy(Effort effort) {
    this.effort = effort;
  }

  /** A spread, and the most pairs that are put into it: more where it needs more. */
  private record Setting(double spread, int pairs) {}

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting(0.01, 28),
          new Setting(0.03, 28),
          new Setting(0.06, 80),
          new Setting(0.1, 160),
          new Setting(0.15, 448),
          new Setting(0.21, 896));

  /**
   * One side of a setting.
   *
   * @param pairs mean number of pairs used
   * @param right how often the verdict was the right one
   * @param fixed pairs of the smallest fixed design that is right as often
   */
  private record Side(double pairs, Share right, int fixed) {}

  static Findings study(Effort effort) {
    return new Economy(effort).study();
  }

  private Findings study() {
    Table.Builder table =
        new Table.Builder(
            "Pairs used",
            "Mean number of pairs of the gate, and pairs of the smallest fixed design (one sign-flip"
                + " test at the same levels) that is right at least as often in the same trials, in"
                + " both columns: before it starts, a fixed design doesn't know which is true."
                + " Normal noise, one benchmark. "
                + fewest()
                + " pairs are the fewest with which any sign-flip test can call a REGRESSION at"
                + " this level (2^-"
                + fewest()
                + "), fixed or not: where a fixed design needs hardly more, there is nothing to"
                + " save.",
            "pair SD",
            "most pairs",
            "A/A: PASS",
            "A/A: pairs",
            "10% slower: REGRESSION",
            "10% slower: pairs",
            "fixed design",
            "saved on A/A",
            "saved on 10%");
    List<Double> saved = new ArrayList<>();
    List<String> missed = new ArrayList<>();
    for (Setting setting : SETTINGS) {
      Side same = side(setting, 1, Verdict.PASS);
      Side slow = side(setting, SLOW, Verdict.REGRESSION);
      int fixed = Math.max(same.fixed(), slow.fixed());
      double onSame = 1 - same.pairs() / fixed;
      double onSlow = 1 - slow.pairs() / fixed;
      table.row(
          setting.spread(),
          (double) setting.pairs(),
          same.right(),
          same.pairs(),
          slow.right(),
          slow.pairs(),
          (double) fixed,
          onSame,
          onSlow);
      double least = Math.min(onSame, onSlow);
      saved.add(least);
      if (least < WANTED) {
        missed.add(String.format(Locale.ROOT, "%.0f%%", 100 * setting.spread()));
      }
    }
    String found =
        String.format(
            Locale.ROOT,
            "from %.0f%% to %.0f%% by pair SD",
            100 * saved.stream().mapToDouble(x -> x).min().orElseThrow(),
            100 * saved.stream().mapToDouble(x -> x).max().orElseThrow());
    return new Findings(
        List.of(
            new Goal(
                "pairs saved against the smallest fixed design of equal error and power",
                "at least 40% on A/A and on 10% slow-downs",
                missed.isEmpty()
                    ? found
                    : found + "; not at a pair SD of " + String.join(", ", missed),
                missed.isEmpty())),
        List.of(table.build()));
  }

  private static int fewest() {
    return (int) Math.ceil(-Math.log(GateRules.REGRESSION_LEVEL) / Math.log(2));
  }

  private Side side(Setting setting, double slowDown, Verdict wanted) {
    GateRules rules = GateRules.of(TOLERANCE).upTo(setting.pairs()).withFlips(Effort.FLIPS);
    int trials = effort.part(5);
    long seed = effort.seed("economy", setting.spread(), slowDown);
    record Outcome(boolean right, int pairs) {}
    List<Outcome> outcomes =
        Share.randoms(trials, seed)
            .parallel()
            .map(random -> Trial.run(pairs(setting, slowDown, random), rules))
            .map(
                trial ->
                    new Outcome(
                        wanted.passes() ? trial.verdict().passes() : trial.verdict() == wanted,
                        trial.pairs()))
            .toList();
    Share right = new Share((int) outcomes.stream().filter(Outcome::right).count(), trials);
    double mean = outcomes.stream().mapToInt(Outcome::pairs).average().orElseThrow();
    return new Side(mean, right, smallestFixed(setting, slowDown, wanted, right, seed));
  }

  private static double[] pairs(Setting setting, double slowDown, RandomGenerator random) {
    return Noise.NORMAL.pairs(setting.pairs(), setting.spread(), slowDown, random);
  }

  /** By halving: what a fixed design finds rises with its pairs. */
  private static int smallestFixed(
      Setting setting, double slowDown, Verdict wanted, Share right, long seed) {
    double boundary = Math.log1p(TOLERANCE);
    ToDoubleFunction<ShiftTest> p =
        wanted.passes() ? test -> test.pLess(boundary) : test -> test.pGreater(boundary);
    double level = wanted.passes() ? GateRules.PASS_LEVEL : GateRules.REGRESSION_LEVEL;
    int low = 2;
    int high = setting.pairs();
    while (low < high) {
      int middle = (low + high) / 2;
      Share found =
          Share.of(
              right.trials(),
              seed,
              random -> {
                double[] all = pairs(setting, slowDown, random);
                double[] some = Arrays.copyOf(all, middle);
                return p.applyAsDouble(SignFlipTest.of(some, Effort.FLIPS)) <= level;
              });
      if (found.hits() >= right.hits()) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return high;
  }
}
