package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import strandbench.result.CellResult;
import strandbench.stats.Estimate;

/**
 * Any other JMH result, per class, mode and unit: lines where entries differ in the level of a
 * number, else each entry a row with its interval.
 */
final class PlainFigures {
  private static final int ROWS = 40;

  /** More charts than these take long to draw, and nobody looks at them: then there are few. */
  private static final int CHARTS = 40;

  private static final int FEW = 6;

  private PlainFigures() {}

  /**
   * The figures of some cells.
   *
   * @param drawn with a chart
   * @param undrawn without one, where there are more than a reader would look at
   */
  record Drawing(List<Figure> drawn, List<PlainTable> undrawn) {}

  /**
   * What would stand on one chart.
   *
   * @param figure draws it under an id
   */
  private record Part(PlainKind kind, List<Cell> cells, Function<String, Figure> figure) {}

  static Drawing of(Source source, List<Cell> cells) {
    Map<PlainKind, List<Cell>> kinds = new LinkedHashMap<>();
    cells.forEach(
        cell -> kinds.computeIfAbsent(PlainKind.of(cell), any -> new ArrayList<>()).add(cell));
    List<Part> parts = new ArrayList<>();
    kinds.forEach((kind, members) -> parts.addAll(parts(source, kind, members)));
    int drawn = parts.size() <= CHARTS ? parts.size() : FEW;
    List<Figure> figures = new ArrayList<>();
    for (Part part : parts.subList(0, drawn)) {
      figures.add(
          part.figure()
              .apply(
                  "%splain-%d-%s"
                      .formatted(
                          source.prefix(),
                          figures.size() + 1,
                          Names.slug(part.kind().className()))));
    }
    Map<PlainKind, List<Cell>> rest = new LinkedHashMap<>();
    parts
        .subList(drawn, parts.size())
        .forEach(
            part ->
                rest.computeIfAbsent(part.kind(), any -> new ArrayList<>()).addAll(part.cells()));
    List<PlainTable> undrawn = new ArrayList<>();
    rest.forEach(
        (kind, some) ->
            undrawn.add(PlainTable.of(kind.title(), kind.quantity(), some, Labels.varying(some))));
    return new Drawing(figures, undrawn);
  }

  private static List<Part> parts(Source source, PlainKind kind, List<Cell> members) {
    List<Part> parts = new ArrayList<>();
    LevelGroup.Found found = LevelGroup.in(members);
    for (LevelGroup group : found.groups()) {
      parts.add(
          new Part(
              kind,
              group.lines().stream().flatMap(line -> line.cells().values().stream()).toList(),
              id -> lines(source, kind, group, id)));
    }
    List<Cell> rows = found.rest();
    int charts = (rows.size() + ROWS - 1) / ROWS;
    for (int chart = 0; chart < charts; chart++) {
      List<Cell> some = rows.subList(chart * ROWS, Math.min(rows.size(), (chart + 1) * ROWS));
      String title = kind.title() + (charts == 1 ? "" : " (%d of %d)".formatted(chart + 1, charts));
      parts.add(new Part(kind, some, id -> rows(source, kind, title, id, some)));
    }
    return parts;
  }

  private static Figure lines(Source source, PlainKind kind, LevelGroup group, String id) {
    List<Cell> cells =
        group.lines().stream().flatMap(line -> line.cells().values().stream()).toList();
    SecondaryColumns secondary = SecondaryColumns.of(cells);
    List<String> notes = new ArrayList<>();
    Set<String> varying = Labels.varying(cells);
    String common = Labels.common(cells, varying);
    if (!common.isEmpty()) {
      notes.add("The same in all: " + common + ".");
    }
    String level = group.level().name();
    return new LevelChart(
            source,
            group.level(),
            new LevelChart.Quantity(
                kind.quantity(), kind.unit(), kind.isThroughput(), CellResult::primary),
            group.lines())
        .figure(
            new LevelChart.Heading(
                id,
                kind.title() + " against " + level + group.part(),
                "%s: how does %s change with %s?".formatted(kind.className(), kind.what(), level),
                "Benchmark"),
            notes,
            secondary);
  }

  private static Figure rows(
      Source source, PlainKind kind, String title, String id, List<Cell> cells) {
    Set<String> varying = Labels.varying(cells);
    List<String> labels =
        IntStream.range(0, cells.size())
            .mapToObj(
                row -> (row + 1) + "  " + Labels.shortened(Labels.label(cells.get(row), varying)))
            .toList();
    Map<String, List<Point>> byMethod = new LinkedHashMap<>();
    for (int row = 0; row < cells.size(); row++) {
      Cell cell = cells.get(row);
      if (cell.scores()) {
        byMethod
            .computeIfAbsent(Labels.method(cell), any -> new ArrayList<>())
            .add(point(cell, row));
      }
    }
    List<Series> series = series(byMethod);
    double[] drawn =
        series.stream()
            .flatMap(line -> line.points().stream())
            .flatMapToDouble(p -> DoubleStream.of(p.x(), p.low(), p.high()))
            .filter(Double::isFinite)
            .toArray();
    String axisName = kind.quantity() + ", " + kind.direction();
    double[] values =
        series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::x).toArray();
    Axis x = Axes.ofMeasured(axisName, Axes.LOG_FROM, values, drawn);
    List<String> notes = new ArrayList<>();
    if (x.log()) {
      notes.add(Axes.LOG_NOTE);
    }
    String doubt = Doubt.of(cells.stream().filter(Cell::scores).toList());
    if (!doubt.isEmpty()) {
      notes.add(doubt);
    }
    String common = Labels.common(cells, varying);
    if (!common.isEmpty()) {
      notes.add("The same in all rows: " + common + ".");
    }
    PlainTable table = PlainTable.of(kind.title(), kind.quantity(), cells, varying);
    notes.addAll(table.notes());
    Verdict verdict = verdict(cells);
    Chart chart =
        new Chart(
            id,
            title,
            kind.className() + ": " + kind.direction() + ".",
            x,
            Axes.ofRows(labels),
            true,
            series,
            List.of(),
            notes,
            source.stamp(cells.stream().filter(Cell::scores).toList()),
            "Chart of "
                + Numbers.count(cells.size(), "row")
                + ": "
                + title
                + ". The figures stand in the table below.");
    List<String> absent =
        cells.stream()
            .filter(cell -> !cell.scores())
            .map(cell -> Labels.label(cell, varying) + ": " + cell.ending())
            .toList();
    return new Figure(chart, table.table(), verdict, absent, null, List.of(kind.className()));
  }

  private static List<Series> series(Map<String, List<Point>> byMethod) {
    if (byMethod.size() > Style.DISTINCT) {
      return List.of(
          Series.unconnected(
              "each row", Style.of(0), byMethod.values().stream().flatMap(List::stream).toList()));
    }
    List<Series> series = new ArrayList<>();
    byMethod.forEach(
        (method, points) ->
            series.add(Series.unconnected(method, Style.of(series.size()), points)));
    return series;
  }

  private static Point point(Cell cell, int row) {
    Estimate estimate = cell.estimate();
    return new Point(
        estimate.value(),
        -row,
        -row,
        estimate.low(),
        estimate.high(),
        estimate.forks(),
        List.of(
            cell.key().toString(),
            Numbers.figure(estimate.value())
                + " "
                + cell.unit()
                + (estimate.hasInterval()
                    ? " (95% interval " + Numbers.interval(estimate) + ")"
                    : ""),
            Lines.forks(estimate)));
  }

  private static Verdict verdict(List<Cell> cells) {
    long hollow =
        cells.stream()
            .filter(Cell::scores)
            .filter(cell -> cell.forks().length < Estimate.MIN_FORKS)
            .count();
    String few =
        hollow == 0
            ? ""
            : hollow == cells.size()
                ? "No row has the 3 forks that an interval needs."
                : hollow
                    + " of "
                    + Numbers.count(cells.size(), "row")
                    + " have fewer than the 3 forks that an interval needs.";
    return new Verdict(
        hollow == cells.size()
            ? "No verdict: no row has the 3 forks that an interval needs."
            : "No verdict: which of these rows do the same work is not in the file.",
        hollow == cells.size() ? "" : few);
  }
}
