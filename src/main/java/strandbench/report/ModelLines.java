package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import strandbench.stats.Estimate;

/** Makes one series per model from a group of cells. */
final class ModelLines {
  /** How far neighbouring series stand apart at a level, as a share of the axis. */
  private static final double APART = 0.011;

  static final String APART_NOTE =
      "The points of one level stand side by side, a little left and right of it, so that none"
          + " hides another.";

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
    List<Series> series = new ArrayList<>();
    int unknown = 0;
    for (int index = 0; index < models.size(); index++) {
      String model = models.get(index);
      double aside = APART * (index - (models.size() - 1) / 2.0);
      List<Point> points =
          group.scoring().stream()
              .filter(cell -> cell.model().equals(model))
              .sorted(Comparator.comparingInt(group::level))
              .map(cell -> point(group, cell, x, aside, value.apply(cell), figure.apply(cell)))
              .toList();
      Style style = Style.ofModel(model, unknown);
      unknown += style.equals(Style.ofModel("", unknown)) ? 1 : 0;
      series.add(new Series(Names.words(model), style, points));
    }
    return series;
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
