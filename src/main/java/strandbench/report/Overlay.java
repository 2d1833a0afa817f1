package strandbench.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellState;
import strandbench.result.Result;

/**
 * A result that is laid beside another's in its charts: models that the other hasn't, on the same
 * work. It was measured by other means and at another time, so that no verdict takes it in.
 *
 * @param name of the file
 * @param runtimes what measured it, as far as the file says
 * @param cells what was measured
 */
record Overlay(String name, List<String> runtimes, List<Cell> cells) {
  static final Overlay NONE = new Overlay("", List.of(), List.of());

  /** How the work is cut follows what a loop costs: to equal times, not to equal iterations. */
  private static final Set<String> OWN_CUT = Set.of("iterationsPerTask");

  static Overlay of(Result result) {
    return new Overlay(
        result.name(),
        result.jvms(),
        result.cells().stream()
            .map(cell -> new Cell(cell.key(), Optional.of(cell), CellState.MEASURED, null, null))
            .toList());
  }

  /**
   * The cells that belong on the chart of some others.
   *
   * @param others cells of one benchmark that differ in their model and one level only
   * @param levelName the parameter whose values must be among the others' levels
   */
  List<Cell> beside(List<Cell> others, String levelName) {
    Set<String> levels =
        others.stream().map(cell -> cell.key().param(levelName)).collect(Collectors.toSet());
    Set<String> models = others.stream().map(Cell::model).collect(Collectors.toSet());
    BenchmarkKey work = work(others.getFirst().key(), levelName);
    return cells.stream()
        .filter(Cell::scores)
        .filter(cell -> work(cell.key(), levelName).equals(work))
        .filter(cell -> levels.contains(cell.key().param(levelName)))
        .filter(cell -> !cell.model().isEmpty() && !models.contains(cell.model()))
        .toList();
  }

  /** What must be equal for two cells to stand on one chart. */
  private static BenchmarkKey work(BenchmarkKey key, String levelName) {
    SortedMap<String, String> params = new TreeMap<>(key.params());
    params.remove("model");
    params.remove(levelName);
    params.keySet().removeAll(OWN_CUT);
    return new BenchmarkKey(key.benchmark(), key.mode(), key.threads(), params);
  }

  /** What a chart must say of the series that come from here. */
  String note(List<Cell> beside) {
    return Names.capitalized(
            Names.list(beside.stream().map(cell -> Names.words(cell.model())).distinct().toList()))
        + ": from "
        + name
        + (runtimes.isEmpty() ? "" : " (" + String.join("; ", runtimes) + ")")
        + ", measured apart from this run and not in its rounds; no verdict takes them in.";
  }
}
