package strandbench.gate.characteristics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import strandbench.gate.GateRules;
import strandbench.gate.Reach;
import strandbench.gate.Verdict;

/** What the gate finds, and what it leaves open, within a budget of pairs. */
final class Power {
  /** What three minutes afford: two forks of 2 s, two JVMs to start, twice over per pair. */
  private static final int PAIRS_IN_THREE_MINUTES = 28;

  private static final double SPREAD = 0.03;
  private static final double MOST_INCONCLUSIVE = 0.1;
  private static final double TOLERANCE = 0.05;

  private final Effort effort;

  private Power(Effort effort) {
    this.effort = effort;
  }

  /**
   * A slow-down to be found.
   *
   * @param wanted the share of runs that have to find it
   */
  private record Target(double slowDown, double tolerance, double wanted) {}

  private static final List<Target> TARGETS =
      List.of(
          new Target(1.10, 0.05, 0.99), new Target(1.05, 0.02, 0.90), new Target(1.03, 0.01, 0.60));

  static Findings study(Effort effort) {
    Power power = new Power(effort);
    List<Goal> goals = new ArrayList<>();
    List<Table> tables =
        List.of(power.regressions(goals), power.nothingChanged(goals), power.callable());
    return new Findings(goals, tables);
  }

  private static GateRules rules(double tolerance, int pairs) {
    return GateRules.of(tolerance).upTo(pairs).withFlips(Effort.FLIPS);
  }

  private Share share(
      int trials, Noise noise, double spread, double slowDown, GateRules rules, Verdict wanted) {
    return Share.of(
        trials,
        effort.seed("power", noise, spread, slowDown, rules.tolerance(), rules.mostPairs()),
        random -> {
          double[] pairs = noise.pairs(rules.mostPairs(), spread, slowDown, random);
          return Trial.run(pairs, rules).verdict() == wanted;
        });
  }

  private Table regressions(List<Goal> goals) {
    Table.Builder table =
        new Table.Builder(
            "Power at a pair SD of 3%",
            "Share of runs that call REGRESSION within "
                + PAIRS_IN_THREE_MINUTES
                + " pairs, one benchmark.",
            "noise",
            "true slow-down",
            "tolerance",
            "REGRESSION");
    for (Target target : TARGETS) {
      List<Share> found = new ArrayList<>();
      for (Noise noise : Noise.values()) {
        Share called =
            share(
                effort.part(2),
                noise,
                SPREAD,
                target.slowDown(),
                rules(target.tolerance(), PAIRS_IN_THREE_MINUTES),
                Verdict.REGRESSION);
        found.add(called);
        table.row(noise.toString(), target.slowDown(), target.tolerance(), called);
      }
      double least = found.stream().mapToDouble(Share::low).min().orElseThrow();
      goals.add(
          new Goal(
              String.format(
                  Locale.ROOT,
                  "power at a pair SD of 3%%: true %.0f%%, tolerance %.0f%%",
                  100 * (target.slowDown() - 1),
                  100 * target.tolerance()),
              String.format(Locale.ROOT, "at least %.0f%%", 100 * target.wanted()),
              String.format(
                  Locale.ROOT,
                  "at least %.1f%% with any noise, lower bounds down to %.1f%%",
                  100 * found.stream().mapToDouble(Share::value).min().orElseThrow(),
                  100 * least),
              least >= target.wanted()));
    }
    return table.build();
  }

  private Table nothingChanged(List<Goal> goals) {
    Table.Builder table =
        new Table.Builder(
            "A/A: what stays INCONCLUSIVE",
            "Nothing changed, tolerance 5%, one benchmark, within a budget of pairs ("
                + PAIRS_IN_THREE_MINUTES
                + " take about three minutes at 2 s a fork).",
            "noise",
            "pair SD",
            "28 pairs",
            "80 pairs",
            "160 pairs");
    List<Share> small = new ArrayList<>();
    for (double spread : List.of(SPREAD, 0.1, 0.15, 0.21, 0.52)) {
      for (Noise noise : spread == SPREAD ? List.of(Noise.values()) : typical()) {
        Share first = open(noise, spread, PAIRS_IN_THREE_MINUTES);
        table.row(
            noise.toString(), spread, first, open(noise, spread, 80), open(noise, spread, 160));
        if (spread == SPREAD) {
          small.add(first);
        }
      }
    }
    double most = small.stream().mapToDouble(Share::high).max().orElseThrow();
    goals.add(
        new Goal(
            "A/A INCONCLUSIVE after 3 minutes a benchmark, pair SD at most 3%",
            String.format(Locale.ROOT, "at most %.0f%%", 100 * MOST_INCONCLUSIVE),
            String.format(
                Locale.ROOT,
                "at most %.2f%% with any noise, upper bounds up to %.2f%%",
                100 * small.stream().mapToDouble(Share::value).max().orElseThrow(),
                100 * most),
            most <= MOST_INCONCLUSIVE));
    return table.build();
  }

  private static List<Noise> typical() {
    return List.of(Noise.NORMAL, Noise.HEAVY_TAILS, Noise.TWO_MODES);
  }

  private Share open(Noise noise, double spread, int pairs) {
    return share(effort.part(5), noise, spread, 1, rules(TOLERANCE, pairs), Verdict.INCONCLUSIVE);
  }

  private Table callable() {
    Table.Builder table =
        new Table.Builder(
            "The smallest slow-down that can be called",
            String.format(
                Locale.ROOT,
                "With probability %.0f%%, at tolerance 5%%, by the formula that the gate prints"
                    + " before it starts; and how often a slow-down of that size was then called (one"
                    + " benchmark, normal noise).",
                100 * Reach.POWER),
            "pair SD",
            "benchmarks",
            "pairs",
            "smallest",
            "called");
    for (double spread : List.of(0.003, 0.03, 0.1, 0.15, 0.21, 0.52)) {
      for (int benchmarks : List.of(1, 20)) {
        for (int pairs : List.of(28, 80, 160)) {
          GateRules rules = GateRules.of(TOLERANCE).upTo(pairs);
          OptionalDouble smallest = Reach.smallestCallable(rules, spread, pairs, benchmarks);
          table.row(
              spread,
              (double) benchmarks,
              (double) pairs,
              smallest.isPresent() ? (Object) smallest.getAsDouble() : "none",
              benchmarks == 1 && smallest.isPresent()
                  ? share(
                      effort.part(5),
                      Noise.NORMAL,
                      spread,
                      smallest.getAsDouble(),
                      rules.withFlips(Effort.FLIPS),
                      Verdict.REGRESSION)
                  : "");
        }
      }
    }
    return table.build();
  }
}
