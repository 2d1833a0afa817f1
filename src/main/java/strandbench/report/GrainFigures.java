package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import strandbench.report.Table.Entry;
import strandbench.result.BenchmarkKey;
import strandbench.result.ExcludedCell;
import strandbench.stats.Estimate;
import strandbench.stats.MinimumEffectiveGrain;
import strandbench.stats.Ratio;

/**
 * How small a task may be: efficiency by model and grain, as a heat map and as lines, and from the
 * same figures the grain at which half of the cores' time is useful.
 */
final class GrainFigures {
  static final String BENCHMARK = "strandbench.bench.TaskSizeBenchmark.count";

  private static final String ITERATIONS = "iterations";
  private static final double THRESHOLD = 0.5;
  private static final List<String> NOT_WORK =
      List.of("model", "parallelism", "iterationsPerTask", "totalIterations");

  private final Source source;
  private final Work work;
  private final double[] raw;
  private final List<Cell> cells;

  /**
   * A group.
   *
   * @param raw fork rates of one raw thread, in iterations per second
   */
  private GrainFigures(Source source, Work work, List<Cell> cells, double[] raw) {
    this.source = source;
    this.work = work;
    this.cells = cells;
    this.raw = raw;
  }

  /** What must be equal for two cells to be compared. */
  private record Work(SortedMap<String, String> params) {
    static Work of(BenchmarkKey key) {
      SortedMap<String, String> params = new TreeMap<>(key.params());
      params.keySet().removeAll(NOT_WORK);
      return new Work(params);
    }

    String words() {
      return params.entrySet().stream()
          .map(param -> param.getKey() + "=" + param.getValue())
          .reduce((a, b) -> a + ", " + b)
          .orElse("");
    }
  }

  private static List<GrainFigures> groups(Source source) {
    Map<Work, List<Cell>> groups = new LinkedHashMap<>();
    source.cells().stream()
        .filter(cell -> belongs(cell.key()) && !Trust.isControl(cell))
        .forEach(
            cell ->
                groups.computeIfAbsent(Work.of(cell.key()), any -> new ArrayList<>()).add(cell));
    List<GrainFigures> figures = new ArrayList<>();
    groups.forEach(
        (work, cells) -> {
          double[] raw = rawThread(source, work.params().getOrDefault("kernel", ""));
          GrainFigures group = new GrainFigures(source, work, cells, raw);
          if (raw.length > 0 && cells.stream().anyMatch(GrainFigures::counts)) {
            figures.add(group);
          }
        });
    return figures;
  }

  private static boolean belongs(BenchmarkKey key) {
    return key.benchmark().equals(BENCHMARK)
        && !key.param("model").isEmpty()
        && key.param("parallelism").matches("[1-9][0-9]{0,5}")
        && key.param("iterationsPerTask").matches("[1-9][0-9]{0,9}");
  }

  /** A baseline on any number of tasks will do: it is told in iterations per second. */
  private static double[] rawThread(Source source, String kernel) {
    return source.cells().stream()
        .filter(cell -> cell.key().benchmark().startsWith(Baseline.BENCHMARK))
        .filter(cell -> kernel.isEmpty() || cell.key().param("kernel").equals(kernel))
        .filter(Cell::scores)
        .flatMapToDouble(cell -> DoubleStream.of(cell.forks(ITERATIONS)))
        .toArray();
  }

  /** Every cell that the figures show, or name as absent. */
  static List<Cell> cells(Source source) {
    return groups(source).stream().flatMap(group -> group.cells.stream()).toList();
  }

  static List<Figure> of(Source source) {
    List<GrainFigures> groups = groups(source);
    List<Figure> figures = new ArrayList<>();
    for (GrainFigures group : groups) {
      String suffix = groups.size() == 1 ? "" : "-" + (groups.indexOf(group) + 1);
      String difference = groups.size() == 1 ? "" : " (" + group.work.words() + ")";
      figures.add(group.heatMap(suffix, difference));
      figures.add(group.lines(suffix, difference));
    }
    return figures;
  }

  private static boolean counts(Cell cell) {
    return cell.scores() && cell.forks(ITERATIONS).length > 0;
  }

  private static long iterations(Cell cell) {
    return Long.parseLong(cell.key().param("iterationsPerTask"));
  }

  private List<Long> grains() {
    return cells.stream().map(GrainFigures::iterations).distinct().sorted().toList();
  }

  /** What has a row and a line of its own. */
  private record Strand(String model, int parallelism) {
    static Strand of(BenchmarkKey key) {
      return new Strand(key.param("model"), Integer.parseInt(key.param("parallelism")));
    }
  }

  private List<Strand> strands() {
    return cells.stream().map(cell -> Strand.of(cell.key())).distinct().toList();
  }

  /** Those with a figure. */
  private List<Strand> drawnStrands() {
    return drawn().stream().map(cell -> Strand.of(cell.key())).distinct().toList();
  }

  /** {@code single thread at parallelism 1}, where not all have the same. */
  private String name(Strand strand) {
    boolean same = strands().stream().map(Strand::parallelism).distinct().count() == 1;
    return Names.words(strand.model()) + (same ? "" : " at parallelism " + strand.parallelism());
  }

  /** What is the same in all cells: {@code kernel=XORSHIFT, parallelism=2}. */
  private String same() {
    List<Integer> parallelisms = strands().stream().map(Strand::parallelism).distinct().toList();
    return parallelisms.size() == 1
        ? work.words()
            + (work.words().isEmpty() ? "" : ", ")
            + "parallelism="
            + parallelisms.getFirst()
        : work.words();
  }

  private Optional<Cell> cell(Strand strand, long iterations) {
    return cells.stream()
        .filter(cell -> Strand.of(cell.key()).equals(strand) && iterations(cell) == iterations)
        .findFirst();
  }

  /** What one raw thread takes for a task, in µs. */
  private double micros(long iterations) {
    return 1e6 * iterations / DoubleStream.of(raw).average().orElseThrow();
  }

  private double[] ideal(Strand strand) {
    return DoubleStream.of(raw).map(rate -> rate * strand.parallelism()).toArray();
  }

  private Estimate efficiency(Cell cell) {
    return Ratio.of(cell.forks(ITERATIONS), ideal(Strand.of(cell.key())), Estimate.CONFIDENCE)
        .estimate();
  }

  private Estimate percent(Cell cell) {
    return efficiency(cell).times(100);
  }

  private Figure heatMap(String suffix, String difference) {
    List<HeatCell> heat = new ArrayList<>();
    for (int row = 0; row < strands().size(); row++) {
      for (int column = 0; column < grains().size(); column++) {
        heat.add(heatCell(strands().get(row), grains().get(column), row, column));
      }
    }
    Verdict verdict = new Verdict(verdict().headline(), "");
    List<String> notes = new ArrayList<>();
    notes.add(
        "Efficiency: useful work / (elapsed time × parallelism); useful work is what one raw thread"
            + " of the same run takes for the same iterations. The darker, the more efficient, from"
            + " 0% (near white) to 100%; a dash: no valid figure.");
    notes.add("The same in all: " + same() + ".");
    if (drawn().stream().anyMatch(cell -> !efficiency(cell).hasInterval())) {
      notes.add("Cells in a dashed frame: under 3 forks, so no interval and no verdict.");
    }
    Chart chart =
        new Chart(
            source.prefix() + "efficiency" + suffix,
            "How small may a task be: efficiency by model and grain" + difference,
            "What share of the cores' time is useful work, when each task takes one raw thread so"
                + " long?",
            Axes.ofColumns(
                "grain: useful work of a task (µs)",
                grains().stream().map(grain -> Numbers.tick(rounded(micros(grain)))).toList()),
            Axes.ofRows(strands().stream().map(this::name).toList()),
            true,
            List.of(),
            heat,
            List.of(),
            notes,
            source.stamp(drawn()),
            "Heat map of efficiency by model and grain. "
                + verdict.headline()
                + " The figures stand in the table below.");
    return new Figure(chart, efficiencyTable(), verdict, absent(), "Task size", List.of(BENCHMARK));
  }

  /** Three digits are enough for a label. */
  private static double rounded(double value) {
    double unit = Math.pow(10, Math.floor(Math.log10(value)) - 2);
    return Math.round(value / unit) * unit;
  }

  private HeatCell heatCell(Strand strand, long grain, int row, int column) {
    Optional<Cell> valid = cell(strand, grain).filter(GrainFigures::counts);
    String name = name(strand) + ", grain " + Numbers.figure(micros(grain)) + " µs";
    if (valid.isEmpty()) {
      return new HeatCell(
          column, -row, Double.NaN, "–", false, List.of(name, whyNot(strand, grain)));
    }
    Estimate efficiency = efficiency(valid.orElseThrow());
    return new HeatCell(
        column,
        -row,
        efficiency.value(),
        whole(efficiency.value()),
        !efficiency.hasInterval(),
        List.of(name, figure(valid.orElseThrow()), Lines.forks(efficiency)));
  }

  /** {@code 98%}; below 1%, {@code 0.4%}. */
  private static String whole(double share) {
    return share < 0.01 ? Numbers.percent(share) : Math.round(100 * share) + "%";
  }

  private String figure(Cell cell) {
    Estimate percent = percent(cell);
    return "efficiency "
        + Numbers.percent(percent.value() / 100)
        + (percent.hasInterval() ? " (95% interval " + Numbers.interval(percent) + ")" : "");
  }

  private String whyNot(Strand strand, long grain) {
    return cell(strand, grain)
        .map(cell -> cell.scores() ? "it doesn't count iterations" : cell.ending())
        .or(
            () ->
                excluded().stream()
                    .filter(cell -> Strand.of(cell.key()).equals(strand))
                    .filter(
                        cell -> cell.key().param("iterationsPerTask").equals(Long.toString(grain)))
                    .map(cell -> "never planned: " + cell.reason())
                    .findFirst())
        .orElse("not in the plan");
  }

  private List<ExcludedCell> excluded() {
    return source.excluded().stream()
        .filter(cell -> belongs(cell.key()))
        .filter(cell -> Work.of(cell.key()).equals(work))
        .toList();
  }

  private List<Cell> drawn() {
    return cells.stream().filter(GrainFigures::counts).toList();
  }

  /** Every pair of a model and a grain without a figure, those of one reason together. */
  private List<String> absent() {
    Map<String, List<String>> grainsByReason = new LinkedHashMap<>();
    for (Strand strand : strands()) {
      for (long grain : grains()) {
        if (cell(strand, grain).filter(GrainFigures::counts).isEmpty()) {
          grainsByReason
              .computeIfAbsent(
                  name(strand) + ": " + whyNot(strand, grain), any -> new ArrayList<>())
              .add(Numbers.figure(micros(grain)));
        }
      }
    }
    List<String> lines = new ArrayList<>();
    grainsByReason.forEach(
        (reason, grains) -> lines.add(reason + " (grain " + Names.list(grains) + " µs)"));
    excluded().stream()
        .filter(cell -> !strands().contains(Strand.of(cell.key())))
        .map(cell -> name(Strand.of(cell.key())) + ": never planned: " + cell.reason())
        .distinct()
        .forEach(lines::add);
    return lines;
  }

  private Table efficiencyTable() {
    return new Table(
        "Efficiency",
        List.of(
            "Model",
            "Grain (µs)",
            "Iterations per task",
            "Efficiency",
            "95% interval (%)",
            "Tasks/s",
            "Forks",
            "State"),
        cells.stream()
            .map(
                cell -> {
                  boolean valid = counts(cell);
                  return new Table.Row(
                      List.of(
                          Entry.text(name(Strand.of(cell.key()))),
                          Entry.number(micros(iterations(cell))),
                          Entry.number((double) iterations(cell)),
                          valid ? Entry.percent(efficiency(cell).value()) : Entry.text("–"),
                          Entry.text(valid ? Numbers.interval(percent(cell)) : "–"),
                          valid ? Entry.number(tasksPerSecond(cell)) : Entry.text("–"),
                          Entry.count(cell.forks(ITERATIONS).length),
                          Entry.text(cell.ending())));
                })
            .toList());
  }

  private static double tasksPerSecond(Cell cell) {
    return Estimate.ofMean(cell.forks(ITERATIONS), Estimate.CONFIDENCE).value() / iterations(cell);
  }

  private Figure lines(String suffix, String difference) {
    List<Double> levels = grains().stream().map(this::micros).toList();
    Axis x = labelled(Axes.ofLevels("grain: useful work of a task (µs)", true, levels));
    List<Strand> strands = drawnStrands();
    boolean models = strands.stream().map(Strand::model).distinct().count() == strands.size();
    List<Series> series = new ArrayList<>();
    int unknown = 0;
    for (Strand strand : strands) {
      List<Lines.Reading> readings =
          drawn().stream()
              .filter(cell -> Strand.of(cell.key()).equals(strand))
              .sorted(Comparator.comparingLong(GrainFigures::iterations))
              .map(
                  cell ->
                      new Lines.Reading(
                          micros(iterations(cell)),
                          percent(cell),
                          List.of(
                              name(strand)
                                  + ", grain "
                                  + Numbers.figure(micros(iterations(cell)))
                                  + " µs",
                              figure(cell))))
              .toList();
      Style style = models ? Style.ofModel(strand.model(), unknown) : Style.of(series.size());
      unknown += models && style.equals(Style.ofModel("", unknown)) ? 1 : 0;
      series.add(Lines.of(name(strand), style, x, levels, series.size(), strands.size(), readings));
    }
    double[] ends =
        DoubleStream.concat(
                DoubleStream.of(100),
                series.stream()
                    .flatMap(line -> line.points().stream())
                    .flatMapToDouble(p -> DoubleStream.of(p.y(), p.low(), p.high())))
            .filter(Double::isFinite)
            .toArray();
    List<Double> across = List.of(x.min(), x.max());
    Verdict verdict = verdict();
    Chart chart =
        new Chart(
            source.prefix() + "efficiency-lines" + suffix,
            "How small may a task be: efficiency against grain" + difference,
            "From which grain on is half of the cores' time useful work?",
            x,
            Axes.fromZero("efficiency (%)", ends),
            false,
            series,
            List.of(
                new ReferenceLine("ideal: no overhead", across, List.of(100.0, 100.0), false),
                new ReferenceLine("half of the time useful", across, List.of(50.0, 50.0), true)),
            List.of(
                "METG(50%) in the table (Slaughter et al., Task Bench, SC 2020): elapsed time ×"
                    + " parallelism / tasks where the efficiency crosses 50%, so twice the grain"
                    + " there; between two grains, efficiency is taken to be linear over the"
                    + " logarithm of the grain.",
                "The same figures as in the heat map; the horizontal axis is logarithmic. The same"
                    + " in all: "
                    + same()
                    + ".",
                SpeedupFigures.doubt(drawn()) + " " + ModelLines.APART_NOTE),
            source.stamp(drawn()),
            "Chart of efficiency against grain for "
                + Names.list(series.stream().map(Series::name).toList())
                + ". "
                + verdict.headline()
                + " The figures stand in the table below.");
    return new Figure(chart, grainTable(), verdict, absent(), null, List.of(BENCHMARK));
  }

  private static Axis labelled(Axis axis) {
    return new Axis(
        axis.name(),
        axis.log(),
        axis.min(),
        axis.max(),
        axis.ticks().stream()
            .map(tick -> new Axis.Tick(tick.value(), Numbers.tick(rounded(tick.value()))))
            .toList());
  }

  private MinimumEffectiveGrain smallest(Strand strand) {
    List<Cell> measured =
        drawn().stream()
            .filter(cell -> Strand.of(cell.key()).equals(strand))
            .sorted(Comparator.comparingLong(GrainFigures::iterations))
            .toList();
    return MinimumEffectiveGrain.of(
        measured.stream().mapToDouble(cell -> micros(iterations(cell))).toArray(),
        measured.stream().map(cell -> cell.forks(ITERATIONS)).toList(),
        ideal(strand),
        THRESHOLD,
        Estimate.CONFIDENCE);
  }

  private Table grainTable() {
    return new Table(
        "Smallest grain at an efficiency of 50%",
        List.of("Model", "Grain (µs)", "95% interval", "METG(50%), overhead included (µs)"),
        drawnStrands().stream()
            .map(
                strand -> {
                  MinimumEffectiveGrain smallest = smallest(strand);
                  return new Table.Row(
                      switch (smallest) {
                        case MinimumEffectiveGrain.Crossing crossing ->
                            List.of(
                                Entry.text(name(strand)),
                                Entry.number(crossing.grain().value()),
                                Entry.text(interval(crossing.grain())),
                                Entry.number(crossing.grain().value() / THRESHOLD));
                        case MinimumEffectiveGrain.BelowSmallest below ->
                            bounded(name(strand), "below " + Numbers.figure(below.smallest()));
                        case MinimumEffectiveGrain.AboveLargest above ->
                            bounded(name(strand), "above " + Numbers.figure(above.largest()));
                      });
                })
            .toList());
  }

  private static List<Entry> bounded(String name, String bound) {
    return List.of(Entry.text(name), Entry.text(bound), Entry.text("–"), Entry.text("–"));
  }

  /** A side on which the data set no bound is said to be open. */
  private static String interval(Estimate grain) {
    if (!grain.hasInterval()) {
      return "–";
    }
    String low = grain.low() == 0 ? "below the smallest measured" : Numbers.figure(grain.low());
    String high =
        Double.isInfinite(grain.high())
            ? "above the largest measured"
            : Numbers.figure(grain.high());
    return low + " to " + high;
  }

  /** Which model is effective from the smallest grain on. */
  private Verdict verdict() {
    int most = strands().stream().mapToInt(Strand::parallelism).max().orElseThrow();
    List<Strand> strands =
        drawnStrands().stream().filter(strand -> strand.parallelism() == most).toList();
    List<String> all =
        drawnStrands().stream().map(strand -> name(strand) + ": " + grain(strand)).toList();
    String detail =
        Names.capitalized(String.join("; ", all))
            + ". A whole task takes twice that, overhead"
            + " included: METG(50%).";
    List<Strand> sure = strands.stream().filter(strand -> !Double.isNaN(high(strand))).toList();
    if (sure.size() < 2) {
      return new Verdict(
          "No verdict at parallelism "
              + most
              + ": a comparison needs two models with 3 forks or more at each grain.",
          detail);
    }
    Strand first = sure.stream().min(Comparator.comparingDouble(this::high)).orElseThrow();
    List<Strand> tied = sure.stream().filter(strand -> low(strand) <= high(first)).toList();
    if (tied.size() == 1) {
      return new Verdict(
          "%s %s effective at the smallest tasks at parallelism %d: %s."
              .formatted(
                  Names.capitalized(Names.words(first.model())),
                  Names.verb(Names.words(first.model())),
                  most,
                  grain(first)),
          detail);
    }
    return new Verdict(
        "No single answer at parallelism "
            + most
            + ": the intervals of %s overlap, so which of them is effective at the"
                .formatted(
                    Names.list(tied.stream().map(strand -> Names.words(strand.model())).toList()))
            + " smallest tasks can't be told.",
        detail);
  }

  private double low(Strand strand) {
    return switch (smallest(strand)) {
      case MinimumEffectiveGrain.Crossing crossing -> crossing.grain().low();
      case MinimumEffectiveGrain.BelowSmallest any -> 0;
      case MinimumEffectiveGrain.AboveLargest above -> above.low();
    };
  }

  /** NaN without an interval. */
  private double high(Strand strand) {
    return switch (smallest(strand)) {
      case MinimumEffectiveGrain.Crossing crossing -> crossing.grain().high();
      case MinimumEffectiveGrain.BelowSmallest below -> below.high();
      case MinimumEffectiveGrain.AboveLargest above ->
          Double.isNaN(above.low()) ? Double.NaN : Double.POSITIVE_INFINITY;
    };
  }

  private String grain(Strand strand) {
    return switch (smallest(strand)) {
      case MinimumEffectiveGrain.Crossing crossing ->
          "half of the time is useful from "
              + Numbers.figure(crossing.grain().value())
              + " µs of useful work a task on"
              + (crossing.grain().hasInterval()
                  ? " (95% interval " + interval(crossing.grain()) + ")"
                  : "");
      case MinimumEffectiveGrain.BelowSmallest below ->
          "more than half is useful even at the smallest measured, "
              + Numbers.figure(below.smallest())
              + " µs";
      case MinimumEffectiveGrain.AboveLargest above ->
          "less than half is useful even at the largest measured, "
              + Numbers.figure(above.largest())
              + " µs";
    };
  }
}
