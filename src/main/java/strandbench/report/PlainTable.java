package strandbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import strandbench.report.Table.Entry;
import strandbench.stats.Estimate;

/**
 * The figures of entries that share a unit: score, interval, and what was measured beside it.
 *
 * @param table one row per entry
 * @param notes what a reader must know so as not to misread it
 */
record PlainTable(Table table, List<String> notes) {

  static PlainTable of(String caption, String quantity, List<Cell> cells, Set<String> varying) {
    SecondaryColumns secondary = SecondaryColumns.of(cells);
    return new PlainTable(
        table(caption, quantity, cells, varying, secondary), notes(cells, secondary));
  }

  PlainTable cutTo(int length) {
    return new PlainTable(table.cutTo(length), notes);
  }

  /** What a reader must know of any table of scores. */
  static List<String> notes(List<Cell> cells, SecondaryColumns secondary) {
    List<String> notes = new ArrayList<>();
    if (cells.stream()
        .flatMap(cell -> cell.measured().stream())
        .anyMatch(result -> Cell.withinOneFork(result.primary()).hasInterval())) {
      notes.add(
          "An interval within one fork is over that fork's iterations, which aren't independent:"
              + " it means little, and says nothing of what the next fork would give.");
    }
    notes.addAll(secondary.notes());
    return notes;
  }

  private static Table table(
      String caption,
      String quantity,
      List<Cell> cells,
      Set<String> varying,
      SecondaryColumns secondary) {
    List<String> columns =
        new ArrayList<>(
            List.of("Row", Names.capitalized(quantity), "95% interval", "Forks", "State"));
    columns.addAll(secondary.heads());
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      Estimate estimate = cell.estimate();
      List<Entry> entries =
          new ArrayList<>(
              List.of(
                  Entry.text((rows.size() + 1) + "  " + Labels.label(cell, varying)),
                  cell.scores() ? Entry.number(estimate.value()) : Entry.text("–"),
                  Entry.text(cell.scores() ? cell.interval() : "–"),
                  estimate.forks() == 0 ? Entry.text("–") : Entry.count(estimate.forks()),
                  Entry.text(cell.ending())));
      entries.addAll(secondary.entries(cell));
      rows.add(new Table.Row(entries, cell.key()));
    }
    return new Table(caption, columns, rows);
  }
}
