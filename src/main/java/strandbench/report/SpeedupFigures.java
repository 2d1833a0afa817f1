package strandbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import strandbench.report.Table.Entry;
import strandbench.stats.Estimate;

/** CPU-bound work: speedup over one raw thread, against parallelism, per model. */
final class SpeedupFigures {
  private final Speedup speedup;
  private final Group group;
  private final OptionalInt cores;

  private SpeedupFigures(Speedup speedup) {
    this.speedup = speedup;
    this.group = speedup.group();
    this.cores = speedup.cores();
  }

  static List<Figure> of(Source source) {
    List<Speedup> speedups = Speedup.all(source);
    List<Figure> figures = new ArrayList<>();
    for (Speedup speedup : speedups) {
      int number = speedups.indexOf(speedup) + 1;
      String suffix = number == 1 ? "" : "-" + number;
      String difference = speedups.size() > 1 ? " (" + speedup.group().work() + ")" : "";
      figures.add(new SpeedupFigures(speedup).figure(suffix, difference));
      if (speedup.levels().size() > 1) {
        figures.add(EfficiencyFigure.of(speedup, suffix, difference));
      }
    }
    return figures;
  }

  private Figure figure(String suffix, String difference) {
    Axis x = speedup.levelAxis();
    List<Series> series = ModelLines.of(group, x, speedup::of, this::figure);
    List<ReferenceLine> references = new ArrayList<>();
    double top = 1;
    if (cores.isPresent()) {
      int n = cores.getAsInt();
      top = Math.min(n, speedup.levels().getLast());
      references.add(
          new ReferenceLine(
              "ideal: parallelism, but no more than the " + Numbers.count(n, "core"),
              speedup.corners(),
              speedup.corners().stream().map(level -> Math.min(level, n)).toList(),
              false));
    }
    Axis y = Speedup.axis("speedup (times one raw thread)", series, top);
    references.addAll(speedup.coresLine(x, y));
    Verdict verdict = comparison().verdict(speedup.baseline().noise());
    Chart chart =
        new Chart(
            speedup.source().prefix() + "speedup" + suffix,
            "CPU-bound work: speedup against parallelism" + difference,
            "How much faster than one raw thread does each model do the same total of work?",
            x,
            y,
            false,
            series,
            references,
            notes(),
            speedup.source().stamp(group.drawn()),
            Speedup.alternative("speedup", series, verdict));
    return new Figure(
        chart, table(), verdict, group.absent(), "CPU-bound work", List.of(Speedup.BENCHMARK));
  }

  private String figure(Cell cell) {
    Estimate times = speedup.of(cell);
    return Numbers.figure(times.value())
        + " times one raw thread"
        + (times.hasInterval() ? " (95% interval " + Numbers.interval(times) + ")" : "")
        + (cores.isPresent()
            ? ", " + Numbers.percent(speedup.shareOfIdeal(cell)) + " of the ideal"
            : "");
  }

  private Comparison comparison() {
    int level = speedup.level();
    String where =
        "at parallelism "
            + level
            + (cores.isPresent()
                ? level == cores.getAsInt()
                    ? " (as many as this machine has cores)"
                    : " (this machine has " + Numbers.count(cores.getAsInt(), "core") + ")"
                : " (the highest measured: how many cores the machine has is unknown)");
    return new Comparison(
        where,
        group.scoring().stream()
            .filter(cell -> group.level(cell) == level)
            .map(
                cell ->
                    new Comparison.Candidate(
                        Names.words(cell.model()),
                        DoubleStream.of(cell.forks()).boxed().toList(),
                        Numbers.figure(speedup.of(cell).value()),
                        figure(cell)))
            .toList(),
        group.absentAt(level));
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    Baseline baseline = speedup.baseline();
    Estimate agreement = baseline.agreement();
    notes.add(
        "The baseline, 1, is the mean of "
            + Numbers.count(baseline.forks().length, "fork")
            + " of one raw thread on the same work, without an executor"
            + (Double.isFinite(agreement.value())
                ? " (an identical pair: the second is "
                    + Numbers.figure(agreement.value())
                    + " times the first). "
                : ". ")
            + "Work: "
            + group.work()
            + ".");
    cores.ifPresent(
        n -> {
          if (n <= 2) {
            notes.add(
                "This machine has "
                    + Numbers.count(n, "core")
                    + ": the chart can't show how anything scales beyond "
                    + n
                    + ".");
          }
        });
    notes.add(Doubt.of(group.drawn()) + " " + ModelLines.APART_NOTE);
    if (!group.beside().isEmpty()) {
      notes.add(speedup.source().overlay().note(group.beside()) + " " + otherLoop());
    }
    return notes;
  }

  /** What the overlay's speedups are relative to, and why they may not be held against ours. */
  private String otherLoop() {
    double ours = speedup.baseline().nanosPerIteration();
    double theirs = speedup.baseline(group.beside().getFirst()).nanosPerIteration();
    return "Their speedup is over one raw thread of their own, since their loop is another one"
        + (Double.isFinite(ours) && Double.isFinite(theirs)
            ? ": there an iteration takes "
                + Numbers.figure(theirs)
                + " ns, here "
                + Numbers.figure(ours)
                + " ns"
            : "")
        + ". Their tasks are cut to take as long, not to have as many iterations.";
  }

  private Table table() {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : group.listed()) {
      Optional<Cell> valid = Optional.of(cell).filter(Cell::scores);
      rows.add(
          new Table.Row(
              List.of(
                  Entry.text(Names.words(cell.model())),
                  Entry.count(group.level(cell)),
                  valid.map(c -> Entry.number(speedup.of(c).value())).orElse(Entry.text("–")),
                  Entry.text(valid.map(c -> Numbers.interval(speedup.of(c))).orElse("–")),
                  valid
                      .filter(c -> cores.isPresent())
                      .map(c -> Entry.percent(speedup.shareOfIdeal(c)))
                      .orElse(Entry.text("–")),
                  valid.map(c -> Entry.number(c.estimate().value())).orElse(Entry.text("–")),
                  valid
                      .map(c -> Estimate.ofMean(c.forks("iterations"), Estimate.CONFIDENCE).value())
                      .map(perSecond -> Entry.number(perSecond / 1e6))
                      .orElse(Entry.text("–")),
                  Entry.count(cell.forks().length),
                  Entry.text(cell.ending())),
              cell.key()));
    }
    return new Table(
        "Speedup over one raw thread",
        List.of(
            "Model",
            "Parallelism",
            "Speedup (×)",
            "95% interval",
            "Share of the ideal",
            "Totals (ops/s)",
            "Kernel iterations (millions/s)",
            "Forks",
            "State"),
        rows);
  }
}
