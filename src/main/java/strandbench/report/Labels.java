package strandbench.report;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What tells cells of any project apart: their method, their parameters and JMH's threads. */
final class Labels {
  static final String THREADS = "threads";

  /** What JMH's threads are called where a parameter has that name. */
  static final String JMH_THREADS = "threads (JMH)";

  private static final int LONGEST = 56;

  private Labels() {}

  /** Parameters and JMH's threads, by name. */
  static Map<String, String> facts(Cell cell) {
    Map<String, String> facts = new TreeMap<>(cell.key().params());
    facts.put(
        facts.containsKey(THREADS) ? JMH_THREADS : THREADS, Integer.toString(cell.key().threads()));
    return facts;
  }

  /** Names of what differs between some cells, or what only some of them have. */
  static SortedSet<String> varying(List<Cell> cells) {
    Map<String, Set<String>> values = new TreeMap<>();
    Map<String, Integer> having = new TreeMap<>();
    for (Cell cell : cells) {
      facts(cell)
          .forEach(
              (name, value) -> {
                values.computeIfAbsent(name, any -> new TreeSet<>()).add(value);
                having.merge(name, 1, Integer::sum);
              });
    }
    return values.entrySet().stream()
        .filter(fact -> fact.getValue().size() > 1 || having.get(fact.getKey()) < cells.size())
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** {@code method a=1, b=2}, with the facts that are named. */
  static String label(Cell cell, Set<String> named) {
    String facts = facts(cell, named);
    return facts.isEmpty() ? method(cell) : method(cell) + " " + facts;
  }

  /** {@code a=1, b=2}. */
  static String facts(Cell cell, Set<String> named) {
    return facts(cell).entrySet().stream()
        .filter(fact -> named.contains(fact.getKey()))
        .map(fact -> fact.getKey() + "=" + fact.getValue())
        .collect(Collectors.joining(", "));
  }

  static String method(Cell cell) {
    String benchmark = cell.key().benchmark();
    return benchmark.substring(benchmark.lastIndexOf('.') + 1);
  }

  /** What is the same in all cells: their facts but those that vary. */
  static String common(List<Cell> cells, Set<String> varying) {
    Set<String> same = new TreeSet<>(facts(cells.getFirst()).keySet());
    same.removeAll(varying);
    return facts(cells.getFirst(), same);
  }

  /** As long as a chart has room for. */
  static String shortened(String label) {
    return label.length() <= LONGEST ? label : label.substring(0, LONGEST - 1) + "…";
  }
}
