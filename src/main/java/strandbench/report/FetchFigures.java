package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import strandbench.report.Table.Entry;
import strandbench.stats.Estimate;

/** I/O-bound work: fetches per second against requests in flight, per model. */
final class FetchFigures {
  static final String BENCHMARK = "strandbench.bench.FetchBenchmark.fetch";
  private static final String FETCHES = "fetches";

  /** What stands beside the score where a result has it. */
  private static final List<Measure> COLUMNS =
      List.of(
          FetchSweeps.IN_FLIGHT,
          FetchSweeps.CPU_PER_FETCH,
          FetchSweeps.THREADS,
          Measure.secondary("memory, at most (MiB)", "MiB", false, "tree.pss.peak", 1));

  private final Source source;
  private final Group group;

  private FetchFigures(Source source, Group group) {
    this.source = source;
    this.group = group;
  }

  /** Groups with a point to draw. */
  static List<Group> groups(Source source) {
    return Group.of(source, BENCHMARK, "inFlight").stream()
        .filter(group -> group.scoring().stream().anyMatch(FetchFigures::hasFetches))
        .map(group -> group.keepingBeside(FetchFigures::hasFetches))
        .toList();
  }

  static List<Figure> of(Source source) {
    List<Group> groups = groups(source);
    List<Figure> figures = new ArrayList<>();
    for (Group group : groups) {
      FetchFigures fetch = new FetchFigures(source, group);
      String suffix = groups.size() == 1 ? "" : "-" + (groups.indexOf(group) + 1);
      figures.add(fetch.figure(suffix, groups.size() > 1));
      if (fetch.delaySeconds() > 0) {
        figures.add(fetch.shareFigure(suffix, groups.size() > 1));
      }
    }
    return figures;
  }

  private static boolean hasFetches(Cell cell) {
    return cell.forks(FETCHES).length > 0;
  }

  private Figure figure(String suffix, boolean several) {
    List<Double> levels =
        group.cells().stream().map(cell -> Double.valueOf(group.level(cell))).toList();
    Axis x = Axes.ofLevels("requests in flight", true, levels);
    List<Series> series = ModelLines.of(group, x, FetchFigures::fetches, this::figure);
    List<ReferenceLine> references = new ArrayList<>();
    double lowest = levels.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double highest = levels.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    double delay = delaySeconds();
    if (delay > 0) {
      references.add(
          new ReferenceLine(
              "ideal: in flight / delay",
              List.of(lowest, highest),
              List.of(lowest / delay, highest / delay),
              false));
    }
    double[] drawn =
        DoubleStream.concat(
                references.stream().flatMapToDouble(r -> r.ys().stream().mapToDouble(y -> y)),
                series.stream()
                    .flatMap(line -> line.points().stream())
                    .flatMapToDouble(p -> DoubleStream.of(p.y(), p.low(), p.high())))
            .filter(value -> value > 0)
            .toArray();
    Axis y = Axes.log("fetches per second", drawn);
    Verdict verdict = comparison().verdict(Double.NaN);
    Chart chart =
        new Chart(
            source.prefix() + "fetches" + suffix,
            "I/O-bound work: fetches per second against requests in flight"
                + (several ? " (" + work() + ")" : ""),
            "How many fetches a second does each model finish when so many may wait at once?",
            x,
            y,
            false,
            series,
            references,
            notes(),
            source.stamp(group.drawn()),
            "Chart with logarithmic axes of fetches per second against requests in flight for "
                + Names.list(series.stream().map(Series::name).toList())
                + ". "
                + verdict.headline()
                + " The figures stand in the table below.");
    return new Figure(
        chart, table(), verdict, group.absent(), "I/O-bound work", List.of(BENCHMARK));
  }

  /** The same as a share of the ideal: on two log axes, 87% and 95% look alike. */
  private Figure shareFigure(String suffix, boolean several) {
    List<Double> levels =
        group.cells().stream().map(cell -> Double.valueOf(group.level(cell))).toList();
    Axis x = Axes.ofLevels("requests in flight", true, levels);
    List<Series> series = ModelLines.of(group, x, this::percentOfIdeal, this::figure);
    double[] drawn =
        DoubleStream.concat(
                DoubleStream.of(100),
                series.stream()
                    .flatMap(line -> line.points().stream())
                    .flatMapToDouble(p -> DoubleStream.of(p.y(), p.low(), p.high())))
            .filter(Double::isFinite)
            .toArray();
    ReferenceLine ideal =
        new ReferenceLine(
            "ideal: in flight / delay", List.of(x.min(), x.max()), List.of(100.0, 100.0), false);
    int level = group.cells().stream().mapToInt(group::level).max().orElseThrow();
    List<String> shares =
        group.scoring().stream()
            .filter(cell -> group.level(cell) == level && hasFetches(cell))
            .sorted(Comparator.comparingDouble(this::shareOfIdeal).reversed())
            .map(cell -> Names.words(cell.model()) + " " + Numbers.percent(shareOfIdeal(cell)))
            .toList();
    String sentence =
        shares.isEmpty()
            ? "Nothing valid was measured with " + Numbers.count(level, "request") + " in flight."
            : "Share of the ideal with "
                + Numbers.count(level, "request")
                + " in flight: "
                + Names.list(shares)
                + ".";
    Chart chart =
        new Chart(
            source.prefix() + "fetches-share" + suffix,
            "I/O-bound work: share of the ideal" + (several ? " (" + work() + ")" : ""),
            "How much of what the delay allows does each model reach?",
            x,
            Axes.fromZero("fetches per second, % of in flight / delay", drawn),
            false,
            series,
            List.of(ideal),
            shareNotes(),
            source.stamp(group.drawn()),
            "Chart of the share of the ideal rate against requests in flight for "
                + Names.list(series.stream().map(Series::name).toList())
                + ". "
                + sentence
                + " The figures stand in the table below.");
    return new Figure(
        chart, shareTable(), new Verdict(sentence, ""), group.absent(), null, List.of(BENCHMARK));
  }

  private Table shareTable() {
    return new Table(
        "Share of the ideal rate",
        List.of("Model", "In flight", "Share of ideal", "95% interval (%)", "Forks", "State"),
        group.listed().stream()
            .map(
                cell -> {
                  boolean valid = cell.scores() && hasFetches(cell);
                  return new Table.Row(
                      List.of(
                          Entry.text(Names.words(cell.model())),
                          Entry.count(group.level(cell)),
                          valid ? Entry.percent(shareOfIdeal(cell)) : Entry.text("–"),
                          Entry.text(valid ? Numbers.interval(percentOfIdeal(cell)) : "–"),
                          Entry.count(cell.forks().length),
                          Entry.text(cell.ending())));
                })
            .toList());
  }

  private Estimate percentOfIdeal(Cell cell) {
    return fetches(cell).times(100 * delaySeconds() / group.level(cell));
  }

  private static Estimate fetches(Cell cell) {
    return Estimate.ofMean(cell.forks(FETCHES), Estimate.CONFIDENCE);
  }

  /** NaN where the parameter is no number. */
  private double delaySeconds() {
    try {
      return Double.parseDouble(group.param("delayMillis")) / 1e3;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private double shareOfIdeal(Cell cell) {
    return fetches(cell).value() * delaySeconds() / group.level(cell);
  }

  private String figure(Cell cell) {
    Estimate fetches = fetches(cell);
    return Numbers.figure(fetches.value())
        + " fetches/s"
        + (fetches.hasInterval() ? " (95% interval " + Numbers.interval(fetches) + ")" : "")
        + (delaySeconds() > 0 ? ", " + Numbers.percent(shareOfIdeal(cell)) + " of the ideal" : "");
  }

  private Comparison comparison() {
    int level = group.cells().stream().mapToInt(group::level).max().orElseThrow();
    return new Comparison(
        "with " + Numbers.count(level, "request") + " in flight (" + work() + ")",
        group.scoring().stream()
            .filter(cell -> group.level(cell) == level && hasFetches(cell))
            .map(
                cell ->
                    new Comparison.Candidate(
                        Names.words(cell.model()),
                        DoubleStream.of(cell.forks(FETCHES)).boxed().toList(),
                        Numbers.figure(fetches(cell).value()) + "/s",
                        figure(cell)))
            .toList(),
        group.absentAt(level));
  }

  /** {@code fixed delay of 50 ms, bodies of 1,024 bytes}. */
  private String work() {
    List<String> parts = new ArrayList<>();
    if (!group.param("delayMillis").isEmpty()) {
      parts.add(
          (Names.words(group.param("delay")).replace(' ', '-')
                  + " delay of "
                  + group.param("delayMillis")
                  + " ms")
              .strip());
    }
    if (!group.param("bodyBytes").isEmpty()) {
      parts.add("bodies of " + group.param("bodyBytes") + " bytes");
    }
    group
        .params()
        .forEach(
            (name, value) -> {
              if (!List.of("delay", "delayMillis", "bodyBytes").contains(name)) {
                parts.add(name + "=" + value);
              }
            });
    return String.join(", ", parts);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Both axes are logarithmic: what looks like a small gap may be a large one, so read the"
            + " share of the ideal in the next chart. Work: "
            + work()
            + "; closed loop: a new fetch starts when one ends.");
    if (!group.param("delay").isEmpty() && !group.param("delay").equals("FIXED")) {
      notes.add(
          "The ideal takes the delay for every fetch's mean; a batch ends with its slowest fetch, so"
              + " a long tail of delays keeps every model below it.");
    }
    notes.addAll(commonNotes());
    return notes;
  }

  private List<String> shareNotes() {
    List<String> notes = new ArrayList<>();
    notes.add("The same figures as in the chart before, on a linear axis. Work: " + work() + ".");
    notes.addAll(commonNotes());
    return notes;
  }

  private List<String> commonNotes() {
    List<String> notes = new ArrayList<>();
    notes.add(Doubt.of(group.drawn()) + " " + ModelLines.APART_NOTE);
    if (!group.beside().isEmpty()) {
      notes.add(
          source.overlay().note(group.beside())
              + " They talk to the same origin, and check each page.");
    }
    return notes;
  }

  private Table table() {
    List<Measure> columns =
        COLUMNS.stream().filter(measure -> group.cells().stream().anyMatch(measure::isOf)).toList();
    List<String> heads =
        new ArrayList<>(
            List.of(
                "Model",
                "In flight",
                "Fetches/s",
                "95% interval",
                "Share of ideal",
                "Origin CPU (of one core)",
                "Origin busy",
                "Origin late (µs)"));
    columns.forEach(column -> heads.add(Names.capitalized(column.name())));
    heads.addAll(List.of("Forks", "State"));
    return new Table(
        "Fetches per second", heads, group.listed().stream().map(c -> row(c, columns)).toList());
  }

  private Table.Row row(Cell cell, List<Measure> columns) {
    Optional<Cell> valid = Optional.of(cell).filter(Cell::scores).filter(FetchFigures::hasFetches);
    List<Entry> entries = new ArrayList<>();
    entries.add(Entry.text(Names.words(cell.model())));
    entries.add(Entry.count(group.level(cell)));
    entries.add(valid.map(c -> Entry.number(fetches(c).value())).orElse(Entry.text("–")));
    entries.add(Entry.text(valid.map(c -> Numbers.interval(fetches(c))).orElse("–")));
    entries.add(
        valid
            .filter(c -> delaySeconds() > 0)
            .map(c -> Entry.percent(shareOfIdeal(c)))
            .orElse(Entry.text("–")));
    entries.add(origin(cell, "originCpuPermille", 1e-3, true));
    entries.add(origin(cell, "originBusyPermille", 1e-3, true));
    entries.add(origin(cell, "originLatenessMicros", 1, false));
    for (Measure column : columns) {
      entries.add(column.isOf(cell) ? Entry.estimate(column.of(cell)) : Entry.text("–"));
    }
    entries.add(Entry.count(cell.forks().length));
    entries.add(Entry.text(cell.ending()));
    return new Table.Row(entries, cell.key());
  }

  /** What the origin said of itself; shown for invalid cells too, since it is often why. */
  private static Entry origin(Cell cell, String metric, double factor, boolean share) {
    double[] forks = cell.forks(metric);
    if (forks.length == 0) {
      return Entry.text("–");
    }
    double mean = factor * Estimate.ofMean(forks, Estimate.CONFIDENCE).value();
    return share ? Entry.percent(mean) : Entry.number(mean);
  }
}
