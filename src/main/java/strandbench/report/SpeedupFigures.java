package strandbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import strandbench.report.Table.Entry;
import strandbench.stats.Estimate;
import strandbench.stats.Ratio;

/** CPU-bound work: speedup over one raw thread, against parallelism, per model. */
final class SpeedupFigures {
  static final String BENCHMARK = "strandbench.bench.CountingLoopBenchmark.count";
  private static final int LOG_FROM = 16;

  private final Source source;
  private final Group group;
  private final Baseline baseline;
  private final OptionalInt cores;

  private SpeedupFigures(Source source, Group group, Baseline baseline) {
    this.source = source;
    this.group = group;
    this.baseline = baseline;
    this.cores = source.cores();
  }

  /** Groups that a speedup can be told of: with a baseline, and with a point to draw. */
  static List<Group> groups(Source source) {
    return Group.of(source, BENCHMARK, "parallelism").stream()
        .filter(group -> !Trust.isControl(group.cells().getFirst()))
        .filter(group -> !group.scoring().isEmpty())
        .filter(group -> Baseline.of(source, group.cells().getFirst()).isPresent())
        .map(
            group ->
                group.keepingBeside(
                    cell -> Baseline.of(source.overlay().cells(), cell).isPresent()))
        .toList();
  }

  static List<Figure> of(Source source) {
    List<Group> groups = groups(source);
    List<Figure> figures = new ArrayList<>();
    for (Group group : groups) {
      Baseline baseline = Baseline.of(source, group.cells().getFirst()).orElseThrow();
      figures.add(
          new SpeedupFigures(source, group, baseline)
              .figure(figures.isEmpty() ? "" : "-" + (figures.size() + 1), groups.size() > 1));
    }
    return figures;
  }

  private Figure figure(String suffix, boolean several) {
    double[] levels = group.cells().stream().mapToDouble(group::level).toArray();
    double highest = DoubleStream.of(levels).max().orElseThrow();
    double lowest = DoubleStream.of(levels).min().orElseThrow();
    Axis x =
        Axes.ofLevels(
            "parallelism (tasks that may run at once)",
            highest > LOG_FROM,
            DoubleStream.of(levels).boxed().toList());
    List<Series> series = ModelLines.of(group, x, this::speedup, this::figure);
    List<ReferenceLine> references = new ArrayList<>();
    double top = 1;
    if (cores.isPresent()) {
      int n = cores.getAsInt();
      top = Math.min(n, highest);
      double[] steps =
          IntStream.rangeClosed(0, 60)
              .mapToDouble(
                  i ->
                      x.value(
                          x.position(lowest)
                              + i / 60.0 * (x.position(highest) - x.position(lowest))))
              .toArray();
      references.add(
          new ReferenceLine(
              "ideal: parallelism, but no more than the " + Numbers.count(n, "core"),
              DoubleStream.of(steps).boxed().toList(),
              DoubleStream.of(steps).map(step -> Math.min(step, n)).boxed().toList(),
              false));
    }
    Axis y = Axes.fromZero("speedup (times one raw thread)", drawn(series, top));
    if (cores.isPresent() && cores.getAsInt() >= x.min() && cores.getAsInt() <= x.max()) {
      double n = cores.getAsInt();
      references.add(
          new ReferenceLine(
              "this machine's " + Numbers.count(cores.getAsInt(), "core"),
              List.of(n, n),
              List.of(y.min(), y.max()),
              true));
    }
    Verdict verdict = comparison().verdict(baseline.noise());
    Chart chart =
        new Chart(
            source.prefix() + "speedup" + suffix,
            "CPU-bound work: speedup against parallelism" + (several ? " (" + work() + ")" : ""),
            "How much faster than one raw thread does each model do the same total of work?",
            x,
            y,
            false,
            series,
            references,
            notes(),
            source.stamp(group.drawn()),
            alternative(series, verdict));
    return new Figure(
        chart, table(), verdict, group.absent(), "CPU-bound work", List.of(BENCHMARK));
  }

  private static double[] drawn(List<Series> series, double top) {
    return DoubleStream.concat(
            DoubleStream.of(top),
            series.stream()
                .flatMap(line -> line.points().stream())
                .flatMapToDouble(point -> DoubleStream.of(point.y(), point.low(), point.high())))
        .filter(Double::isFinite)
        .toArray();
  }

  private Estimate speedup(Cell cell) {
    return Ratio.of(cell.forks(), baseline(cell).forks(), Estimate.CONFIDENCE).estimate();
  }

  /** One raw thread of whatever ran the cell. */
  private Baseline baseline(Cell cell) {
    return group.beside().contains(cell)
        ? Baseline.of(source.overlay().cells(), cell).orElseThrow()
        : baseline;
  }

  private double ideal(Cell cell) {
    return cores.isEmpty() ? Double.NaN : Math.min(group.level(cell), cores.getAsInt());
  }

  private double efficiency(Cell cell) {
    return speedup(cell).value() / ideal(cell);
  }

  private String figure(Cell cell) {
    Estimate speedup = speedup(cell);
    return Numbers.figure(speedup.value())
        + " times one raw thread"
        + (speedup.hasInterval() ? " (95% interval " + Numbers.interval(speedup) + ")" : "")
        + (cores.isPresent() ? ", " + Numbers.percent(efficiency(cell)) + " of the ideal" : "");
  }

  private Comparison comparison() {
    int level = level();
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
                        Numbers.figure(speedup(cell).value()),
                        figure(cell)))
            .toList(),
        group.absentAt(level));
  }

  /** Parallelism = cores where that was measured; else the nearest below, or the lowest. */
  private int level() {
    int limit = cores.orElse(Integer.MAX_VALUE);
    int lowest = group.cells().stream().mapToInt(group::level).min().orElseThrow();
    return group.cells().stream()
        .mapToInt(group::level)
        .filter(level -> level <= limit)
        .max()
        .orElse(lowest);
  }

  private String work() {
    List<String> parts = new ArrayList<>();
    group.params().forEach((name, value) -> parts.add(name + "=" + value));
    return String.join(", ", parts);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
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
            + work()
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
    notes.add(doubt(group.drawn()) + " " + ModelLines.APART_NOTE);
    if (!group.beside().isEmpty()) {
      notes.add(source.overlay().note(group.beside()) + " " + otherLoop());
    }
    return notes;
  }

  /** What the overlay's speedups are relative to, and why they may not be held against ours. */
  private String otherLoop() {
    double ours = baseline.nanosPerIteration();
    double theirs = baseline(group.beside().getFirst()).nanosPerIteration();
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

  /** What the intervals are, and what hollow points are, as far as there are any. */
  static String doubt(List<Cell> cells) {
    boolean some = cells.stream().anyMatch(cell -> cell.forks().length >= Estimate.MIN_FORKS);
    boolean hollow = cells.stream().anyMatch(cell -> cell.forks().length < Estimate.MIN_FORKS);
    return (some
            ? "Whiskers: 95% intervals over forks; where none is seen, it is shorter than its point."
            : "")
        + (some && hollow ? " " : "")
        + (hollow ? "Hollow points: under 3 forks, so no interval and no verdict." : "");
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
                  valid.map(c -> Entry.number(speedup(c).value())).orElse(Entry.text("–")),
                  Entry.text(valid.map(c -> Numbers.interval(speedup(c))).orElse("–")),
                  valid
                      .filter(c -> cores.isPresent())
                      .map(c -> Entry.percent(efficiency(c)))
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
            "Efficiency",
            "Totals (ops/s)",
            "Kernel iterations (millions/s)",
            "Forks",
            "State"),
        rows);
  }

  private String alternative(List<Series> series, Verdict verdict) {
    return "Chart of speedup against parallelism for "
        + Names.list(series.stream().map(Series::name).toList())
        + ". "
        + verdict.headline()
        + " The figures stand in the table below.";
  }
}
