package strandbench.report;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import strandbench.result.Machine;
import strandbench.result.Result;
import strandbench.result.RunRecord;

/**
 * Everything that the report says about one result; the page and the summary are filled in from it.
 *
 * @param id its anchor
 * @param name of the result
 * @param warning why no conclusions may be drawn; null where some may
 * @param answers for the first screen
 * @param facts plan and machine, for the first screen
 * @param figures one per question
 * @param behind what lies behind them
 * @param undrawn tables of what has no chart, because there are too many
 * @param profiles what profilers saw: one table, or none
 * @param models values of the parameter of that name, in plan order
 * @param trust whether to believe it
 * @param details run, machine and JVM in full
 * @param command what makes the run again; null if that is not known
 */
record Chapter(
    String id,
    String name,
    String warning,
    List<Answer> answers,
    List<Fact> facts,
    List<Figure> figures,
    Behind behind,
    List<PlainTable> undrawn,
    List<PlainTable> profiles,
    List<String> models,
    Trust trust,
    List<Fact> details,
    String command) {
  private static final int LONG = 12;

  /**
   * An answer on the first screen.
   *
   * @param topic what kind of work
   * @param headline the answer
   * @param doubt how sure it is: the first sentence of the verdict's detail; null for none
   * @param chart the anchor of the chart that shows it
   */
  record Answer(String topic, String headline, String doubt, String chart) {
    /** Of the figures that answer something. */
    static List<Answer> of(List<Figure> figures) {
      return figures.stream().filter(figure -> figure.topic() != null).map(Answer::of).toList();
    }

    static Answer of(Figure figure) {
      Verdict verdict = figure.verdict();
      return new Answer(
          figure.topic(),
          verdict.headline(),
          verdict.detail().isEmpty() ? null : firstSentence(verdict.detail()),
          figure.chart().id());
    }

    private static String firstSentence(String text) {
      BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
      sentences.setText(text);
      return text.substring(0, sentences.next()).strip();
    }
  }

  /** So many figures that a list of them would hide the first one. */
  boolean isLong() {
    return drawn().size() > LONG;
  }

  /** A name and a value. */
  record Fact(String name, String value) {}

  /** Every figure with a chart. */
  List<Figure> drawn() {
    return Stream.concat(figures.stream(), behind.figures().stream()).toList();
  }

  /** Whether anything is known of how it came to be. */
  boolean isMade() {
    return command != null || !details.isEmpty();
  }

  boolean hasUndrawn() {
    return !undrawn.isEmpty();
  }

  boolean hasProfiles() {
    return !profiles.isEmpty();
  }

  /** How many rows have no chart. */
  String undrawnRows() {
    return Numbers.count(undrawn.stream().mapToInt(t -> t.table().rows().size()).sum(), "row");
  }

  /** With tables and lists no longer than that, each saying what is left out. */
  Chapter cutTo(int length) {
    return new Chapter(
        id,
        name,
        warning,
        answers,
        facts,
        figures.stream().map(figure -> figure.cutTo(length)).toList(),
        behind,
        undrawn.stream().map(table -> table.cutTo(length)).toList(),
        profiles.stream().map(table -> table.cutTo(length)).toList(),
        models,
        trust.cutTo(length),
        details,
        command);
  }

  static Chapter of(Result result, int index) {
    return of(Source.of(result, index));
  }

  static Chapter of(Source source) {
    Result result = source.result();
    // They look at every value; of many, that takes as long as the figures do.
    CompletableFuture<Trust> trust = CompletableFuture.supplyAsync(() -> Trust.of(source));
    CompletableFuture<Behind> behind = CompletableFuture.supplyAsync(() -> Behind.of(source));
    List<Figure> figures = new ArrayList<>();
    figures.addAll(SpeedupFigures.of(source));
    figures.addAll(FetchFigures.of(source));
    figures.addAll(GrainFigures.of(source));
    figures.addAll(SweepFigures.of(source));
    figures.addAll(LoopFigures.of(source));
    figures.addAll(ContentionFigures.of(source));
    figures.addAll(ScalingFigures.of(source));
    PlainFigures.Drawing plain = PlainFigures.of(source, others(source));
    figures.addAll(plain.drawn());
    List<Answer> answers = new ArrayList<>(Answer.of(figures));
    answers.addAll(unanswered(source, answers));
    Optional<RunRecord> run = result.run();
    Profiles profiles = Profiles.of(source);
    return new Chapter(
        source.prefix() + "result",
        result.name(),
        run.filter(RunRecord::notForConclusions)
            .map(
                r ->
                    r.plan()
                        + ": not for conclusions. "
                        + Numbers.count(r.plannedForks(), "fork")
                        + " a cell; points are hollow, without interval and without verdict.")
            .orElse(null),
        answers,
        run.map(Chapter::facts).orElse(List.of()),
        figures.stream().map(profiles::linked).toList(),
        behind.join(),
        plain.undrawn(),
        profiles.section(),
        source.cells().stream()
            .map(Cell::model)
            .filter(model -> !model.isEmpty())
            .distinct()
            .toList(),
        trust.join(),
        run.map(Chapter::details).orElse(List.of()),
        run.map(RunRecord::command).map(Chapter::quoted).orElse(null));
  }

  /** A question that was asked stands on the first screen also where nothing valid answers it. */
  private static List<Answer> unanswered(Source source, List<Answer> answers) {
    Map<String, String> topics = new LinkedHashMap<>();
    topics.put("CPU-bound work", Speedup.BENCHMARK);
    topics.put("I/O-bound work", FetchFigures.BENCHMARK);
    answers.forEach(answer -> topics.remove(answer.topic()));
    List<Answer> missing = new ArrayList<>();
    topics.forEach(
        (topic, benchmark) -> {
          List<Cell> asked =
              source.cells().stream()
                  .filter(cell -> cell.key().benchmark().equals(benchmark))
                  .toList();
          if (!asked.isEmpty()) {
            missing.add(new Answer(topic, noAnswer(asked), null, source.prefix() + "result-trust"));
          }
        });
    return missing;
  }

  private static String noAnswer(List<Cell> asked) {
    return asked.stream().anyMatch(Cell::scores)
        ? "No answer: a valid baseline or counter that it needs is missing."
        : "No answer: none of "
            + Numbers.count(asked.size(), "cell")
            + " has a valid figure ("
            + asked.stream()
                .map(cell -> cell.rule() == null ? Names.words(cell.state().name()) : cell.rule())
                .distinct()
                .collect(Collectors.joining(", "))
            + ").";
  }

  /** Cells that no other figure shows, and that aren't evidence about the run only. */
  private static List<Cell> others(Source source) {
    Set<Cell> shown = Collections.newSetFromMap(new IdentityHashMap<>());
    Speedup.groups(source).forEach(group -> shown.addAll(group.cells()));
    FetchFigures.groups(source).forEach(group -> shown.addAll(group.cells()));
    shown.addAll(GrainFigures.cells(source));
    shown.addAll(SweepFigures.cells(source));
    shown.addAll(LoopFigures.cells(source));
    shown.addAll(ContentionFigures.cells(source));
    return source.cells().stream()
        .filter(cell -> !Trust.isEvidence(cell) && !shown.contains(cell))
        .toList();
  }

  private static List<Fact> facts(RunRecord run) {
    Machine machine = run.machine();
    return List.of(
        new Fact(
            "Machine",
            "%s, %s, %s, JDK %s"
                .formatted(
                    machine.cpu(),
                    Numbers.count(machine.availableProcessors(), "core"),
                    gibibytes(machine.memoryBytes()),
                    machine.jdk())),
        new Fact(
            "Plan",
            "%s (%s a cell): %s"
                .formatted(run.plan(), Numbers.count(run.plannedForks(), "fork"), run.purpose())));
  }

  private static List<Fact> details(RunRecord run) {
    Machine machine = run.machine();
    return List.of(
        new Fact("Plan", run.plan()),
        new Fact("Purpose", run.purpose()),
        new Fact("Forks per cell", Integer.toString(run.plannedForks())),
        new Fact("Seed", Long.toString(run.seed())),
        new Fact("Started", run.started()),
        new Fact("Ended", run.ended() == null ? "not yet" : run.ended()),
        new Fact("Ending", run.ending() == null ? "unfinished" : run.ending()),
        new Fact("Processor", machine.cpu()),
        new Fact("Physical cores", Integer.toString(machine.physicalCores())),
        new Fact("Logical processors", Integer.toString(machine.logicalCores())),
        new Fact("Available to the run", Integer.toString(machine.availableProcessors())),
        new Fact("CPU quota", machine.cgroupCpuQuota()),
        new Fact("CPU set", machine.cpuset()),
        new Fact("Frequency governor", machine.governor()),
        new Fact("Memory", gibibytes(machine.memoryBytes())),
        new Fact("Kernel", machine.kernel()),
        new Fact("Virtualization", machine.virtualization()),
        new Fact("JDK", machine.jdk()),
        new Fact("Flags of each fork", String.join(" ", machine.jvmArgs())),
        new Fact("Flags of each worker JVM", String.join(" ", machine.workerJvmArgs())),
        new Fact("Flags of the origin's JVM", String.join(" ", machine.originJvmArgs())));
  }

  private static String gibibytes(long bytes) {
    return Numbers.tick(Math.round(bytes / 107374182.4) / 10.0) + " GiB";
  }

  /** As a POSIX shell reads it back. */
  private static String quoted(List<String> command) {
    return command.stream()
        .map(
            word ->
                word.matches("[A-Za-z0-9_./:=,+@%-]+")
                    ? word
                    : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
