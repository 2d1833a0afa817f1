package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import strandbench.report.Table.Entry;
import strandbench.result.CellOutcome;
import strandbench.result.CellState;
import strandbench.stats.Estimate;

/**
 * Is this run to be trusted?
 *
 * @param statements what speaks for it and against it
 * @param table the cells that only serve as evidence
 * @param lost cells without a valid figure, each with its reason
 * @param observations forks, iterations and cells that the statements speak of
 */
record Trust(
    List<Statement> statements, Table table, List<String> lost, List<String> observations) {
  static final String KERNEL = "strandbench.bench.KernelBenchmark.";
  private static final String CONTROL_KERNEL = "NAIVE";

  /**
   * One piece of evidence.
   *
   * @param good false where a reader should doubt
   * @param brief fit for the first screen
   * @param text in full
   */
  record Statement(boolean good, String brief, String text) {
    /** {@code ok} or {@code doubt}. */
    String word() {
      return good ? "ok" : "doubt";
    }
  }

  /** Whether a cell is there to be rejected. */
  static boolean isControl(Cell cell) {
    return cell.state() == CellState.REJECTED_AS_IT_MUST_BE
        || (cell.key().benchmark().startsWith("strandbench.bench.")
            && cell.key().param("kernel").equals(CONTROL_KERNEL));
  }

  /** Whether a cell is evidence about the run rather than an answer. */
  static boolean isEvidence(Cell cell) {
    return isControl(cell)
        || cell.key().benchmark().startsWith(KERNEL)
        || cell.key().benchmark().startsWith(Baseline.BENCHMARK)
        || cell.key().benchmark().equals(ContentionFigures.AGAIN);
  }

  static Trust of(Source source) {
    List<Cell> evidence = source.cells().stream().filter(Trust::isEvidence).toList();
    List<Statement> statements = new ArrayList<>();
    if (source.result().run().isEmpty()) {
      statements.add(
          new Statement(
              false,
              "a plain JMH file: machine, load and validity unknown",
              "This is a plain JMH file: it doesn't say what machine it comes from, whether time was"
                  + " stolen, or whether cells were left out or should have been."));
    } else {
      statements.add(RunStatements.forks(source));
      statements.add(RunStatements.ending(source));
    }
    if (source.result().run().isPresent() || !evidence.isEmpty()) {
      statements.addAll(ControlStatements.pairs(source));
    }
    if (source.result().run().isPresent()) {
      statements.add(ControlStatements.control(evidence));
      statements.add(RunStatements.steal(source.result().journal()));
      statements.add(RunStatements.load(source));
      statements.add(RunStatements.disturbed(source.result().journal()));
      statements.add(RunStatements.machine(source.result().run().orElseThrow().findings()));
    }
    List<String> lost =
        new ArrayList<>(
            source.cells().stream()
                .filter(cell -> cell.state() != CellState.REJECTED_AS_IT_MUST_BE && !cell.scores())
                .map(cell -> cell.key() + ": " + cell.ending())
                .toList());
    if (source.result().run().isPresent() || !lost.isEmpty()) {
      statements.add(lost(lost.size(), source));
    }
    source.result().unread().forEach(entry -> lost.add("not readable: " + entry));
    if (!source.result().unread().isEmpty()) {
      statements.add(unread(source.result().unread().size()));
    }
    List<Cell> remarked =
        source.cells().stream().filter(cell -> !cell.remarks().isEmpty()).toList();
    if (!remarked.isEmpty()) {
      statements.add(remarked(remarked, source));
    }
    Map<String, Long> excluded =
        source.excluded().stream()
            .collect(
                Collectors.groupingBy(
                    cell ->
                        cell.key().shortName()
                            + (cell.key().param("model").isEmpty()
                                ? ""
                                : ", " + Names.words(cell.key().param("model")))
                            + ": never planned: "
                            + cell.reason(),
                    LinkedHashMap::new,
                    Collectors.counting()));
    excluded.forEach(
        (reason, cells) ->
            lost.add(reason + " (" + Numbers.count(Math.toIntExact(cells), "combination") + ")"));
    RawData raw = RawData.of(source.cells().stream().filter(cell -> !isControl(cell)).toList());
    statements.addAll(raw.statements());
    return new Trust(
        List.copyOf(statements), table(evidence, source), List.copyOf(lost), raw.observations());
  }

  private static Statement lost(int lost, Source source) {
    String all = Numbers.count(source.cells().size(), "cell");
    return new Statement(
        lost == 0,
        lost == 0 ? "every cell valid" : lost + " of " + all + " without a valid figure",
        lost == 0
            ? "Of " + all + ", none is invalid, failed or missing."
            : lost + " of " + all + " have no valid figure; they are named below.");
  }

  private static Statement unread(int unread) {
    String entries = Numbers.entries(unread);
    return new Statement(
        false,
        entries + " not readable",
        entries + " of the file can't be read, and stand in no figure; they are named below.");
  }

  private static Statement remarked(List<Cell> remarked, Source source) {
    Map<String, Long> reasons =
        remarked.stream()
            .flatMap(cell -> cell.remarks().stream())
            .collect(
                Collectors.groupingBy(
                    remark -> remark.replaceAll("\\d+", "N"),
                    LinkedHashMap::new,
                    Collectors.counting()));
    String odd =
        remarked.size() + " of " + Numbers.entries(source.cells().size()) + " with remarks";
    return new Statement(
        false,
        odd,
        odd
            + " (beside their figures, under State): "
            + reasons.entrySet().stream()
                .map(reason -> reason.getKey() + " (" + reason.getValue() + ")")
                .collect(Collectors.joining("; "))
            + ".");
  }

  /** Those that were measured, also where the cell is not valid and its figures stand nowhere. */
  private static int forks(Cell cell, Source source) {
    return source
        .result()
        .run()
        .flatMap(run -> run.cells().stream().filter(c -> c.key().equals(cell.key())).findFirst())
        .map(CellOutcome::forks)
        .orElse(cell.estimate().forks());
  }

  private static Table table(List<Cell> evidence, Source source) {
    return new Table(
        "Baselines and kernels",
        List.of("Cell", "Value", "Unit", "95% interval", "Forks", "State"),
        evidence.stream()
            .map(
                cell -> {
                  Estimate estimate = cell.estimate();
                  boolean scores = cell.scores();
                  return new Table.Row(
                      List.of(
                          Entry.text(cell.key().toString()),
                          scores ? Entry.number(estimate.value()) : Entry.text("–"),
                          Entry.text(cell.unit()),
                          Entry.text(scores ? Numbers.interval(estimate) : "–"),
                          Entry.count(forks(cell, source)),
                          Entry.text(cell.ending())));
                })
            .toList());
  }

  /** The first screen's line: what is to be doubted comes first. */
  String brief() {
    return Stream.concat(
            statements.stream().filter(statement -> !statement.good()),
            statements.stream().filter(Statement::good))
        .map(Statement::brief)
        .filter(brief -> !brief.isEmpty())
        .collect(Collectors.joining("; "));
  }

  boolean good() {
    return statements.stream().allMatch(Statement::good);
  }

  boolean hasLost() {
    return !lost.isEmpty();
  }

  boolean hasObservations() {
    return !observations.isEmpty();
  }

  boolean hasTable() {
    return !table.rows().isEmpty();
  }

  /** With the first rows of its table, and the first lines of what was lost. */
  Trust cutTo(int length) {
    return new Trust(
        statements, table.cutTo(length), Table.cut(lost, length), Table.cut(observations, length));
  }
}
