package strandbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import strandbench.report.Trust.Statement;
import strandbench.result.Finding;
import strandbench.result.ForkEntry;

/** What a run's record and journal say for it and against it: its forks, its load, its machine. */
final class RunStatements {
  private static final double STEAL_TO_SAY = 0.02;
  private static final double MOST_LOAD_PER_CORE = 1;

  private RunStatements() {}

  /** How many a cell the plan asks for. */
  static Statement forks(Source source) {
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

  /** Whether it is complete. */
  static Statement ending(Source source) {
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

  /** What the hypervisor took. */
  static Statement steal(List<ForkEntry> journal) {
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
  static Statement load(Source source) {
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

  /** What the doctor found before the first fork. */
  static Statement machine(List<Finding> findings) {
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
  static Statement disturbed(List<ForkEntry> journal) {
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

  private static double[] finite(List<ForkEntry> journal, ToDoubleFunction<ForkEntry> value) {
    return journal.stream().mapToDouble(value).filter(Double::isFinite).sorted().toArray();
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
