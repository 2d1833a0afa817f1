package strandbench.gate.characteristics;

import java.util.ArrayList;
import java.util.List;

/**
 * What was found, for Markdown and JSON alike.
 *
 * @param title a heading
 * @param note what was done, in a sentence or more
 * @param columns one name per column
 * @param rows a cell is a {@link Share}, a {@link Double}, or text
 */
public record Table(String title, String note, List<String> columns, List<List<Object>> rows) {
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(title + ": a row of " + row.size() + " cells");
      }
    }
  }

  /** Rows as they are found. */
  static final class Builder {
    private final String title;
    private final String note;
    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    Builder(String title, String note, String... columns) {
      this.title = title;
      this.note = note;
      this.columns = List.of(columns);
    }

    Builder row(Object... cells) {
      rows.add(List.of(cells));
      return this;
    }

    Table build() {
      return new Table(title, note, columns, rows);
    }
  }
}
