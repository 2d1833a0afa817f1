package strandbench.report;

import java.util.List;

/**
 * The figures of a chart, as text.
 *
 * @param caption what it holds
 * @param columns the heads
 * @param rows each with as many entries as there are columns
 */
record Table(String caption, List<String> columns, List<Row> rows) {
  Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * A row.
   *
   * @param entries one per column; the first one names the row
   */
  record Row(List<Entry> entries) {
    Row {
      entries = List.copyOf(entries);
    }
  }

  /**
   * One entry.
   *
   * @param text as shown
   * @param value the exact number, as JSON writes it; null for text
   */
  record Entry(String text, String value) {
    static Entry text(String text) {
      return new Entry(text, null);
    }

    static Entry number(double value) {
      return new Entry(Numbers.figure(value), exact(value));
    }

    static Entry count(int number) {
      return new Entry(Integer.toString(number), Integer.toString(number));
    }

    static Entry percent(double share) {
      return new Entry(Numbers.percent(share), exact(share));
    }

    private static String exact(double value) {
      return Double.isFinite(value) ? Double.toString(value) : null;
    }
  }
}
