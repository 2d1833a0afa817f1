package strandbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.StatUtils;
import strandbench.report.Trust.Statement;
import strandbench.stats.Estimate;
import strandbench.stats.HierarchicalBootstrap;
import strandbench.stats.Holm;
import strandbench.stats.MannKendall;

/**
 * What the iterations behind the figures say of them: whether the forks were warm, what lies far
 * out, and whether an interval that takes no distribution for granted is another one.
 *
 * @param statements one per question
 * @param observations the forks, iterations and cells that they speak of
 */
record RawData(List<Statement> statements, List<String> observations) {
  private static final double LEVEL = 0.05;
  private static final double LEAST_DRIFT = 0.01;

  /** More than chance gives only once in so many reports. */
  private static final double RARE = 0.01;

  private static final int LEAST_FOR_QUARTILES = 8;
  private static final double FAR_OUT = 3;

  private static final int BOOTSTRAP_SAMPLES = 1_000;

  /** So many values are drawn from, a thousand times each: further cells are not checked. */
  private static final int BOOTSTRAP_VALUES = 25_000;

  /**
   * How much longer one side of the bootstrap's interval may be than the other, and how much wider
   * all of it than Student's. Of normal forks, 1 in 100 goes beyond with 5 forks, 1 in 20 with 3.
   */
  private static final double MOST_SKEW = 1.6;

  private static final double MOST_WIDTH = 3;

  /**
   * A cell with what was measured of it.
   *
   * @param forks the iterations of each fork that has any
   */
  private record Measured(Cell cell, List<double[]> forks) {
    static Measured of(Cell cell) {
      return new Measured(
          cell,
          cell.measured().orElseThrow().primary().forks().stream()
              .map(fork -> DoubleStream.of(fork).filter(Double::isFinite).toArray())
              .filter(fork -> fork.length > 0)
              .toList());
    }

    String name() {
      return Change.name(cell.key());
    }

    boolean hasIterations() {
      return forks.stream().anyMatch(fork -> fork.length > 1);
    }

    int values() {
      return forks.stream().mapToInt(fork -> fork.length).sum();
    }
  }

  static RawData of(List<Cell> cells) {
    List<Measured> measured = cells.stream().filter(Cell::scores).map(Measured::of).toList();
    List<String> observations = new ArrayList<>();
    List<Statement> statements = new ArrayList<>();
    statements.addAll(steadiness(measured, observations));
    statements.addAll(outliers(measured, observations));
    statements.addAll(bootstrap(measured, observations));
    return new RawData(List.copyOf(statements), List.copyOf(observations));
  }

  private static List<Statement> steadiness(List<Measured> cells, List<String> observations) {
    List<Measured> tested = cells.stream().filter(Measured::hasIterations).toList();
    List<Statement> statements = new ArrayList<>();
    if (tested.size() < cells.size()) {
      statements.add(notChecked(cells.size() - tested.size(), cells.size()));
    }
    if (tested.isEmpty()) {
      return statements;
    }
    List<MannKendall> pooled =
        tested.stream().map(cell -> MannKendall.pooled(cell.forks())).toList();
    double[] adjusted = Holm.adjust(pooled.stream().mapToDouble(MannKendall::p).toArray());
    int drifting = 0;
    int forks = 0;
    int driftingForks = 0;
    for (int i = 0; i < tested.size(); i++) {
      String name = tested.get(i).name();
      if (adjusted[i] <= LEVEL && Math.abs(pooled.get(i).drift()) >= LEAST_DRIFT) {
        drifting++;
        observations.add(
            "%s: not steady: over a fork's iterations, its score changes by %s (p = %s over all forks and cells)"
                .formatted(
                    name, Numbers.percent(pooled.get(i).drift()), Numbers.figure(adjusted[i])));
      }
      int fork = 0;
      for (double[] iterations : tested.get(i).forks()) {
        fork++;
        if (iterations.length >= MannKendall.MIN_VALUES) {
          forks++;
          MannKendall test = MannKendall.of(iterations);
          if (test.p() <= LEVEL && Math.abs(test.drift()) >= LEAST_DRIFT) {
            driftingForks++;
            observations.add(
                "%s, fork %d: not steady: its score changes by %s over %d iterations (p = %s)"
                    .formatted(
                        name,
                        fork,
                        Numbers.percent(test.drift()),
                        iterations.length,
                        Numbers.figure(test.p())));
          }
        }
      }
    }
    statements.add(cellStatement(drifting, tested.size(), forks == 0));
    if (forks > 0) {
      statements.add(forkStatement(driftingForks, forks));
    }
    return statements;
  }

  /** Said once, however many cells it is about. */
  private static Statement notChecked(int some, int all) {
    String which = some == all ? "" : " of %d of %s".formatted(some, Numbers.count(all, "cell"));
    return new Statement(
        false,
        "warm-up" + which + " not checked: one iteration a fork",
        "Warm-up"
            + which
            + " can't be checked: each fork has one iteration (or the file has none), and whether it"
            + " was warm shows only in how iterations follow one another. More iterations a fork"
            + " would tell.");
  }

  private static Statement cellStatement(int drifting, int tested, boolean shortForks) {
    String all = Numbers.count(tested, "cell");
    return new Statement(
        drifting == 0,
        drifting == 0 ? "" : drifting + " of " + all + " not steady",
        "Warm-up: of "
            + all
            + ", "
            + (drifting == 0 ? "none drifts" : drifting + (drifting == 1 ? " drifts" : " drift"))
            + " over the iterations of its forks (Mann-Kendall, forks pooled, Holm over all cells at"
            + " 5%; by 1% or more)"
            + (drifting == 0 ? "." : "; they are named below, and their figures are not final.")
            + (shortForks
                ? " Single forks have fewer than 5 iterations: of one alone it can't be told."
                : ""));
  }

  private static Statement forkStatement(int drifting, int tested) {
    boolean chance = isChance(drifting, tested);
    String some = drifting + " of " + Numbers.count(tested, "fork") + " not steady";
    return new Statement(
        chance,
        chance ? "" : some,
        "Warm-up: "
            + some
            + " (Mann-Kendall at 5% for each, and a change of 1% or more; forks of 5 iterations or"
            + " more), "
            + (chance
                ? "which is no more than chance gives."
                : "which is more than chance gives; they are named below."));
  }

  private static List<Statement> outliers(List<Measured> cells, List<String> observations) {
    int all = 0;
    int far = 0;
    for (Measured cell : cells) {
      List<double[]> forks = cell.forks();
      double[] values = forks.stream().flatMapToDouble(DoubleStream::of).toArray();
      if (values.length < LEAST_FOR_QUARTILES) {
        continue;
      }
      all += values.length;
      double low = StatUtils.percentile(values, 25);
      double high = StatUtils.percentile(values, 75);
      double reach = FAR_OUT * (high - low);
      if (reach == 0) {
        continue;
      }
      for (int fork = 0; fork < forks.size(); fork++) {
        for (int i = 0; i < forks.get(fork).length; i++) {
          double value = forks.get(fork)[i];
          if (value < low - reach || value > high + reach) {
            far++;
            observations.add(
                "%s, fork %d, iteration %d: far out: %s %s, while half of all lie from %s to %s"
                    .formatted(
                        cell.name(),
                        fork + 1,
                        i + 1,
                        Numbers.figure(value),
                        cell.cell().unit(),
                        Numbers.figure(low),
                        Numbers.figure(high)));
          }
        }
      }
    }
    return all == 0
        ? List.of()
        : List.of(
            new Statement(
                true,
                "",
                "Outliers: "
                    + far
                    + " of "
                    + Numbers.count(all, "iteration")
                    + " lie further than 3 interquartile ranges beyond the quartiles of their cell"
                    + (far == 0 ? "." : "; they are named below.")
                    + " None is left out of any figure."));
  }

  private static List<Statement> bootstrap(List<Measured> cells, List<String> observations) {
    List<Measured> eligible =
        cells.stream().filter(cell -> cell.cell().estimate().hasInterval()).toList();
    List<Measured> tested = new ArrayList<>();
    int values = 0;
    for (Measured cell : eligible) {
      if (values < BOOTSTRAP_VALUES) {
        tested.add(cell);
        values += cell.values();
      }
    }
    if (tested.isEmpty()) {
      return List.of();
    }
    List<Estimate> checks = tested.parallelStream().map(RawData::bootstrapped).toList();
    int other = 0;
    for (int i = 0; i < tested.size(); i++) {
      Cell cell = tested.get(i).cell();
      Estimate student = cell.estimate();
      if (disagree(student, checks.get(i))) {
        other++;
        observations.add(
            "%s: Student's interval %s, the bootstrap's %s %s"
                .formatted(
                    tested.get(i).name(),
                    Numbers.interval(student),
                    Numbers.interval(checks.get(i)),
                    cell.unit()));
      }
    }
    boolean chance = isChance(other, tested.size());
    return List.of(
        new Statement(
            chance,
            chance ? "" : Numbers.count(other, "interval") + " that the bootstrap doubts",
            "Cross-check: for "
                + other
                + " of "
                + Numbers.count(tested.size(), "cell")
                + (tested.size() < eligible.size()
                    ? " (the first " + tested.size() + " of " + eligible.size() + ")"
                    : "")
                + " a bootstrap of forks, and of iterations in them, gives an interval with one side"
                + " 1.6 times as long as the other, or one that is three times as wide as Student's, "
                + (chance
                    ? "which is no more than chance gives."
                    : "which is more than chance gives; they are named below.")));
  }

  /** The same whenever the same result is reported. */
  private static Estimate bootstrapped(Measured cell) {
    return HierarchicalBootstrap.ofMean(
        cell.forks(),
        Estimate.CONFIDENCE,
        BOOTSTRAP_SAMPLES,
        new SplittableRandom(cell.cell().key().hashCode()));
  }

  private static boolean disagree(Estimate student, Estimate check) {
    double above = check.high() - check.value();
    double below = check.value() - check.low();
    return above > MOST_SKEW * below
        || below > MOST_SKEW * above
        || above + below > MOST_WIDTH * (student.high() - student.low());
  }

  /** Whether so many of all, each wrong at a level of 5%, are nothing to wonder at. */
  private static boolean isChance(int some, int all) {
    return some == 0
        || 1 - new BinomialDistribution(null, all, LEVEL).cumulativeProbability(some - 1) > RARE;
  }
}
