package strandbench.gate.characteristics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import strandbench.gate.GateRules;
import strandbench.gate.Verdict;
import strandbench.result.UnusableInputException;

/** Real forks of a jar against itself, replayed: every difference found is a false alarm. */
final class Recorded {
  private static final double FALSE_REGRESSION = 0.01;
  private static final int WANTED = 300;
  private static final double TOLERANCE = 0.05;

  private Recorded() {}

  /**
   * Replays comparisons.
   *
   * @param series recorded with equal jars
   * @param pairs in a comparison
   * @throws UnusableInputException if no series is long enough for one
   */
  static Findings study(List<RecordedSeries> series, int pairs) {
    List<Forks> blocks = series.stream().flatMap(one -> one.blocks(pairs).stream()).toList();
    if (blocks.isEmpty()) {
      throw new UnusableInputException(
          "--block " + pairs + ": no benchmark was recorded with so many pairs");
    }
    Share atZero = share(blocks, 0, pairs, Verdict.REGRESSION::equals);
    return new Findings(
        List.of(
            new Goal(
                "false REGRESSION in real A/A comparisons at tolerance 0",
                "at most 1% of " + WANTED + " comparisons or more, as counted",
                String.format(
                    Locale.ROOT,
                    "%d of %d; at most %.2f%% with 95%% confidence",
                    atZero.hits(),
                    atZero.trials(),
                    100 * atZero.high()),
                atZero.value() <= FALSE_REGRESSION && atZero.trials() >= WANTED)),
        List.of(
            eachSeries(series, pairs),
            Rivals.table(
                "Beside others, on the same recorded forks",
                blocks.size()
                    + " comparisons of "
                    + pairs
                    + " forks of each arm; the slow-down is put in by multiplying HEAD's times.",
                blocks)));
  }

  private static Table eachSeries(List<RecordedSeries> series, int pairs) {
    Table.Builder table =
        new Table.Builder(
            "A jar against itself",
            "Comparisons of " + pairs + " pairs that have no fork in common.",
            "recorded in",
            "benchmark",
            "pairs",
            "pair SD",
            "lag-1 correlation",
            "comparisons",
            "REGRESSION at tolerance 0",
            "REGRESSION at 5%",
            "PASS at 5%");
    for (RecordedSeries one : series) {
      List<Forks> blocks = one.blocks(pairs);
      double[] logs = one.forks().logSlowDowns();
      List<Object> row = new ArrayList<>();
      row.add(one.recording());
      row.add(one.name());
      row.add((double) logs.length);
      row.add(logs.length < 2 ? "" : (Object) Math.sqrt(StatUtils.variance(logs)));
      row.add(logs.length < 4 ? "" : (Object) lagOne(logs));
      row.add((double) blocks.size());
      if (blocks.isEmpty()) {
        row.addAll(List.of("", "", ""));
      } else {
        row.add(share(blocks, 0, pairs, Verdict.REGRESSION::equals));
        row.add(share(blocks, TOLERANCE, pairs, Verdict.REGRESSION::equals));
        row.add(share(blocks, TOLERANCE, pairs, Verdict::passes));
      }
      table.row(row.toArray());
    }
    return table.build();
  }

  /** Whether one pair tells something of the next, which it should not. */
  private static double lagOne(double[] values) {
    return new PearsonsCorrelation()
        .correlation(
            Arrays.copyOf(values, values.length - 1), Arrays.copyOfRange(values, 1, values.length));
  }

  private static Share share(
      List<Forks> blocks, double tolerance, int pairs, Predicate<Verdict> wanted) {
    GateRules rules = GateRules.of(tolerance).upTo(pairs);
    return new Share(
        (int)
            blocks.parallelStream()
                .map(block -> Trial.run(block.logSlowDowns(), rules).verdict())
                .filter(wanted)
                .count(),
        blocks.size());
  }
}
