package strandbench.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The verdict as a table, for a terminal and for Markdown. */
public final class GateTable {
  private final GateReport report;

  public GateTable(GateReport report) {
    this.report = report;
  }

  /** For a terminal: columns in line, the verdict of the whole last. */
  public String text() {
    List<List<String>> rows = new ArrayList<>(List.of(head()));
    rows.addAll(rows());
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size() - 1; column++) {
        int at = column;
        int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        line.append(String.format(Locale.ROOT, "%-" + Math.max(1, width) + "s  ", row.get(column)));
      }
      text.append(line).append(row.getLast()).append('\n');
    }
    notes().forEach(note -> text.append(note).append('\n'));
    report.reasons().forEach(reason -> text.append("  ").append(reason).append('\n'));
    return text.append(headline()).append('\n').toString();
  }

  /** For a job's summary. */
  public String markdown() {
    StringBuilder text = new StringBuilder("## ").append(headline()).append("\n\n");
    report.reasons().forEach(reason -> text.append("- ").append(escaped(reason)).append('\n'));
    if (!report.reasons().isEmpty()) {
      text.append('\n');
    }
    appendRow(text, head());
    text.append("|---|--:|---|--:|--:|---|--:|---|\n");
    rows().forEach(row -> appendRow(text, row));
    text.append('\n');
    notes().forEach(note -> text.append("- ").append(escaped(note)).append('\n'));
    return text.toString();
  }

  private static void appendRow(StringBuilder text, List<String> row) {
    row.forEach(cell -> text.append("| ").append(escaped(cell)).append(' '));
    text.append("|\n");
  }

  /** What Markdown, and the HTML in it, would take for marks of their own. */
  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("|", "\\|")
        .replace("*", "\\*")
        .replace("_", "\\_")
        .replace("`", "\\`")
        .replace("[", "\\[")
        .replace("&", "&amp;")
        .replace("<", "&lt;");
  }

  private String headline() {
    return "gate: " + report.verdict() + " (tolerance " + Figures.percent(tolerance()) + ")";
  }

  private double tolerance() {
    return report.setting().tolerance();
  }

  private List<String> head() {
    String number = isOfPairs() ? "pairs" : "forks";
    return List.of("verdict", "slow-down", "interval", "BASE", "HEAD", "unit", number, "benchmark");
  }

  /** Recorded results are not of pairs, and have no check of the gate itself. */
  private boolean isOfPairs() {
    return report.selfCheck() != null;
  }

  private List<List<String>> rows() {
    return report.benchmarks().stream().map(GateTable::row).toList();
  }

  private static List<String> row(BenchmarkVerdict benchmark) {
    return List.of(
        benchmark.verdict().toString(),
        benchmark.measured() ? Figures.change(benchmark.slowDown()) : "",
        interval(benchmark),
        score(benchmark.base()),
        score(benchmark.head()),
        benchmark.unit() == null ? "" : benchmark.unit(),
        Integer.toString(benchmark.pairs()),
        Figures.name(benchmark.key()));
  }

  private static String interval(BenchmarkVerdict benchmark) {
    if (!benchmark.measured()) {
      return "";
    }
    String low = isBound(benchmark.low()) ? Figures.change(benchmark.low()) : "any";
    String high = isBound(benchmark.high()) ? Figures.change(benchmark.high()) : "any";
    return low + " to " + high;
  }

  private static boolean isBound(Double bound) {
    return bound != null && bound > 0;
  }

  private static String score(Double score) {
    return score == null ? "" : Figures.score(score);
  }

  private List<String> notes() {
    GateSetting setting = report.setting();
    List<String> notes = new ArrayList<>();
    notes.add(
        "slow-down: how much slower (or dearer) HEAD is than BASE, by "
            + setting.metric()
            + ", in the middle and as "
            + Figures.percent(GateRules.CONFIDENCE)
            + " interval. Wrong REGRESSION in at most "
            + Figures.percent(report.regressionLevel())
            + " of runs, wrong PASS at a true slow-down of the tolerance in at most "
            + Figures.percent(report.passLevel())
            + " of benchmarks"
            + (isOfPairs() ? "" : ", if BASE and HEAD differ in nothing but their code"));
    addList(notes, "added (only in HEAD)", setting.added().stream().map(Figures::name).toList());
    addList(
        notes, "removed (only in BASE)", setting.removed().stream().map(Figures::name).toList());
    SelfCheck check = report.selfCheck();
    if (isOfPairs()) {
      notes.add(
          "self-check, "
              + Figures.percent(Math.rint(100 * check.share()) / 100)
              + " of the time: canary (BASE against its copy), "
              + check.canaryPairs()
              + " pairs: "
              + check.canary()
              + "; calibration (10% more work), "
              + check.calibrationPairs()
              + " pairs: "
              + check.calibration());
      notes.add(
          report.ending().inWords()
              + " after "
              + Figures.time(report.seconds())
              + " of "
              + Figures.time(setting.budgetSeconds()));
    }
    setting.uncontrolled().forEach(each -> notes.add("not controlled for: " + each));
    report.benchmarks().stream()
        .filter(benchmark -> benchmark.verdict() == Verdict.INCONCLUSIVE)
        .filter(benchmark -> benchmark.callable() != null)
        .forEach(
            benchmark ->
                notes.add(
                    "so many pairs with this spread call a slow-down of "
                        + Figures.change(benchmark.callable())
                        + " or more: "
                        + Figures.name(benchmark.key())));
    return notes;
  }

  private static void addList(List<String> notes, String title, List<String> names) {
    if (!names.isEmpty()) {
      notes.add(title + ": " + String.join("; ", names));
    }
  }
}
