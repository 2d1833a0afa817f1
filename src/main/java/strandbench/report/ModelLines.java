package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import strandbench.stats.Estimate;

/** Makes one series per model from a group of cells. */
final class ModelLines {
  /** How far neighbouring series stand apart at a level, as a share of the axis. */
  private static final double APART = 0.014;

  /** How much of the way to the next level they may take up together. */
  private static final double CROWD = 0.6;

  static final String APART_NOTE =
      "The points of one level stand side by side around it, so that none hides another; the"
          + " lines run through the level itself, and end where a level has no valid figure.";

  private ModelLines() {}

  /**
   * One series per model that has a point.
   *
   * @param value what is drawn of a cell
   * @param figure how that reads
   */
  static List<Series> of(
      Group group, Axis x, Function<Cell, Estimate> value, Function<Cell, String> figure) {
    List<String> models =
        group.models().stream()
            .filter(model -> group.scoring().stream().anyMatch(cell -> cell.model().equals(model)))
            .toList();
    List<Integer> levels = group.cells().stream().map(group::level).distinct().sorted().toList();
    List<Series> series = new ArrayList<>();
    int unknown = 0;
    for (int index = 0; index < models.size(); index++) {
      String model = models.get(index);
      double aside = apart(x, levels, models.size()) * (index - (models.size() - 1) / 2.0);
      List<Point> points =
          group.scoring().stream()
              .filter(cell -> cell.model().equals(model))
              .filter(cell -> Double.isFinite(value.apply(cell).value()))
              .sorted(Comparator.comparingInt(group::level))
              .map(cell -> point(group, cell, x, aside, value.apply(cell), figure.apply(cell)))
              .toList();
      Style style = Style.ofModel(model, unknown);
      unknown += style.equals(Style.ofModel("", unknown)) ? 1 : 0;
      series.add(line(Names.words(model), style, points, levels));
    }
    return series;
  }

  private static double apart(Axis x, List<Integer> levels, int models) {
    double length = x.position(x.max()) - x.position(x.min());
    double apart = APART;
    for (int i = 1; i < levels.size(); i++) {
      double gap = (x.position(levels.get(i)) - x.position(levels.get(i - 1))) / length;
      apart = Math.min(apart, CROWD * gap / models);
    }
    return apart;
  }

  /** A line that breaks where a level is missing: nothing is known about what lies between. */
  private static Series line(String name, Style style, List<Point> points, List<Integer> levels) {
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    for (int level : levels) {
      xs.add((double) level);
      ys.add(
          points.stream()
              .filter(point -> point.x() == level)
              .map(Point::y)
              .findFirst()
              .orElse(Double.NaN));
    }
    return new Series(name, style, points, xs, ys);
  }

  private static Point point(
      Group group, Cell cell, Axis x, double aside, Estimate estimate, String figure) {
    double level = group.level(cell);
    return new Point(
        level,
        estimate.value(),
        x.shifted(level, aside),
        estimate.low(),
        estimate.high(),
        estimate.forks(),
        List.of(
            Names.words(cell.model()) + ", " + group.levelWords() + " " + group.level(cell),
            figure,
            Numbers.count(estimate.forks(), "fork")
                + (estimate.hasInterval() ? "" : ": no interval, no verdict")));
  }
}
