package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import strandbench.result.BenchmarkKey;
import strandbench.result.ExcludedCell;

/**
 * The cells of one benchmark that differ only in their model and in the level of one parameter: the
 * lines of one chart.
 *
 * @param params what is the same in all of them
 * @param levelName the parameter that runs along the x axis
 * @param cells in plan order
 * @param excluded combinations that would belong here and can't exist
 * @param beside cells of the overlay, if there is one, at the levels of this group
 */
record Group(
    SortedMap<String, String> params,
    String levelName,
    List<Cell> cells,
    List<ExcludedCell> excluded,
    List<Cell> beside) {

  static List<Group> of(Source source, String benchmark, String levelName) {
    Map<Work, List<Cell>> groups = new LinkedHashMap<>();
    source.cells().stream()
        .filter(cell -> cell.key().benchmark().equals(benchmark))
        .filter(cell -> hasLevel(cell, levelName))
        .forEach(
            cell ->
                groups
                    .computeIfAbsent(Work.of(cell.key(), levelName), any -> new ArrayList<>())
                    .add(cell));
    return groups.entrySet().stream()
        .map(
            group ->
                new Group(
                    group.getKey().params(),
                    levelName,
                    List.copyOf(group.getValue()),
                    source.excluded().stream()
                        .filter(cell -> cell.key().benchmark().equals(benchmark))
                        .filter(cell -> Work.of(cell.key(), levelName).equals(group.getKey()))
                        .toList(),
                    source.overlay().beside(group.getValue(), levelName)))
        .toList();
  }

  /** What must be equal for two cells to be compared. */
  private record Work(String mode, int threads, SortedMap<String, String> params) {
    static Work of(BenchmarkKey key, String levelName) {
      SortedMap<String, String> params = new TreeMap<>(key.params());
      params.keySet().removeAll(Set.of("model", levelName));
      return new Work(key.mode(), key.threads(), params);
    }
  }

  private static boolean hasLevel(Cell cell, String levelName) {
    return cell.key().param(levelName).matches("[1-9][0-9]{0,8}") && !cell.model().isEmpty();
  }

  int level(Cell cell) {
    return Integer.parseInt(cell.key().param(levelName));
  }

  String param(String name) {
    return params.getOrDefault(name, "");
  }

  /** What is the same in all cells: {@code kernel=XORSHIFT, tasks=200}. */
  String work() {
    return params.entrySet().stream()
        .map(param -> param.getKey() + "=" + param.getValue())
        .collect(Collectors.joining(", "));
  }

  /** Cells that may stand on the chart. */
  List<Cell> scoring() {
    return cells.stream().filter(Cell::scores).toList();
  }

  /** Cells that are drawn: the overlay's too, which no verdict takes in. */
  List<Cell> drawn() {
    return Stream.concat(scoring().stream(), beside.stream()).toList();
  }

  /** Cells that the table has: all, and the overlay's. */
  List<Cell> listed() {
    return Stream.concat(cells.stream(), beside.stream()).toList();
  }

  /** The same with only such cells of the overlay. */
  Group keepingBeside(Predicate<Cell> condition) {
    return new Group(
        params, levelName, cells, excluded, beside.stream().filter(condition).toList());
  }

  /** Models in plan order, then the overlay's. */
  List<String> models() {
    return listed().stream().map(Cell::model).distinct().toList();
  }

  /** What is not on the chart, each with its reason. */
  List<String> absent() {
    List<String> lines = new ArrayList<>();
    cells.stream()
        .filter(cell -> !cell.scores())
        .forEach(cell -> lines.add(name(cell.key()) + ": " + cell.ending()));
    Map<String, List<String>> levels = new LinkedHashMap<>();
    excluded.forEach(
        cell ->
            levels
                .computeIfAbsent(
                    cell.key().param("model") + ":" + cell.reason(), any -> new ArrayList<>())
                .add(cell.key().param(levelName)));
    excluded.forEach(
        cell -> {
          List<String> same = levels.remove(cell.key().param("model") + ":" + cell.reason());
          if (same != null) {
            lines.add(
                "%s, %s %s: never planned: %s"
                    .formatted(
                        Names.words(cell.key().param("model")),
                        levelWords(),
                        Names.list(same),
                        cell.reason()));
          }
        });
    return lines;
  }

  /** Models that can't be compared at a level, each with its reason. */
  List<String> absentAt(int level) {
    List<String> lines = new ArrayList<>();
    cells.stream()
        .filter(cell -> level(cell) == level && !cell.scores())
        .forEach(cell -> lines.add(Names.words(cell.model()) + " (" + cell.ending() + ")"));
    excluded.stream()
        .filter(cell -> cell.key().param(levelName).equals(Integer.toString(level)))
        .forEach(
            cell ->
                lines.add(
                    Names.words(cell.key().param("model"))
                        + " (never planned: "
                        + cell.reason()
                        + ")"));
    return lines;
  }

  private String name(BenchmarkKey key) {
    return Names.words(key.param("model")) + ", " + levelWords() + " " + key.param(levelName);
  }

  /** {@code in flight} for inFlight. */
  String levelWords() {
    return Names.camelWords(levelName);
  }
}
