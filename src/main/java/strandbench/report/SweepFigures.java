package strandbench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import strandbench.report.Table.Entry;
import strandbench.stats.Estimate;

/** Draws the questions of {@link Sweeps}. */
final class SweepFigures {
  /** From this ratio of the highest level to the lowest, levels stand on a log axis. */
  private static final double LOG_LEVELS_FROM = 16;

  /** Rows have no zero to be seen from, so they change to a log axis sooner. */
  private static final double LOG_ROWS_FROM = 8;

  /** How far apart the series of one row stand, in rows. */
  private static final double ROW_SHARE = 0.45;

  private final Source source;
  private final SweepGroup group;
  private final Sweep sweep;
  private final Sweep.Panel panel;

  private SweepFigures(Source source, SweepGroup group, Sweep.Panel panel) {
    this.source = source;
    this.group = group;
    this.sweep = group.sweep();
    this.panel = panel;
  }

  /** Every cell that one of the figures shows, or names as absent. */
  static List<Cell> cells(Source source) {
    return Sweeps.ALL.stream()
        .flatMap(sweep -> SweepGroup.of(source, sweep).stream())
        .flatMap(group -> group.cells().stream())
        .toList();
  }

  static List<Figure> of(Source source) {
    List<Figure> figures = new ArrayList<>();
    for (Sweep sweep : Sweeps.ALL) {
      List<SweepGroup> groups = SweepGroup.of(source, sweep);
      for (SweepGroup group : groups) {
        String difference = difference(group, groups);
        for (Sweep.Panel panel : sweep.panels()) {
          if (group.cells().stream().anyMatch(panel::isOf)) {
            figures.addAll(
                new SweepFigures(source, group, panel)
                    .parts(groups.indexOf(group) + 1, difference));
          }
        }
      }
    }
    return figures;
  }

  /** What tells a group from the others of its sweep; empty where there is one group only. */
  private static String difference(SweepGroup group, List<SweepGroup> groups) {
    if (groups.size() == 1) {
      return "";
    }
    TreeMap<String, String> params = new TreeMap<>(group.work().params());
    params
        .entrySet()
        .removeIf(
            param ->
                groups.stream()
                    .allMatch(
                        other ->
                            param.getValue().equals(other.work().params().get(param.getKey()))));
    List<String> parts = new ArrayList<>();
    if (groups.stream().map(each -> each.work().benchmark()).distinct().count() > 1) {
      parts.add(Dimension.method("").of().apply(group.cells().getFirst().key()));
    }
    params.forEach((name, value) -> parts.add(name + "=" + value));
    return " (" + (parts.isEmpty() ? group.work().mode() : String.join(", ", parts)) + ")";
  }

  /** One figure, or as many as it takes for the series to be told apart. */
  private List<Figure> parts(int number, String difference) {
    List<String> drawn =
        group.seriesValues().stream()
            .filter(
                value ->
                    group.cells().stream()
                        .filter(panel::isOf)
                        .anyMatch(cell -> sweep.seriesOf(cell.key()).equals(value)))
            .toList();
    int most = Math.max(1, Style.DISTINCT / panel.measures().size());
    int parts = (drawn.size() + most - 1) / most;
    List<Figure> figures = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      String id =
          source.prefix()
              + sweep.id()
              + (panel.id().isEmpty() ? "" : "-" + panel.id())
              + (number == 1 ? "" : "-" + number)
              + (part == 0 ? "" : "-part-" + (part + 1));
      String title =
          panel.title()
              + difference
              + (parts == 1 ? "" : " (part %d of %d)".formatted(part + 1, parts));
      List<String> some = drawn.subList(part * most, Math.min(drawn.size(), (part + 1) * most));
      String topic = part == 0 && panel.id().isEmpty() ? sweep.topic() + difference : null;
      figures.add(figure(id, title, some, topic));
    }
    return figures;
  }

  private Figure figure(String id, String title, List<String> values, String topic) {
    List<Cell> drawn =
        group.cells().stream()
            .filter(panel::isOf)
            .filter(cell -> values.contains(sweep.seriesOf(cell.key())))
            .toList();
    List<ReferenceLine> references = panel.references().apply(group);
    List<Stroke> strokes = strokes(values);
    int crowd = crowd(strokes);
    Axis levels = sweep.rows() ? rowAxis(crowd) : levelAxis();
    Axis measured = measuredAxis(drawn, levels, references);
    List<Series> series = new ArrayList<>();
    for (Stroke stroke : strokes) {
      int index = strokes.indexOf(stroke);
      series.add(
          sweep.rows()
              ? inRows(stroke, strokes, rowDistance(crowd))
              : line(stroke, levels, index, strokes.size()));
    }
    Verdict verdict = SweepVerdict.of(group, panel);
    Chart chart =
        new Chart(
            id,
            title,
            panel.question(),
            sweep.rows() ? measured : levels,
            sweep.rows() ? levels : measured,
            sweep.rows(),
            series,
            references,
            notes(drawn, measured, levels, strokes.size()),
            source.stamp(drawn),
            "Chart: "
                + title
                + ", for "
                + Names.list(series.stream().map(Series::name).toList())
                + ". "
                + verdict.headline()
                + " The figures stand in the table below.");
    return new Figure(
        chart, table(title, values), verdict, group.absent(panel), topic, sweep.benchmarks());
  }

  /** What has a colour of its own: a measure of one value of the series. */
  private record Stroke(String series, Measure measure, String name, Style style) {}

  private List<Stroke> strokes(List<String> values) {
    List<Stroke> strokes = new ArrayList<>();
    Map<String, Style> styles = Style.ofValues(values);
    for (String value : values) {
      for (Measure measure : panel.measures()) {
        List<String> name = new ArrayList<>();
        if (!sweep.series().isNone()) {
          name.add(
              Dimension.isNumber(value)
                  ? Dimension.label(value) + " " + sweep.series().name()
                  : Dimension.label(value));
        }
        if (panel.measures().size() > 1 || sweep.series().isNone()) {
          name.add(measure.name());
        }
        Style style = panel.measures().size() == 1 ? styles.get(value) : Style.of(strokes.size());
        strokes.add(new Stroke(value, measure, String.join(", ", name), style));
      }
    }
    return strokes;
  }

  private Axis levelAxis() {
    List<Double> levels = group.levels().stream().map(Double::valueOf).toList();
    double lowest = levels.getFirst();
    boolean log = lowest > 0 && levels.getLast() / lowest >= LOG_LEVELS_FROM;
    return Axes.ofLevels(sweep.level().name(), log, levels);
  }

  /** The strokes that have a point at a level. */
  private List<Stroke> at(String level, List<Stroke> strokes) {
    return strokes.stream()
        .filter(stroke -> group.cell(stroke.series(), level, stroke.measure()).isPresent())
        .toList();
  }

  /** How many points a row must have room for. */
  private int crowd(List<Stroke> strokes) {
    return group.levels().stream().mapToInt(level -> at(level, strokes).size()).max().orElse(1);
  }

  private static double rowDistance(int crowd) {
    return crowd == 1 ? 1 : (crowd + 1) * ROW_SHARE;
  }

  private Axis rowAxis(int crowd) {
    return Axes.ofRows(group.levels().stream().map(Dimension::label).toList(), rowDistance(crowd));
  }

  private Axis measuredAxis(List<Cell> drawn, Axis levels, List<ReferenceLine> references) {
    // A proportional ideal is a straight line on two log axes, and a curve on one, which lines
    // between points seem to cross.
    boolean ideal = levels.log() && !references.isEmpty();
    double logFrom = ideal ? 1 : sweep.rows() ? LOG_ROWS_FROM : Axes.LOG_FROM;
    List<Estimate> estimates =
        panel.measures().stream()
            .flatMap(measure -> drawn.stream().filter(measure::isOf).map(measure::of))
            .toList();
    return Axes.ofMeasured(
        panel.axis(),
        logFrom,
        estimates.stream().mapToDouble(Estimate::value).toArray(),
        DoubleStream.concat(
                references.stream().flatMapToDouble(r -> r.ys().stream().mapToDouble(y -> y)),
                estimates.stream()
                    .flatMapToDouble(e -> DoubleStream.of(e.value(), e.low(), e.high())))
            .filter(Double::isFinite)
            .toArray());
  }

  private Series inRows(Stroke stroke, List<Stroke> strokes, double distance) {
    List<Point> points = new ArrayList<>();
    List<String> levels = group.levels();
    for (String level : levels) {
      double row = -levels.indexOf(level) * distance;
      List<Stroke> present = at(level, strokes);
      double aside = ROW_SHARE * (present.indexOf(stroke) - (present.size() - 1) / 2.0);
      group
          .cell(stroke.series(), level, stroke.measure())
          .ifPresent(
              cell -> {
                Estimate estimate = stroke.measure().of(cell);
                List<String> details = new ArrayList<>(details(cell, stroke.measure()));
                details.add(Lines.forks(estimate));
                points.add(
                    new Point(
                        estimate.value(),
                        row,
                        row - aside,
                        estimate.low(),
                        estimate.high(),
                        estimate.forks(),
                        details));
              });
    }
    return Series.unconnected(stroke.name(), stroke.style(), points);
  }

  private Series line(Stroke stroke, Axis x, int index, int count) {
    List<Lines.Reading> readings = new ArrayList<>();
    for (String level : group.levels()) {
      group
          .cell(stroke.series(), level, stroke.measure())
          .ifPresent(
              cell ->
                  readings.add(
                      new Lines.Reading(
                          Double.parseDouble(level),
                          stroke.measure().of(cell),
                          details(cell, stroke.measure()))));
    }
    readings.sort(Comparator.comparingDouble(Lines.Reading::level));
    List<Double> levels = group.levels().stream().map(Double::valueOf).toList();
    return Lines.of(stroke.name(), stroke.style(), x, levels, index, count, readings);
  }

  private List<String> details(Cell cell, Measure measure) {
    return List.of(group.name(cell.key()), measure.name() + ": " + measure.figure(cell));
  }

  private List<String> notes(List<Cell> drawn, Axis measured, Axis levels, int strokes) {
    List<String> notes = new ArrayList<>(panel.notes());
    if (measured.log() && levels.log()) {
      notes.add("Both axes are logarithmic: equal distances are equal ratios.");
    } else if (measured.log()) {
      notes.add("The axis of what is measured is logarithmic: equal distances are equal ratios.");
    }
    if (!group.work().words().isEmpty()) {
      notes.add("The same in all: " + group.work().words() + ".");
    }
    List<String> unmeasured = group.unmeasured();
    if (!unmeasured.isEmpty()) {
      notes.add("No valid figure, and so no point: " + String.join("; ", unmeasured) + ".");
    }
    notes.add(Doubt.of(drawn) + (sweep.rows() || strokes == 1 ? "" : " " + ModelLines.APART_NOTE));
    return notes;
  }

  private Table table(String caption, Collection<String> values) {
    List<Cell> cells =
        group.cells().stream()
            .filter(cell -> values.contains(sweep.seriesOf(cell.key())) || !cell.scores())
            .toList();
    List<Measure> columns =
        panel.columns().stream()
            .filter(column -> cells.stream().anyMatch(cell -> has(column, cell)))
            .toList();
    List<String> heads = new ArrayList<>();
    if (!sweep.series().isNone()) {
      heads.add(Names.capitalized(sweep.series().name()));
    }
    heads.add(Names.capitalized(sweep.level().name()));
    for (Measure measure : panel.measures()) {
      heads.add(Names.capitalized(measure.name()));
      heads.add("95% interval");
    }
    columns.forEach(column -> heads.add(Names.capitalized(column.name())));
    heads.add("Forks");
    heads.add("State");
    return new Table(caption, heads, cells.stream().map(cell -> row(cell, columns)).toList());
  }

  private Table.Row row(Cell cell, List<Measure> columns) {
    List<Entry> entries = new ArrayList<>();
    if (!sweep.series().isNone()) {
      entries.add(Entry.text(Dimension.label(sweep.seriesOf(cell.key()))));
    }
    entries.add(Entry.text(Dimension.label(sweep.levelOf(cell.key()))));
    for (Measure measure : panel.measures()) {
      boolean valid = measure.isOf(cell);
      entries.add(valid ? Entry.number(measure.of(cell).value()) : Entry.text("–"));
      entries.add(Entry.text(valid ? Numbers.interval(measure.of(cell)) : "–"));
    }
    for (Measure column : columns) {
      entries.add(has(column, cell) ? Entry.number(column.of(cell).value()) : Entry.text("–"));
    }
    entries.add(Entry.count(cell.forks().length));
    entries.add(Entry.text(cell.ending()));
    return new Table.Row(entries, cell.key());
  }

  /** Shown for invalid cells too, since it is often why. */
  private static boolean has(Measure column, Cell cell) {
    return column.forks().apply(cell).length > 0;
  }
}
