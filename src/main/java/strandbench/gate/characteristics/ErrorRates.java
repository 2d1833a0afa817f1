package strandbench.gate.characteristics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import strandbench.gate.GateRules;
import strandbench.gate.PairedTest;
import strandbench.gate.Verdict;

/** How often the gate is wrong where being right is hardest: a slow-down equal to the tolerance. */
final class ErrorRates {
  private static final double FALSE_REGRESSION = 0.01;
  private static final double FALSE_PASS = 0.04;
  private static final double TOLERANCE = 0.05;
  private static final int PAIRS = 80;
  private static final int FAMILY = 20;
  private static final int FAMILY_PAIRS = 28;
  private static final double SPREAD = 0.03;
  private static final double LARGE_SPREAD = 0.5;

  /** More trials where the goal is near. */
  private static final int ALONE = 4;

  private static final int FAMILIES = 2;

  private final Effort effort;
  private final List<Share> regressions = new ArrayList<>();
  private final List<Share> passes = new ArrayList<>();

  private ErrorRates(Effort effort) {
    this.effort = effort;
  }

  static Findings study(Effort effort) {
    ErrorRates rates = new ErrorRates(effort);
    List<Table> tables = List.of(rates.alone(), rates.family(), rates.shape());
    return new Findings(
        List.of(
            goal(
                "false REGRESSION at a slow-down equal to the tolerance",
                FALSE_REGRESSION,
                rates.regressions),
            goal("false PASS at a slow-down equal to the tolerance", FALSE_PASS, rates.passes)),
        tables);
  }

  private static Goal goal(String figure, double most, List<Share> found) {
    double worst = found.stream().mapToDouble(Share::value).max().orElseThrow();
    double bound = found.stream().mapToDouble(Share::high).max().orElseThrow();
    return new Goal(
        figure,
        String.format(Locale.ROOT, "at most %.0f%%", 100 * most),
        String.format(
            Locale.ROOT,
            "at most %.2f%% in any row, upper bounds up to %.2f%%",
            100 * worst,
            100 * bound),
        bound <= most);
  }

  /** Fewer are faster; as they are counted whole, they spend a little less of a level. */
  private static String ways(int flips) {
    return String.format(
        Locale.ROOT,
        "%,d ways to set the signs stand in for the gate's %,d.",
        flips + 1,
        GateRules.of(0).flips() + 1);
  }

  private Table alone() {
    Table.Builder table =
        new Table.Builder(
            "False verdicts of one benchmark",
            "True slow-down equal to the tolerance, looks at 6 to "
                + PAIRS
                + " pairs: every REGRESSION and every PASS is false. Drift comes on top of"
                + " the spread. At tolerance 0 this is A/A. No other tolerance or spread could"
                + " change these figures: the tests see differences from the tolerance, and not"
                + " their unit. "
                + ways(Effort.FEW_FLIPS)
                + " Benchmarks that more pairs would hardly decide leave, as in the gate.",
            "noise",
            "pair SD",
            "tolerance",
            "REGRESSION",
            "PASS");
    for (Noise noise : Noise.values()) {
      alone(table, noise, SPREAD, TOLERANCE);
    }
    alone(table, Noise.NORMAL, SPREAD, 0);
    alone(table, Noise.TWO_MODES, LARGE_SPREAD, 0);
    return table.build();
  }

  private void alone(Table.Builder table, Noise noise, double spread, double tolerance) {
    GateRules rules = GateRules.of(tolerance).upTo(PAIRS).withFlips(Effort.FEW_FLIPS);
    long seed = effort.seed("alone", noise, spread, tolerance);
    List<Verdict> verdicts =
        Share.randoms(effort.times(ALONE), seed)
            .parallel()
            .map(random -> noise.pairs(PAIRS, spread, 1 + tolerance, random))
            .map(pairs -> Trial.run(pairs, rules).verdict())
            .toList();
    Share regression = share(verdicts, Verdict.REGRESSION);
    int passed = (int) verdicts.stream().filter(Verdict::passes).count();
    Share pass = new Share(passed, verdicts.size());
    regressions.add(regression);
    passes.add(pass);
    table.row(noise.toString(), spread, tolerance, regression, pass);
  }

  private static Share share(List<Verdict> verdicts, Verdict wanted) {
    return new Share((int) verdicts.stream().filter(wanted::equals).count(), verdicts.size());
  }

  private Table family() {
    Table.Builder table =
        new Table.Builder(
            "False REGRESSION in a run of " + FAMILY + " benchmarks",
            "Every true slow-down equal to the tolerance; a run counts where any benchmark is called"
                + " REGRESSION. Holm, looks at 6 to "
                + FAMILY_PAIRS
                + " pairs. "
                + ways(Effort.FAMILY_FLIPS),
            "noise",
            "pair SD",
            "runs with a REGRESSION");
    GateRules rules = GateRules.of(TOLERANCE).upTo(FAMILY_PAIRS).withFlips(Effort.FAMILY_FLIPS);
    for (Noise noise : List.of(Noise.NORMAL, Noise.HEAVY_TAILS, Noise.TWO_MODES)) {
      Share wrong =
          Share.of(
              effort.times(FAMILIES),
              effort.seed("family", noise),
              random -> anyRegression(noise, random, rules));
      regressions.add(wrong);
      table.row(noise.toString(), SPREAD, wrong);
    }
    return table.build();
  }

  /**
   * All benchmarks get all pairs: more looks, and so more chances to be wrong. Whether Holm rejects
   * any is told by the first that he tests.
   */
  private static boolean anyRegression(Noise noise, RandomGenerator random, GateRules rules) {
    return IntStream.range(0, FAMILY)
        .mapToObj(i -> noise.pairs(FAMILY_PAIRS, SPREAD, 1 + TOLERANCE, random))
        .anyMatch(
            pairs -> {
              PairedTest test = new PairedTest(rules);
              test.take(pairs);
              return FAMILY * test.regressionP() <= rules.regressionLevel();
            });
  }

  /**
   * What the levels don't cover: HEAD differs in the shape of its distribution, not by one factor.
   */
  private Table shape() {
    Table.Builder table =
        new Table.Builder(
            "Beyond what the levels promise: a slow-down in some forks only",
            "A share of HEAD's forks is slower, the others are as fast as BASE's, and the geometric"
                + " mean over all of them is at the tolerance. The levels hold for a slow-down that"
                + " is the same in every fork; a rare one has to turn up in order to be seen.",
            "forks hit",
            "by a factor of",
            "pairs",
            "REGRESSION",
            "PASS");
    for (double hit : List.of(0.5, 0.2, 0.1)) {
      double slow = Math.log1p(TOLERANCE) / hit;
      for (int pairs : List.of(28, PAIRS)) {
        GateRules rules = GateRules.of(TOLERANCE).upTo(pairs).withFlips(Effort.FLIPS);
        List<Verdict> verdicts =
            Share.randoms(effort.part(2), effort.seed("shape", hit, pairs))
                .parallel()
                .map(random -> hit(pairs, hit, slow, random))
                .map(values -> Trial.run(values, rules).verdict())
                .toList();
        table.row(
            hit,
            Math.exp(slow),
            (double) pairs,
            share(verdicts, Verdict.REGRESSION),
            share(verdicts, Verdict.PASS));
      }
    }
    return table.build();
  }

  private static double[] hit(int pairs, double share, double slow, RandomGenerator random) {
    double[] values = Noise.NORMAL.pairs(pairs, SPREAD, 1, random);
    for (int i = 0; i < pairs; i++) {
      values[i] += random.nextDouble() < share ? slow : 0;
    }
    return values;
  }
}
