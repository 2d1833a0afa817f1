package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import strandbench.report.Table.Entry;
import strandbench.result.Metric;

/**
 * What was measured beside the score, as columns of a table.
 *
 * @param names of the metrics that are shown
 * @param heads the same with their units
 * @param left names of those that aren't shown, because nobody reads so many columns
 */
record SecondaryColumns(List<String> names, List<String> heads, List<String> left) {
  static final SecondaryColumns NONE = new SecondaryColumns(List.of(), List.of(), List.of());

  private static final int MOST = 12;

  SecondaryColumns {
    names = List.copyOf(names);
    heads = List.copyOf(heads);
    left = List.copyOf(left);
  }

  static SecondaryColumns of(List<Cell> cells) {
    List<String> all = names(cells);
    List<String> shown = all.subList(0, Math.min(MOST, all.size()));
    return new SecondaryColumns(
        shown,
        shown.stream().map(name -> head(name, cells)).toList(),
        all.subList(shown.size(), all.size()));
  }

  /** Names of the secondary metrics: first what a benchmark counts, which may be its answer. */
  private static List<String> names(List<Cell> cells) {
    Map<String, Boolean> counters = new LinkedHashMap<>();
    cells.stream()
        .flatMap(cell -> cell.measured().stream())
        .flatMap(result -> result.secondary().entrySet().stream())
        .forEach(metric -> counters.putIfAbsent(metric.getKey(), isCounter(metric.getValue())));
    return counters.keySet().stream()
        .sorted(Comparator.comparing((String name) -> !counters.get(name)))
        .toList();
  }

  /** JMH's unit of what a benchmark counts. */
  private static boolean isCounter(Metric metric) {
    return metric.unit().equals("#");
  }

  /** The name with the unit, where all entries have the same. */
  private static String head(String name, List<Cell> cells) {
    List<String> units =
        cells.stream()
            .flatMap(cell -> cell.measured().stream())
            .flatMap(result -> result.secondary(name).stream())
            .filter(metric -> !isCounter(metric))
            .map(Metric::unit)
            .filter(unit -> !unit.isEmpty())
            .distinct()
            .toList();
    return units.isEmpty() ? name : name + " (" + String.join(" or ", units) + ")";
  }

  /** One per column. */
  List<Entry> entries(Cell cell) {
    return names.stream()
        .map(
            name ->
                cell.measured()
                    .flatMap(result -> result.secondary(name))
                    .map(Cell::estimate)
                    .map(Entry::estimate)
                    .orElse(Entry.text("–")))
        .toList();
  }

  /** What a reader must know of them. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!names.isEmpty()) {
      notes.add(
          "In the table beside the score: what else was measured, with 95% intervals over forks in"
              + " brackets.");
    }
    if (!left.isEmpty()) {
      notes.add("In the file, but not shown here: " + Names.list(left) + ".");
    }
    return notes;
  }
}
