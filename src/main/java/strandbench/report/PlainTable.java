package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import strandbench.report.Table.Entry;
import strandbench.result.Metric;
import strandbench.stats.Estimate;

/**
 * The figures of entries that share a unit: score, interval, and what was measured beside it.
 *
 * @param table one row per entry
 * @param notes what a reader must know so as not to misread it
 */
record PlainTable(Table table, List<String> notes) {
  /** More columns than these nobody reads. */
  private static final int METRICS = 12;

  static PlainTable of(String caption, String quantity, List<Cell> cells, Set<String> varying) {
    List<String> names = names(cells);
    List<String> shown = names.subList(0, Math.min(METRICS, names.size()));
    List<String> notes = new ArrayList<>();
    if (cells.stream().anyMatch(cell -> cell.withinOneFork().hasInterval())) {
      notes.add(
          "An interval within one fork is over that fork's iterations, which aren't independent:"
              + " it means little, and says nothing of what the next fork would give.");
    }
    if (!shown.isEmpty()) {
      notes.add(
          "In the table beside the score: what else was measured, with 95% intervals over forks in"
              + " brackets.");
    }
    if (shown.size() < names.size()) {
      notes.add(
          "In the file, but not shown here: "
              + Names.list(names.subList(shown.size(), names.size()))
              + ".");
    }
    return new PlainTable(table(caption, quantity, cells, varying, shown), notes);
  }

  PlainTable cutTo(int length) {
    return new PlainTable(table.cutTo(length), notes);
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

  private static Table table(
      String caption, String quantity, List<Cell> cells, Set<String> varying, List<String> shown) {
    List<String> columns =
        new ArrayList<>(
            List.of("Row", Names.capitalized(quantity), "95% interval", "Forks", "State"));
    shown.forEach(name -> columns.add(head(name, cells)));
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      Estimate estimate = cell.estimate();
      List<Entry> entries =
          new ArrayList<>(
              List.of(
                  Entry.text((rows.size() + 1) + "  " + PlainFigures.label(cell, varying)),
                  cell.scores() ? Entry.number(estimate.value()) : Entry.text("–"),
                  Entry.text(cell.scores() ? cell.interval() : "–"),
                  estimate.forks() == 0 ? Entry.text("–") : Entry.count(estimate.forks()),
                  Entry.text(cell.ending())));
      shown.forEach(name -> entries.add(entry(cell, name)));
      rows.add(new Table.Row(entries, cell.key()));
    }
    return new Table(caption, columns, rows);
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

  private static Entry entry(Cell cell, String name) {
    return cell.measured()
        .flatMap(result -> result.secondary(name))
        .map(Cell::estimate)
        .map(Entry::estimate)
        .orElse(Entry.text("–"));
  }
}
