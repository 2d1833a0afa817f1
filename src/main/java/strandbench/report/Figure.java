package strandbench.report;

import java.util.List;

/**
 * One question with everything that answers it.
 *
 * @param chart what is drawn
 * @param table the same in figures
 * @param verdict the same in words
 * @param absent cells that are not drawn, each with its reason
 * @param topic what the answer on the first screen is about; null if it does not stand there
 * @param benchmarks whose figures these are: what a reader may look for
 */
record Figure(
    Chart chart,
    Table table,
    Verdict verdict,
    List<String> absent,
    String topic,
    List<String> benchmarks) {
  Figure {
    absent = List.copyOf(absent);
    benchmarks = List.copyOf(benchmarks);
  }

  /** A figure of benchmarks that a reader needn't find by name. */
  Figure(Chart chart, Table table, Verdict verdict, List<String> absent, String topic) {
    this(chart, table, verdict, absent, topic, List.of());
  }

  boolean hasAbsent() {
    return !absent.isEmpty();
  }

  /** With another table. */
  Figure with(Table other) {
    return new Figure(chart, other, verdict, absent, topic, benchmarks);
  }

  /** With the first rows of its table, and the first lines of what is not drawn. */
  Figure cutTo(int length) {
    return new Figure(
        chart, table.cutTo(length), verdict, Table.cut(absent, length), topic, benchmarks);
  }
}
