package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import strandbench.stats.Estimate;

/** Any other JMH result: per class, mode and unit, each entry a row with its interval. */
final class PlainFigures {
  private static final int ROWS = 40;
  private static final int LABEL = 56;

  /** More charts than these take long to draw, and nobody looks at them: then there are few. */
  private static final int CHARTS = 40;

  private static final int FEW = 12;

  private PlainFigures() {}

  /**
   * The figures of some cells.
   *
   * @param drawn with a chart
   * @param undrawn without one, where there are more than a reader would look at
   */
  record Drawing(List<Figure> drawn, List<PlainTable> undrawn) {}

  static Drawing of(Source source, List<Cell> cells) {
    Map<Kind, List<Cell>> kinds = new LinkedHashMap<>();
    cells.forEach(cell -> kinds.computeIfAbsent(Kind.of(cell), any -> new ArrayList<>()).add(cell));
    int all = kinds.values().stream().mapToInt(members -> parts(members.size())).sum();
    int most = all <= CHARTS ? CHARTS : FEW;
    List<Figure> figures = new ArrayList<>();
    List<PlainTable> undrawn = new ArrayList<>();
    kinds.forEach(
        (kind, members) -> {
          int parts = parts(members.size());
          int part = 0;
          for (; part < parts && figures.size() < most; part++) {
            List<Cell> some =
                members.subList(part * ROWS, Math.min(members.size(), (part + 1) * ROWS));
            String title =
                kind.title() + (parts == 1 ? "" : " (" + (part + 1) + " of " + parts + ")");
            String id =
                source.prefix()
                    + "plain-"
                    + (figures.size() + 1)
                    + "-"
                    + Names.slug(kind.className());
            figures.add(figure(source, kind, title, id, some));
          }
          if (part < parts) {
            List<Cell> rest = members.subList(part * ROWS, members.size());
            undrawn.add(PlainTable.of(kind.title(), kind.quantity(), rest, varying(rest)));
          }
        });
    return new Drawing(figures, undrawn);
  }

  private static int parts(int rows) {
    return (rows + ROWS - 1) / ROWS;
  }

  /** Entries that share an axis. */
  private record Kind(String className, String mode, String unit) {
    static Kind of(Cell cell) {
      return new Kind(className(cell), cell.key().mode(), cell.unit());
    }

    private static String className(Cell cell) {
      String benchmark = cell.key().benchmark();
      int dot = benchmark.lastIndexOf('.');
      return dot < 0 ? benchmark : benchmark.substring(0, dot);
    }

    String title() {
      return className.substring(className.lastIndexOf('.') + 1) + ": " + quantity();
    }

    String quantity() {
      String what =
          switch (mode) {
            case "thrpt" -> "throughput";
            case "avgt" -> "average time";
            case "sample" -> "sampled time";
            case "ss" -> "single-shot time";
            default -> mode;
          };
      return unit.isEmpty() ? what : what + " (" + unit + ")";
    }

    String direction() {
      return mode.equals("thrpt") ? "higher is better" : "lower is better";
    }
  }

  private static Figure figure(
      Source source, Kind kind, String title, String id, List<Cell> cells) {
    Set<String> varying = varying(cells);
    List<String> labels =
        IntStream.range(0, cells.size())
            .mapToObj(row -> (row + 1) + "  " + shortened(label(cells.get(row), varying)))
            .toList();
    Map<String, List<Point>> byMethod = new LinkedHashMap<>();
    for (int row = 0; row < cells.size(); row++) {
      Cell cell = cells.get(row);
      if (cell.scores()) {
        byMethod.computeIfAbsent(method(cell), any -> new ArrayList<>()).add(point(cell, row));
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
    String doubt = SpeedupFigures.doubt(cells.stream().filter(Cell::scores).toList());
    if (!doubt.isEmpty()) {
      notes.add(doubt);
    }
    String common = common(cells, varying);
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
            .map(cell -> label(cell, varying) + ": " + cell.ending())
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
            forks(estimate.forks()) + (estimate.hasInterval() ? "" : ": no interval, no verdict")));
  }

  private static String forks(int forks) {
    return forks == 0 ? "forks unknown" : Numbers.count(forks, "fork");
  }

  /** Names of what differs between the rows: parameters, and JMH's threads. */
  static SortedSet<String> varying(List<Cell> cells) {
    Map<String, TreeSet<String>> values = new TreeMap<>();
    cells.forEach(
        cell ->
            facts(cell)
                .forEach(
                    (name, value) ->
                        values.computeIfAbsent(name, any -> new TreeSet<>()).add(value)));
    return values.entrySet().stream()
        .filter(
            entry ->
                entry.getValue().size() > 1
                    || cells.stream().anyMatch(cell -> !facts(cell).containsKey(entry.getKey())))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Map<String, String> facts(Cell cell) {
    Map<String, String> facts = new TreeMap<>(cell.key().params());
    facts.put("threads", Integer.toString(cell.key().threads()));
    return facts;
  }

  static String label(Cell cell, Set<String> varying) {
    String facts =
        facts(cell).entrySet().stream()
            .filter(fact -> varying.contains(fact.getKey()))
            .map(fact -> fact.getKey() + "=" + fact.getValue())
            .collect(Collectors.joining(", "));
    return facts.isEmpty() ? method(cell) : method(cell) + " " + facts;
  }

  private static String method(Cell cell) {
    String benchmark = cell.key().benchmark();
    return benchmark.substring(benchmark.lastIndexOf('.') + 1);
  }

  static String common(List<Cell> cells, Set<String> varying) {
    return facts(cells.getFirst()).entrySet().stream()
        .filter(fact -> !varying.contains(fact.getKey()))
        .map(fact -> fact.getKey() + "=" + fact.getValue())
        .collect(Collectors.joining(", "));
  }

  static String shortened(String label) {
    return label.length() <= LABEL ? label : label.substring(0, LABEL - 1) + "…";
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
