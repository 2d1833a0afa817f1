package strandbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import strandbench.report.Table.Entry;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.stats.Estimate;
import strandbench.stats.FittedCurve;

/**
 * Lines over the levels of a number, each point with its interval. Where throughput of so many at
 * once was measured, the line is the scaling law that the points follow, with its band; where no
 * law can be fitted, it runs through the points, and a note says why.
 */
final class LevelChart {
  private static final int STEPS = 60;

  /** A band that reaches further above the points is cut off, so as not to squeeze them. */
  private static final double HIGHEST_BAND = 1.25;

  private static final String CURVES =
      "A smooth line is the law that was fitted to the forks, N being the level, from the lowest to"
          + " the highest that was fitted. Its band is a 95% interval of the law's value at each level"
          + " by itself (delta method, from the covariance of the parameters): it holds the law, not"
          + " single forks.";

  private final Source source;
  private final Level level;
  private final Quantity quantity;
  private final List<LevelLine> lines;
  private final List<ScalingFits> fits;

  /**
   * What is measured.
   *
   * @param name with the unit, as a table's head has it
   * @param unit as it follows a figure
   * @param higher whether more of it is better
   * @param metric which metric of a cell it is
   */
  record Quantity(String name, String unit, boolean higher, Function<CellResult, Metric> metric) {}

  /**
   * How a chart is named.
   *
   * @param id fit for a file name and an anchor; unique in a report
   * @param head of the table's first column: what a line stands for
   */
  record Heading(String id, String title, String question, String head) {}

  LevelChart(Source source, Level level, Quantity quantity, List<LevelLine> lines) {
    this.source = source;
    this.level = level;
    this.quantity = quantity;
    this.lines = List.copyOf(lines);
    this.fits =
        lines.stream().allMatch(line -> LevelGroup.isScaling(level, line.cells()))
            ? lines.stream().map(this::fits).toList()
            : List.of();
  }

  private ScalingFits fits(LevelLine line) {
    ScalingSeries series =
        new ScalingSeries(
            line.name(),
            level.name(),
            line.scoring().entrySet().stream()
                .flatMap(at -> ScalingSeries.points(at.getKey(), metric(at.getValue())).stream())
                .toList());
    return ScalingFits.of(series, series.needsCores() ? source.cores() : OptionalInt.empty());
  }

  private Metric metric(Cell cell) {
    return quantity.metric().apply(cell.measured().orElseThrow());
  }

  private Estimate estimate(Cell cell) {
    return Cell.estimate(metric(cell));
  }

  private List<Cell> scoring() {
    return lines.stream().flatMap(line -> line.scoring().values().stream()).toList();
  }

  /**
   * The figure.
   *
   * @param notes what a reader must know beside what the chart says of itself
   * @param secondary further columns of its table
   */
  Figure figure(Heading heading, List<String> notes, SecondaryColumns secondary) {
    List<Double> levels =
        lines.stream().flatMap(line -> line.cells().keySet().stream()).distinct().sorted().toList();
    Axis x = Axes.ofLevels(level.axis(), Axes.areGeometric(levels), levels);
    List<Series> series =
        IntStream.range(0, lines.size()).mapToObj(index -> series(index, x, levels)).toList();
    Axis y =
        Axes.ofMeasured(
            quantity.name() + (quantity.higher() ? ", higher is better" : ", lower is better"),
            Axes.LOG_FROM,
            series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::y).toArray(),
            ends(series));
    List<Cell> scoring = scoring();
    Verdict verdict = LevelVerdict.of(level, quantity.name(), lines, this::forks, fits);
    Chart chart =
        new Chart(
            heading.id(),
            heading.title(),
            heading.question(),
            x,
            y,
            false,
            series,
            references(x, y),
            notes(x, y, notes, secondary),
            source.stamp(scoring),
            "Chart of %s against %s for %s. %s The figures stand in the table below."
                .formatted(
                    quantity.name(),
                    level.axis(),
                    Names.list(series.stream().map(Series::name).toList()),
                    verdict.headline()));
    return new Figure(chart, table(heading, secondary), verdict, absent(), null, benchmarks());
  }

  /** The one that all lines are of, which they don't name; or else the classes of them. */
  private List<String> benchmarks() {
    List<String> benchmarks =
        lines.stream()
            .flatMap(line -> line.cells().values().stream())
            .map(cell -> cell.key().benchmark())
            .distinct()
            .toList();
    return benchmarks.size() == 1
        ? benchmarks
        : benchmarks.stream()
            .map(name -> name.substring(0, Math.max(0, name.lastIndexOf('.'))))
            .distinct()
            .toList();
  }

  private double[] forks(Cell cell) {
    return metric(cell).forkMeans();
  }

  private Optional<ScalingFits.Drawn> law(int index) {
    return fits.isEmpty() ? Optional.empty() : fits.get(index).drawn();
  }

  private Series series(int index, Axis x, List<Double> levels) {
    LevelLine line = lines.get(index);
    List<Lines.Reading> readings =
        line.scoring().entrySet().stream()
            .map(
                at ->
                    new Lines.Reading(
                        at.getKey(),
                        estimate(at.getValue()),
                        details(line, index, at.getKey(), at.getValue())))
            .toList();
    Series through = Lines.of(line.name(), line.style(), x, levels, index, lines.size(), readings);
    return law(index).map(law -> fitted(through, law, x)).orElse(through);
  }

  private List<String> details(LevelLine line, int index, double at, Cell cell) {
    return Stream.concat(
            Stream.of(
                line.name() + ", " + level.name() + " " + Numbers.tick(at),
                Entry.estimate(estimate(cell)).text() + " " + quantity.unit()),
            law(index)
                .filter(law -> law.from() <= at && at <= law.to())
                .map(law -> "by the law " + Entry.estimate(value(law, at)).text())
                .stream())
        .toList();
  }

  /** Of the law; without an interval where that is worth nothing. */
  private static Estimate value(ScalingFits.Drawn law, double at) {
    Estimate value = law.curve().at(at);
    return law.hasBand()
        ? value
        : new Estimate(value.value(), Double.NaN, Double.NaN, value.confidence(), value.forks());
  }

  private static Series fitted(Series through, ScalingFits.Drawn law, Axis x) {
    double from = x.position(law.from());
    double to = x.position(law.to());
    List<Double> steps =
        IntStream.rangeClosed(0, STEPS)
            .mapToObj(i -> x.value(from + (to - from) * i / STEPS))
            .toList();
    FittedCurve curve = law.curve();
    List<Estimate> values = steps.stream().map(curve::at).toList();
    boolean band = law.hasBand() && values.stream().allMatch(Estimate::hasInterval);
    return new Series(
        through.name(),
        through.style(),
        through.points(),
        steps,
        values.stream().map(Estimate::value).toList(),
        band ? values.stream().map(Estimate::low).toList() : List.of(),
        band ? values.stream().map(Estimate::high).toList() : List.of());
  }

  /** Everything that should lie on the axis. */
  private static double[] ends(List<Series> series) {
    double[] points =
        series.stream()
            .flatMap(line -> line.points().stream())
            .flatMapToDouble(point -> DoubleStream.of(point.y(), point.low(), point.high()))
            .filter(Double::isFinite)
            .toArray();
    double most = HIGHEST_BAND * DoubleStream.of(points).max().orElse(0);
    return Stream.of(
            DoubleStream.of(points),
            series.stream().flatMap(line -> line.lineYs().stream()).mapToDouble(y -> y),
            series.stream()
                .flatMap(line -> Stream.concat(line.bandLows().stream(), line.bandHighs().stream()))
                .mapToDouble(end -> Math.min(end, most)))
        .flatMapToDouble(some -> some)
        .filter(Double::isFinite)
        .toArray();
  }

  private List<ReferenceLine> references(Axis x, Axis y) {
    if (fits.isEmpty() || fits.getFirst().cores().isEmpty()) {
      return List.of();
    }
    double cores = fits.getFirst().cores().getAsInt();
    return cores < x.min() || cores > x.max()
        ? List.of()
        : List.of(
            new ReferenceLine(
                "this machine's " + Numbers.count((int) cores, "core"),
                List.of(cores, cores),
                List.of(y.min(), y.max()),
                true));
  }

  private List<String> notes(Axis x, Axis y, List<String> more, SecondaryColumns secondary) {
    List<String> notes = new ArrayList<>();
    fits.forEach(one -> notes.add(ScalingWords.caption(one, quantity.unit())));
    if (IntStream.range(0, lines.size()).anyMatch(index -> law(index).isPresent())) {
      notes.add(CURVES);
    }
    OptionalInt cores = fits.isEmpty() ? OptionalInt.empty() : fits.getFirst().cores();
    double highest = lines.stream().mapToDouble(line -> line.cells().lastKey()).max().orElse(0);
    if (cores.isPresent() && highest > cores.getAsInt()) {
      notes.add("What lies beyond the cores is drawn, but not fitted: it is oversubscription.");
    }
    if (!fits.isEmpty() && cores.isEmpty() && fits.getFirst().series().needsCores()) {
      notes.add(
          "How many cores the machine has is not in the file, so every level is fitted; those beyond"
              + " its cores, if there are any, would pass for contention.");
    }
    if (x.log() && y.log()) {
      notes.add("Both axes are logarithmic: equal distances are equal ratios.");
    } else if (x.log() || y.log()) {
      notes.add(
          "The %s axis is logarithmic: equal distances are equal ratios."
              .formatted(x.log() ? "horizontal" : "vertical"));
    }
    notes.addAll(more);
    notes.addAll(PlainTable.notes(scoring(), secondary));
    notes.add(
        (Doubt.of(scoring()) + (lines.size() > 1 ? " " + ModelLines.APART_NOTE : "")).strip());
    return notes;
  }

  private List<String> absent() {
    return lines.stream()
        .flatMap(
            line ->
                line.cells().entrySet().stream()
                    .filter(at -> !at.getValue().scores())
                    .map(
                        at ->
                            "%s, %s %s: %s"
                                .formatted(
                                    line.name(),
                                    level.name(),
                                    Numbers.tick(at.getKey()),
                                    at.getValue().ending())))
        .toList();
  }

  private Table table(Heading heading, SecondaryColumns secondary) {
    List<String> columns = new ArrayList<>();
    columns.addAll(
        List.of(
            heading.head(),
            Names.capitalized(level.name()),
            Names.capitalized(quantity.name()),
            "95% interval"));
    if (!fits.isEmpty()) {
      columns.addAll(List.of("By the law", "95% band"));
    }
    columns.addAll(List.of("Forks", "State"));
    columns.addAll(secondary.heads());
    List<Table.Row> rows = new ArrayList<>();
    for (int index = 0; index < lines.size(); index++) {
      for (Map.Entry<Double, Cell> at : lines.get(index).cells().entrySet()) {
        rows.add(row(index, at.getKey(), at.getValue(), secondary));
      }
    }
    return new Table(heading.title(), columns, rows);
  }

  private Table.Row row(int index, double at, Cell cell, SecondaryColumns secondary) {
    List<Entry> entries = new ArrayList<>();
    entries.add(Entry.text(lines.get(index).name()));
    entries.add(Entry.level(at));
    if (cell.scores()) {
      entries.add(Entry.number(estimate(cell).value()));
      entries.add(Entry.text(Cell.interval(metric(cell))));
    } else {
      entries.addAll(List.of(Entry.text("–"), Entry.text("–")));
    }
    if (!fits.isEmpty()) {
      Optional<Estimate> law =
          law(index).filter(one -> one.from() <= at && at <= one.to()).map(one -> value(one, at));
      entries.add(law.map(value -> Entry.number(value.value())).orElse(Entry.text("–")));
      entries.add(Entry.text(law.map(Numbers::interval).orElse("–")));
    }
    int forks = cell.measured().isPresent() ? forks(cell).length : 0;
    entries.add(forks == 0 ? Entry.text("–") : Entry.count(forks));
    entries.add(Entry.text(cell.ending()));
    entries.addAll(secondary.entries(cell));
    return new Table.Row(entries);
  }
}
