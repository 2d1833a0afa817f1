package strandbench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import strandbench.report.Table.Entry;
import strandbench.result.Metric;
import strandbench.stats.Estimate;

/**
 * Every value that was measured, fork by fork, beside the interval that was made of them: a spread
 * with two modes, a fork that drifts or one value far out can't be seen in an interval.
 */
final class SpreadFigures {
  private static final int ROWS = 20;

  /** More marks than these can't be seen, and make the page heavy. */
  private static final int MOST_VALUES = 6_000;

  private static final double LANE = 0.34;
  private static final double LOG_FROM = 5;

  private static final Style ITERATION = new Style("#56b4e9", "#7cc6f0", Marker.DOT);
  private static final Style FORK = new Style("#1a1a1a", "#e8e8e8", Marker.TICK);
  private static final Style CELL = new Style("#d55e00", "#ee7a1f", Marker.SQUARE);

  private final Source source;
  private final List<Cell> cells;
  private final Set<String> varying;
  private final double distance;

  private SpreadFigures(Source source, List<Cell> cells) {
    this.source = source;
    this.cells = cells;
    this.varying = Labels.varying(cells);
    int forks = cells.stream().mapToInt(cell -> rows(cell).size()).max().orElseThrow();
    this.distance = Math.max(1, (forks + 2) * LANE);
  }

  /**
   * Charts of the cells that have more than one value each, class by class, made when asked for.
   */
  static List<Supplier<Figure>> of(Source source) {
    Map<String, List<Cell>> classes = new LinkedHashMap<>();
    int values = 0;
    int tooMany = 0;
    for (Cell cell : source.cells()) {
      int count = rows(cell).stream().mapToInt(row -> row.length).sum();
      if (!cell.scores() || count < 2 || !(mean(cell) > 0)) {
        continue;
      }
      values += count;
      if (values <= MOST_VALUES) {
        classes.computeIfAbsent(cell.key().simpleClassName(), any -> new ArrayList<>()).add(cell);
      } else {
        tooMany++;
      }
    }
    int left = tooMany;
    List<Supplier<Figure>> figures = new ArrayList<>();
    for (Map.Entry<String, List<Cell>> of : classes.entrySet()) {
      List<Cell> all = of.getValue();
      int parts = (all.size() + ROWS - 1) / ROWS;
      for (int part = 0; part < parts; part++) {
        String title =
            "Forks and iterations: "
                + of.getKey()
                + (parts == 1 ? "" : " (%d of %d)".formatted(part + 1, parts));
        List<Cell> some = all.subList(part * ROWS, Math.min(all.size(), (part + 1) * ROWS));
        String id = source.prefix() + "spread-" + (figures.size() + 1);
        figures.add(() -> new SpreadFigures(source, some).figure(id, title, left));
      }
    }
    return figures;
  }

  /** The finite values of each fork. */
  private static List<double[]> rows(Cell cell) {
    return cell
        .measured()
        .map(result -> result.primary())
        .map(Metric::forks)
        .orElse(List.of())
        .stream()
        .map(row -> Arrays.stream(row).filter(Double::isFinite).toArray())
        .filter(row -> row.length > 0)
        .toList();
  }

  private static double mean(Cell cell) {
    return cell.estimate().value();
  }

  private Figure figure(String id, String title, int left) {
    List<Point> iterations = new ArrayList<>();
    List<Point> forks = new ArrayList<>();
    List<Point> estimates = new ArrayList<>();
    for (int row = 0; row < cells.size(); row++) {
      add(cells.get(row), -row * distance, iterations, forks, estimates);
    }
    double[] drawn =
        DoubleStream.concat(
                iterations.stream().mapToDouble(Point::x),
                estimates.stream().flatMapToDouble(p -> DoubleStream.of(p.low(), p.high())))
            .filter(Double::isFinite)
            .toArray();
    Axis x = Axes.around("each value, % of its row's mean", LOG_FROM, drawn);
    List<String> labels =
        IntStream.range(0, cells.size()).mapToObj(row -> label(cells.get(row), row)).toList();
    List<String> notes = new ArrayList<>();
    notes.add(
        "Every value that was measured is drawn; none was removed. Each fork has a line of its own"
            + " below that of the estimate, in the order in which they ran.");
    if (x.log()) {
      notes.add(Axes.LOG_NOTE);
    }
    if (left > 0) {
      notes.add(
          "Left out: %s. Charts of this kind end at %s values."
              .formatted(Numbers.count(left, "cell"), Numbers.figure(MOST_VALUES)));
    }
    Verdict verdict = verdict();
    Chart chart =
        new Chart(
            id,
            title,
            "How far do the forks, and the iterations in each, lie apart?",
            x,
            Axes.ofRows(labels, distance),
            true,
            List.of(
                Series.unconnected("one iteration", ITERATION, iterations),
                Series.unconnected("mean of a fork", FORK, forks),
                Series.unconnected("mean and 95% interval over forks", CELL, estimates)),
            List.of(
                new ReferenceLine(
                    "mean of the row",
                    List.of(100.0, 100.0),
                    List.of(-(cells.size() - 0.5) * distance, 0.5 * distance),
                    false)),
            notes,
            source.stamp(cells),
            "Chart of every measured value of %s, fork by fork. %s The table below has the spread."
                .formatted(Numbers.count(cells.size(), "row"), verdict.headline()));
    return new Figure(
        chart,
        table(title),
        verdict,
        List.of(),
        null,
        cells.stream().map(cell -> cell.key().benchmark()).distinct().toList());
  }

  private void add(
      Cell cell, double y, List<Point> iterations, List<Point> forks, List<Point> estimates) {
    List<double[]> rows = rows(cell);
    double percent = 100 / mean(cell);
    Estimate estimate = cell.estimate().times(percent);
    double top = y + rows.size() * LANE / 2;
    estimates.add(
        new Point(
            estimate.value(),
            y,
            top,
            estimate.low(),
            estimate.high(),
            estimate.forks(),
            List.of(
                cell.key().toString(),
                "mean " + value(cell, mean(cell)),
                estimate.hasInterval()
                    ? "95%% interval %s%% of it".formatted(Numbers.interval(estimate))
                    : "no interval")));
    for (int fork = 0; fork < rows.size(); fork++) {
      double[] row = rows.get(fork);
      double lane = top - (fork + 1) * LANE;
      String name = "fork " + (fork + 1);
      double mean = StatUtils.mean(row);
      forks.add(raw(mean * percent, y, lane, name + ": mean " + value(cell, mean)));
      for (int i = 0; i < row.length; i++) {
        iterations.add(
            raw(
                row[i] * percent,
                y,
                lane,
                "%s, iteration %d: %s".formatted(name, i + 1, value(cell, row[i]))));
      }
    }
  }

  private static Point raw(double x, double y, double drawnAt, String details) {
    return new Point(x, y, drawnAt, Double.NaN, Double.NaN, 1, List.of(details));
  }

  private static String value(Cell cell, double value) {
    return Numbers.figure(value) + " " + cell.unit();
  }

  private String label(Cell cell, int row) {
    return Labels.shortened((row + 1) + "  " + Labels.label(cell, varying));
  }

  /** Standard deviation over mean; NaN of fewer than two values. */
  private static double variation(double[] values) {
    return values.length < 2
        ? Double.NaN
        : Math.sqrt(StatUtils.variance(values)) / StatUtils.mean(values);
  }

  private static double betweenForks(Cell cell) {
    return variation(cell.forks());
  }

  /** The root of the forks' mean variance, each over its own mean. */
  private static double withinForks(Cell cell) {
    return Math.sqrt(
        rows(cell).stream()
            .mapToDouble(SpreadFigures::variation)
            .filter(Double::isFinite)
            .map(variation -> variation * variation)
            .average()
            .orElse(Double.NaN));
  }

  private Verdict verdict() {
    List<Cell> several =
        cells.stream()
            .filter(cell -> Double.isFinite(betweenForks(cell)))
            .sorted(Comparator.comparingDouble(SpreadFigures::betweenForks))
            .toList();
    if (several.isEmpty()) {
      return new Verdict(
          "No verdict: one fork a row, so how far forks lie apart is not known.",
          "The spread of its iterations says little of what the next fork would give.");
    }
    Cell most = several.getLast();
    Cell least = several.getFirst();
    return new Verdict(
        "Forks lie furthest apart in row %d: their standard deviation is %s of the mean."
            .formatted(cells.indexOf(most) + 1, Numbers.percent(betweenForks(most))),
        several.size() == 1
            ? ""
            : "Least in row %d: %s."
                .formatted(cells.indexOf(least) + 1, Numbers.percent(betweenForks(least))));
  }

  private Table table(String title) {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      double[] values = rows(cell).stream().flatMapToDouble(DoubleStream::of).toArray();
      rows.add(
          new Table.Row(
              List.of(
                  Entry.text(label(cell, rows.size())),
                  Entry.number(mean(cell)),
                  Entry.text(cell.unit()),
                  Entry.count(rows(cell).size()),
                  Entry.count(values.length),
                  share(betweenForks(cell)),
                  share(withinForks(cell)),
                  share(StatUtils.min(values) / mean(cell)),
                  share(StatUtils.max(values) / mean(cell)))));
    }
    return new Table(
        title,
        List.of(
            "Row",
            "Mean",
            "Unit",
            "Forks",
            "Values",
            "Between forks (SD, % of mean)",
            "Within forks (SD, % of mean)",
            "Lowest value (% of mean)",
            "Highest value (% of mean)"),
        rows);
  }

  private static Entry share(double share) {
    return Double.isFinite(share) ? Entry.percent(share) : Entry.text("–");
  }
}
