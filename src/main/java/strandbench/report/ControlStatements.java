package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import strandbench.report.Trust.Statement;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellState;
import strandbench.stats.Estimate;

/**
 * What a run measured to check itself: pairs of identical cells (A/A), and a control that must be
 * rejected.
 */
final class ControlStatements {
  private ControlStatements() {}

  /** One of each A/A pair; of none, that there is none. */
  static List<Statement> pairs(Source source) {
    Set<BenchmarkKey> seen = new LinkedHashSet<>();
    List<Statement> statements = new ArrayList<>();
    for (Cell cell : source.cells()) {
      BenchmarkKey key = cell.key();
      if (key.benchmark().equals(Baseline.BENCHMARK + "first")
          && !Trust.isControl(cell)
          && seen.add(key)) {
        Baseline.of(source, cell)
            .map(baseline -> pair("", "the same raw thread", baseline.agreement()))
            .ifPresent(statements::add);
      }
    }
    ContentionFigures.agreements(source)
        .forEach((name, ratio) -> statements.add(pair(" of " + name, name, ratio)));
    return statements.isEmpty()
        ? List.of(
            new Statement(
                false,
                "no A/A pair",
                "There is no valid A/A pair (RawThreadBenchmark, or"
                    + " LockContentionBenchmark.contendAgain): how far apart two identical"
                    + " measurements are is not known, and speedups have no baseline."))
        : statements;
  }

  private static Statement pair(String of, String what, Estimate ratio) {
    String figure = Numbers.figure(ratio.value());
    if (!ratio.hasInterval()) {
      return new Statement(
          false,
          "A/A ratio" + of + " " + figure + " without interval",
          "A/A: "
              + what
              + ", measured twice, gives a ratio of "
              + figure
              + "; under 3 forks there is no interval, so it says little.");
    }
    boolean quiet = ratio.contains(1);
    return new Statement(
        quiet,
        "A/A ratio" + of + " " + figure + " (" + Numbers.interval(ratio) + ")",
        "A/A: "
            + what
            + ", measured twice, gives a ratio of "
            + figure
            + " (95% interval "
            + Numbers.interval(ratio)
            + ")"
            + (quiet
                ? ", which can't be told from 1, as it must be."
                : ", which is not 1: something other than the code moved the figures. Don't build on"
                    + " differences of this size."));
  }

  /**
   * Whether the control was rejected.
   *
   * @param evidence cells that are no answers
   */
  static Statement control(List<Cell> evidence) {
    List<Cell> controls = evidence.stream().filter(Trust::isControl).toList();
    if (controls.isEmpty()) {
      return new Statement(
          false,
          "no control kernel",
          "No control: the foldable kernel was not measured, so nothing shows that the rule against"
              + " it works.");
    }
    List<Cell> passed =
        controls.stream()
            .filter(cell -> cell.state() != CellState.REJECTED_AS_IT_MUST_BE)
            .filter(cell -> cell.state() != CellState.INVALID)
            .toList();
    if (passed.isEmpty()) {
      String rules =
          controls.stream()
              .map(Cell::rule)
              .filter(rule -> rule != null)
              .distinct()
              .collect(Collectors.joining(", "));
      return new Statement(
          true,
          "control rejected",
          "The control, a kernel that the compiler folds, was rejected"
              + (rules.isEmpty() ? "" : " by the rule " + rules)
              + ", as it must be.");
    }
    return new Statement(
        false,
        "control not rejected",
        "The control, a kernel that the compiler folds, was not rejected: "
            + passed.stream()
                .map(cell -> cell.key() + " (" + cell.ending() + ")")
                .collect(Collectors.joining("; "))
            + ". The rule that should reject it does not work here, or was not applied.");
  }
}
