package strandbench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import strandbench.result.BenchmarkKey;
import strandbench.stats.Estimate;

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

  /** The first rows only, and one that says how many more there are. */
  Table cutTo(int length) {
    if (rows.size() <= length) {
      return this;
    }
    List<Entry> last = new ArrayList<>(Collections.nCopies(columns.size(), Entry.text("…")));
    last.set(0, Entry.text("… and " + (rows.size() - length) + " more rows in index.html"));
    return new Table(
        caption,
        columns,
        Stream.concat(rows.stream().limit(length), Stream.of(new Row(last))).toList());
  }

  /** The same for a list of lines. */
  static List<String> cut(List<String> lines, int length) {
    return lines.size() <= length
        ? lines
        : Stream.concat(
                lines.stream().limit(length),
                Stream.of("… and " + (lines.size() - length) + " more in index.html"))
            .toList();
  }

  /**
   * The head of a column.
   *
   * @param text as shown
   * @param number whether numbers stand below it
   */
  record Head(String text, boolean number) {}

  /** The heads of the columns. */
  List<Head> heads() {
    return IntStream.range(0, columns.size())
        .mapToObj(
            column ->
                new Head(
                    columns.get(column),
                    rows.stream().anyMatch(row -> row.entries().get(column).value() != null)))
        .toList();
  }

  /**
   * A row.
   *
   * @param entries one per column; the first one names the row
   * @param cell whose figures it has; null where it is not those of one
   */
  record Row(List<Entry> entries, BenchmarkKey cell) {
    Row {
      entries = List.copyOf(entries);
    }

    /** A row that is not of one cell. */
    Row(List<Entry> entries) {
      this(entries, null);
    }
  }

  /** With one column more, at the right. */
  Table with(String column, Function<Row, Entry> entry) {
    return new Table(
        caption,
        Stream.concat(columns.stream(), Stream.of(column)).toList(),
        rows.stream()
            .map(
                row ->
                    new Row(
                        Stream.concat(row.entries().stream(), Stream.of(entry.apply(row))).toList(),
                        row.cell()))
            .toList());
  }

  /**
   * A link to a file beside the report.
   *
   * @param text as shown
   * @param href relative to the page
   */
  record Link(String text, String href) {}

  /**
   * One entry.
   *
   * @param text as shown
   * @param value the exact number, as JSON writes it; null for text
   * @param links shown in place of the text; empty for none
   */
  record Entry(String text, String value, List<Link> links) {
    Entry {
      links = List.copyOf(links);
    }

    Entry(String text, String value) {
      this(text, value, List.of());
    }

    static Entry text(String text) {
      return new Entry(text, null);
    }

    static Entry links(List<Link> links) {
      return new Entry(
          links.stream().map(Link::text).collect(Collectors.joining(", ")), null, links);
    }

    static Entry number(double value) {
      return new Entry(Numbers.figure(value), exact(value));
    }

    /** {@code 24.01 (23.9 to 24.1)}, without brackets where there is no interval. */
    static Entry estimate(Estimate estimate) {
      String interval = estimate.hasInterval() ? " (" + Numbers.interval(estimate) + ")" : "";
      return new Entry(Numbers.figure(estimate.value()) + interval, exact(estimate.value()));
    }

    static Entry count(int number) {
      return new Entry(Integer.toString(number), Integer.toString(number));
    }

    /** {@code 1,024}, {@code 0.5}. */
    static Entry level(double level) {
      return new Entry(Numbers.tick(level), exact(level));
    }

    static Entry percent(double share) {
      return new Entry(Numbers.percent(share), exact(share));
    }

    private static String exact(double value) {
      return Double.isFinite(value) ? Double.toString(value) : null;
    }
  }
}
