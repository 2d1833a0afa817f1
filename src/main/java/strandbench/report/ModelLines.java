package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import strandbench.stats.Estimate;

/** Makes one series per model from a group of cells. */
final class ModelLines {
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
            .filter(model -> group.drawn().stream().anyMatch(cell -> cell.model().equals(model)))
            .toList();
    List<Double> levels =
        group.cells().stream().map(cell -> (double) group.level(cell)).distinct().sorted().toList();
    List<Series> series = new ArrayList<>();
    int unknown = 0;
    for (int index = 0; index < models.size(); index++) {
      String model = models.get(index);
      List<Lines.Reading> readings =
          group.drawn().stream()
              .filter(cell -> cell.model().equals(model))
              .filter(cell -> Double.isFinite(value.apply(cell).value()))
              .sorted(Comparator.comparingInt(group::level))
              .map(cell -> reading(group, cell, value.apply(cell), figure.apply(cell)))
              .toList();
      Style style = Style.ofModel(model, unknown);
      unknown += style.equals(Style.ofModel("", unknown)) ? 1 : 0;
      series.add(Lines.of(Names.words(model), style, x, levels, index, models.size(), readings));
    }
    return series;
  }

  private static Lines.Reading reading(Group group, Cell cell, Estimate estimate, String figure) {
    return new Lines.Reading(
        group.level(cell),
        estimate,
        List.of(
            Names.words(cell.model()) + ", " + group.levelWords() + " " + group.level(cell),
            figure));
  }
}
