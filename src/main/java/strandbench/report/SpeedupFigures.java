package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
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
      SpeedupFigures speedup = new SpeedupFigures(source, group, baseline);
      int number = groups.indexOf(group) + 1;
      String suffix = number == 1 ? "" : "-" + number;
      String difference = groups.size() > 1 ? " (" + group.work() + ")" : "";
      figures.add(speedup.figure(suffix, difference));
      if (speedup.levels().size() > 1) {
        figures.add(speedup.efficiencyFigure(suffix, difference));
      }
    }
    return figures;
  }

  private List<Double> levels() {
    return group.cells().stream()
        .map(cell -> (double) group.level(cell))
        .distinct()
        .sorted()
        .toList();
  }

  private Axis levelAxis() {
    return Axes.ofLevels(
        "parallelism (tasks that may run at once)", levels().getLast() > LOG_FROM, levels());
  }

  /**
   * Where ideal lines have their corners: at the levels, like the lines that are held against them,
   * and at the cores. A curve between two levels would seem to be crossed.
   */
  private List<Double> corners() {
    return Stream.concat(
            levels().stream(),
            cores.stream().filter(this::isWithinLevels).mapToObj(n -> (double) n))
        .distinct()
        .sorted()
        .toList();
  }

  private boolean isWithinLevels(int n) {
    return n > levels().getFirst() && n < levels().getLast();
  }

  private Figure figure(String suffix, String difference) {
    Axis x = levelAxis();
    List<Series> series = ModelLines.of(group, x, this::speedup, this::figure);
    List<ReferenceLine> references = new ArrayList<>();
    double top = 1;
    if (cores.isPresent()) {
      int n = cores.getAsInt();
      top = Math.min(n, levels().getLast());
      references.add(
          new ReferenceLine(
              "ideal: parallelism, but no more than the " + Numbers.count(n, "core"),
              corners(),
              corners().stream().map(level -> Math.min(level, n)).toList(),
              false));
    }
    Axis y = Axes.fromZero("speedup (times one raw thread)", drawn(series, top));
    references.addAll(coresLine(x, y));
    Verdict verdict = comparison().verdict(baseline.noise());
    Chart chart =
        new Chart(
            source.prefix() + "speedup" + suffix,
            "CPU-bound work: speedup against parallelism" + difference,
            "How much faster than one raw thread does each model do the same total of work?",
            x,
            y,
            false,
            series,
            references,
            notes(),
            source.stamp(group.drawn()),
            alternative("speedup", series, verdict));
    return new Figure(
        chart, table(), verdict, group.absent(), "CPU-bound work", List.of(BENCHMARK));
  }

  private List<ReferenceLine> coresLine(Axis x, Axis y) {
    if (cores.isEmpty() || cores.getAsInt() < x.min() || cores.getAsInt() > x.max()) {
      return List.of();
    }
    double n = cores.getAsInt();
    return List.of(
        new ReferenceLine(
            "this machine's " + Numbers.count(cores.getAsInt(), "core"),
            List.of(n, n),
            List.of(y.min(), y.max()),
            true));
  }

  /** The same figures over the parallelism: what is lost shows better than on rising lines. */
  private Figure efficiencyFigure(String suffix, String difference) {
    Axis x = levelAxis();
    List<Series> series =
        ModelLines.of(group, x, cell -> efficiency(cell).times(100), this::efficiencyWords);
    double n = cores.isPresent() ? cores.getAsInt() : Double.POSITIVE_INFINITY;
    List<ReferenceLine> references = new ArrayList<>();
    references.add(
        new ReferenceLine(
            cores.isPresent()
                ? "ideal: no time of the " + Numbers.count(cores.getAsInt(), "core") + " is lost"
                : "ideal: no time is lost",
            corners(),
            corners().stream().map(level -> 100 * Math.min(1, n / level)).toList(),
            false));
    Axis y = Axes.fromZero("efficiency (%)", drawn(series, 100));
    references.addAll(coresLine(x, y));
    Verdict verdict = efficiencyVerdict();
    List<String> notes = new ArrayList<>();
    notes.add(
        "Efficiency: speedup over one raw thread / parallelism, with the doubt of both. The same"
            + " figures as in the chart before; which models differ stands there.");
    if (levels().getLast() > n) {
      notes.add("Beyond the cores it must fall: then tasks wait for a core.");
    }
    notes.add(doubt(group.scoring()) + " " + ModelLines.APART_NOTE);
    Chart chart =
        new Chart(
            source.prefix() + "speedup-efficiency" + suffix,
            "CPU-bound work: efficiency against parallelism" + difference,
            "What share of the time of so many at once is useful work?",
            x,
            y,
            false,
            series,
            references,
            notes,
            source.stamp(group.drawn()),
            alternative("efficiency", series, verdict));
    return new Figure(chart, efficiencyTable(), verdict, group.absent(), null, List.of(BENCHMARK));
  }

  private Verdict efficiencyVerdict() {
    int level = level();
    List<String> models =
        group.scoring().stream()
            .filter(cell -> group.level(cell) == level && efficiency(cell).hasInterval())
            .sorted(Comparator.comparingDouble(cell -> -efficiency(cell).value()))
            .map(cell -> Names.words(cell.model()) + " " + percent(cell))
            .toList();
    return models.isEmpty()
        ? new Verdict(
            "No verdict: at parallelism %d, no model has the 3 forks that an interval needs."
                .formatted(level),
            "")
        : new Verdict("Efficiency at parallelism %d: %s.".formatted(level, Names.list(models)), "");
  }

  private Table efficiencyTable() {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : group.listed()) {
      rows.add(
          new Table.Row(
              List.of(
                  Entry.text(Names.words(cell.model())),
                  Entry.count(group.level(cell)),
                  cell.scores() ? Entry.percent(efficiency(cell).value()) : Entry.text("–"),
                  Entry.text(cell.scores() ? Numbers.interval(efficiency(cell).times(100)) : "–"),
                  Entry.count(cell.forks().length),
                  Entry.text(cell.ending())),
              cell.key()));
    }
    return new Table(
        "Efficiency: speedup / parallelism",
        List.of("Model", "Parallelism", "Efficiency", "95% interval (%)", "Forks", "State"),
        rows);
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

  private double shareOfIdeal(Cell cell) {
    return speedup(cell).value() / ideal(cell);
  }

  private Estimate efficiency(Cell cell) {
    return speedup(cell).times(1.0 / group.level(cell));
  }

  private String efficiencyWords(Cell cell) {
    return "efficiency " + percent(cell);
  }

  /** {@code 96.6% (95% interval 95.1 to 98.1)}. */
  private String percent(Cell cell) {
    Estimate efficiency = efficiency(cell);
    return Numbers.percent(efficiency.value())
        + (efficiency.hasInterval()
            ? " (95% interval " + Numbers.interval(efficiency.times(100)) + ")"
            : "");
  }

  private String figure(Cell cell) {
    Estimate speedup = speedup(cell);
    return Numbers.figure(speedup.value())
        + " times one raw thread"
        + (speedup.hasInterval() ? " (95% interval " + Numbers.interval(speedup) + ")" : "")
        + (cores.isPresent() ? ", " + Numbers.percent(shareOfIdeal(cell)) + " of the ideal" : "");
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
                      .map(c -> Entry.percent(shareOfIdeal(c)))
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

  private static String alternative(String what, List<Series> series, Verdict verdict) {
    return "Chart of "
        + what
        + " against parallelism for "
        + Names.list(series.stream().map(Series::name).toList())
        + ". "
        + verdict.headline()
        + " The figures stand in the table below.";
  }
}
