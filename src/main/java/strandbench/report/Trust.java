package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import strandbench.report.Table.Entry;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellOutcome;
import strandbench.result.CellState;
import strandbench.result.Finding;
import strandbench.result.ForkEntry;
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
  private static final double STEAL_TO_SAY = 0.02;
  private static final double MOST_LOAD_PER_CORE = 1;

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
      statements.add(forks(source));
      statements.add(ending(source));
    }
    if (source.result().run().isPresent() || !evidence.isEmpty()) {
      statements.addAll(pairs(source));
    }
    if (source.result().run().isPresent()) {
      statements.add(control(evidence));
      statements.add(steal(source.result().journal()));
      statements.add(load(source));
      statements.add(disturbed(source.result().journal()));
      statements.add(machine(source.result().run().orElseThrow().findings()));
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

  private static Statement forks(Source source) {
    boolean few = source.result().run().orElseThrow().notForConclusions();
    int planned = source.result().run().orElseThrow().plannedForks();
    return new Statement(
        !few,
        Numbers.count(planned, "fork") + " a cell planned",
        "The plan asks for "
            + Numbers.count(planned, "fork")
            + " a cell"
            + (few
                ? ": too few for intervals and verdicts. This run is not for conclusions."
                : "; intervals need 3."));
  }

  private static Statement ending(Source source) {
    String ending = source.result().run().orElseThrow().ending();
    boolean complete = "complete".equals(ending);
    String word = ending == null ? "unfinished" : ending;
    return new Statement(
        complete,
        complete ? "run complete" : "run not complete: " + word,
        complete
            ? "The run is complete."
            : "The run is not complete: "
                + word
                + ". scripts/strandbench run --resume, with its directory, carries it on.");
  }

  private static List<Statement> pairs(Source source) {
    Set<BenchmarkKey> seen = new LinkedHashSet<>();
    List<Statement> statements = new ArrayList<>();
    for (Cell cell : source.cells()) {
      BenchmarkKey key = cell.key();
      if (key.benchmark().equals(Baseline.BENCHMARK + "first")
          && !isControl(cell)
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

  private static Statement control(List<Cell> evidence) {
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

  private static Statement steal(List<ForkEntry> journal) {
    double[] shares = finite(journal, ForkEntry::stealShare);
    if (shares.length == 0) {
      return new Statement(
          false, "steal unknown", "Steal: not known; the hypervisor may have taken time.");
    }
    double most = shares[shares.length - 1];
    return new Statement(
        most <= STEAL_TO_SAY,
        "steal at most " + Numbers.percent(most),
        "Steal: the hypervisor took "
            + Numbers.percent(median(shares))
            + " of the processor time during the median fork, "
            + Numbers.percent(most)
            + " during the worst of "
            + shares.length
            + ".");
  }

  /** What ran before the first fork was not the run itself. */
  private static Statement load(Source source) {
    double[] loads =
        source.result().journal().stream()
            .limit(1)
            .mapToDouble(ForkEntry::loadBefore)
            .filter(Double::isFinite)
            .toArray();
    if (loads.length == 0) {
      return new Statement(false, "load unknown", "Load: not known.");
    }
    String figure = Numbers.figure(loads[0]);
    boolean quiet = loads[0] <= MOST_LOAD_PER_CORE * source.cores().orElse(1);
    return new Statement(
        quiet,
        "load " + figure + " before the run",
        "Load: the one-minute average before the first fork was "
            + figure
            + (quiet ? "." : ": something else was running, or had just been."));
  }

  private static Statement machine(List<Finding> findings) {
    if (findings.isEmpty()) {
      return new Statement(
          false,
          "machine not examined",
          "Machine: it was not examined before the run (strandbench doctor).");
    }
    List<Finding> doubts = findings.stream().filter(Finding::isDoubt).toList();
    String unknown =
        findings.stream()
            .filter(finding -> finding.state() == Finding.State.UNKNOWN)
            .map(Finding::check)
            .collect(Collectors.joining(", "));
    return new Statement(
        doubts.isEmpty(),
        doubts.isEmpty()
            ? "machine in order"
            : "machine: " + doubts.stream().map(Finding::check).collect(Collectors.joining(", ")),
        "Machine, before the first fork: "
            + (doubts.isEmpty()
                ? "nothing was found that spoils a measurement"
                : doubts.stream()
                    .map(doubt -> doubt.check() + ": " + doubt.observed())
                    .collect(Collectors.joining("; ")))
            + "."
            + (unknown.isEmpty() ? "" : " Can't be told here: " + unknown + ".")
            + " strandbench doctor says what each of them spoils.");
  }

  /** Forks that were set aside, and those that only count because a rule was left out. */
  private static Statement disturbed(List<ForkEntry> journal) {
    String all = Numbers.count(journal.size(), "fork");
    List<ForkEntry> setAside = journal.stream().filter(ForkEntry::isSetAside).toList();
    List<ForkEntry> tolerated = journal.stream().filter(ForkEntry::tolerated).toList();
    List<String> brief = new ArrayList<>();
    List<String> text = new ArrayList<>();
    if (!setAside.isEmpty()) {
      String found = setAside.size() + " of " + all + " set aside (" + byRule(setAside) + ")";
      brief.add(found);
      text.add(
          found + ": measured again within limits, and in no figure; they stay in the journal.");
    }
    if (!tolerated.isEmpty()) {
      String found =
          tolerated.size() + " of " + all + " disturbed but tolerated (" + byRule(tolerated) + ")";
      brief.add(found);
      text.add(
          found + ": the run was told to leave these rules out, and the figures take them in.");
    }
    return brief.isEmpty()
        ? new Statement(
            true,
            "no fork set aside",
            "No fork rule objects to any of " + all + " that were measured.")
        : new Statement(false, String.join("; ", brief), String.join(" ", text));
  }

  private static String byRule(List<ForkEntry> forks) {
    return forks.stream()
        .collect(
            Collectors.groupingBy(
                fork -> fork.objection().rule(), TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(rule -> rule.getKey() + " " + rule.getValue())
        .collect(Collectors.joining(", "));
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

  private static double[] finite(List<ForkEntry> journal, ToDoubleFunction<ForkEntry> value) {
    return journal.stream().mapToDouble(value).filter(Double::isFinite).sorted().toArray();
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
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
