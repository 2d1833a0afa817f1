package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import strandbench.report.GrainGroup.Strand;
import strandbench.report.Table.Entry;
import strandbench.stats.Estimate;

/**
 * How small a task may be: efficiency by model and grain, as a heat map and as lines, and from the
 * same figures the grain at which half of the cores' time is useful.
 */
final class GrainFigures {
  private final Source source;
  private final GrainGroup group;
  private final SmallestGrain smallest;

  private GrainFigures(Source source, GrainGroup group) {
    this.source = source;
    this.group = group;
    this.smallest = new SmallestGrain(group);
  }

  /** Every cell that the figures show, or name as absent. */
  static List<Cell> cells(Source source) {
    return GrainGroup.of(source).stream().flatMap(group -> group.cells().stream()).toList();
  }

  static List<Figure> of(Source source) {
    List<GrainGroup> groups = GrainGroup.of(source);
    List<Figure> figures = new ArrayList<>();
    for (GrainGroup group : groups) {
      String suffix = groups.size() == 1 ? "" : "-" + (groups.indexOf(group) + 1);
      String difference = groups.size() == 1 ? "" : " (" + group.words() + ")";
      GrainFigures grain = new GrainFigures(source, group);
      figures.add(grain.heatMap(suffix, difference));
      figures.add(grain.lines(suffix, difference));
    }
    return figures;
  }

  private Figure heatMap(String suffix, String difference) {
    List<HeatCell> heat = new ArrayList<>();
    for (int row = 0; row < group.strands().size(); row++) {
      for (int column = 0; column < group.grains().size(); column++) {
        heat.add(heatCell(group.strands().get(row), group.grains().get(column), row, column));
      }
    }
    Verdict verdict = new Verdict(smallest.verdict().headline(), "");
    List<String> notes = new ArrayList<>();
    notes.add(
        "Efficiency: useful work / (elapsed time × parallelism); useful work is what one raw thread"
            + " of the same run takes for the same iterations. The darker, the more efficient, from"
            + " 0% (near white) to 100%; a dash: no valid figure.");
    notes.add("The same in all: " + group.same() + ".");
    if (group.drawn().stream().anyMatch(cell -> !group.efficiency(cell).hasInterval())) {
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
                group.grains().stream()
                    .map(grain -> Numbers.tick(rounded(group.micros(grain))))
                    .toList()),
            Axes.ofRows(group.strands().stream().map(group::name).toList()),
            true,
            List.of(),
            heat,
            List.of(),
            notes,
            source.stamp(group.drawn()),
            "Heat map of efficiency by model and grain. "
                + verdict.headline()
                + " The figures stand in the table below.");
    return new Figure(
        chart,
        efficiencyTable(),
        verdict,
        group.absent(),
        "Task size",
        List.of(GrainGroup.BENCHMARK));
  }

  /** Three digits are enough for a label. */
  private static double rounded(double value) {
    double unit = Math.pow(10, Math.floor(Math.log10(value)) - 2);
    return Math.round(value / unit) * unit;
  }

  private HeatCell heatCell(Strand strand, long grain, int row, int column) {
    Optional<Cell> valid = group.cell(strand, grain).filter(GrainGroup::counts);
    String name = group.name(strand) + ", grain " + Numbers.figure(group.micros(grain)) + " µs";
    if (valid.isEmpty()) {
      return new HeatCell(
          column, -row, Double.NaN, "–", false, List.of(name, group.whyNot(strand, grain)));
    }
    Estimate efficiency = group.efficiency(valid.orElseThrow());
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
    Estimate percent = group.percent(cell);
    return "efficiency "
        + Numbers.percent(percent.value() / 100)
        + (percent.hasInterval() ? " (95% interval " + Numbers.interval(percent) + ")" : "");
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
        group.cells().stream()
            .map(
                cell -> {
                  boolean valid = GrainGroup.counts(cell);
                  return new Table.Row(
                      List.of(
                          Entry.text(group.name(Strand.of(cell.key()))),
                          Entry.number(group.micros(GrainGroup.iterations(cell))),
                          Entry.number((double) GrainGroup.iterations(cell)),
                          valid ? Entry.percent(group.efficiency(cell).value()) : Entry.text("–"),
                          Entry.text(valid ? Numbers.interval(group.percent(cell)) : "–"),
                          valid ? Entry.number(tasksPerSecond(cell)) : Entry.text("–"),
                          Entry.count(GrainGroup.rates(cell).length),
                          Entry.text(cell.ending())));
                })
            .toList());
  }

  private static double tasksPerSecond(Cell cell) {
    return Estimate.ofMean(GrainGroup.rates(cell), Estimate.CONFIDENCE).value()
        / GrainGroup.iterations(cell);
  }

  private Figure lines(String suffix, String difference) {
    List<Double> levels = group.grains().stream().map(group::micros).toList();
    Axis x = labelled(Axes.ofLevels("grain: useful work of a task (µs)", true, levels));
    List<Strand> strands = group.drawnStrands();
    boolean models = strands.stream().map(Strand::model).distinct().count() == strands.size();
    List<Series> series = new ArrayList<>();
    int unknown = 0;
    for (Strand strand : strands) {
      List<Lines.Reading> readings =
          group.drawn().stream()
              .filter(cell -> Strand.of(cell.key()).equals(strand))
              .sorted(Comparator.comparingLong(GrainGroup::iterations))
              .map(
                  cell ->
                      new Lines.Reading(
                          group.micros(GrainGroup.iterations(cell)),
                          group.percent(cell),
                          List.of(
                              group.name(strand)
                                  + ", grain "
                                  + Numbers.figure(group.micros(GrainGroup.iterations(cell)))
                                  + " µs",
                              figure(cell))))
              .toList();
      Style style = models ? Style.ofModel(strand.model(), unknown) : Style.of(series.size());
      unknown += models && style.equals(Style.ofModel("", unknown)) ? 1 : 0;
      series.add(
          Lines.of(group.name(strand), style, x, levels, series.size(), strands.size(), readings));
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
    Verdict verdict = smallest.verdict();
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
                    + group.same()
                    + ".",
                Doubt.of(group.drawn()) + " " + ModelLines.APART_NOTE),
            source.stamp(group.drawn()),
            "Chart of efficiency against grain for "
                + Names.list(series.stream().map(Series::name).toList())
                + ". "
                + verdict.headline()
                + " The figures stand in the table below.");
    return new Figure(
        chart, smallest.table(), verdict, group.absent(), null, List.of(GrainGroup.BENCHMARK));
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
}
