package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import strandbench.result.BenchmarkKey;
import strandbench.result.Machine;
import strandbench.result.Result;
import strandbench.result.RunRecord;

/**
 * Several results side by side: two are compared, of three or more the history is drawn.
 *
 * @param sources in the order of their chapters
 * @param order the same by time where all tell theirs, else as given
 * @param byTime whether they are ordered by time
 */
record Across(List<Source> sources, List<Source> order, boolean byTime) {

  static Across of(List<Source> sources) {
    boolean known = sources.stream().allMatch(source -> source.result().run().isPresent());
    List<Source> order =
        known
            ? sources.stream()
                .sorted(
                    Comparator.comparing(
                        source -> source.result().run().map(RunRecord::started).orElseThrow()))
                .toList()
            : sources;
    return new Across(List.copyOf(sources), order, known);
  }

  /** The first chapter of a report on several results. */
  Chapter chapter() {
    List<String> absent = new ArrayList<>();
    Map<BenchmarkKey, List<Optional<Cell>>> rows = rows(absent);
    List<Figure> figures = new ArrayList<>();
    List<PlainTable> undrawn = new ArrayList<>();
    if (!rows.isEmpty() && order.size() == 2) {
      figure(rows, absent).ifPresent(figures::add);
    } else if (!rows.isEmpty()) {
      History history = new History(names(), byTime, rows, absent);
      figures.addAll(history.figures());
      undrawn.addAll(history.undrawn());
    }
    return new Chapter(
        "across",
        "Side by side",
        machines().size() > 1
            ? "Measured on different machines: the ratios are of machines as much as of code."
            : null,
        Chapter.Answer.of(figures),
        facts(),
        figures,
        Behind.NOTHING,
        undrawn,
        List.of(),
        order.stream()
            .flatMap(source -> source.cells().stream())
            .map(Cell::model)
            .filter(model -> !model.isEmpty())
            .distinct()
            .toList(),
        new Trust(
            statements(figures.isEmpty()),
            new Table("", List.of(), List.of()),
            figures.isEmpty() ? absent : List.of(),
            List.of()),
        List.of(),
        null);
  }

  private Optional<Figure> figure(
      Map<BenchmarkKey, List<Optional<Cell>>> rows, List<String> absent) {
    List<Change> changes = new ArrayList<>();
    rows.forEach(
        (key, cells) -> {
          Cell before = cells.getFirst().orElseThrow();
          Cell after = cells.getLast().orElseThrow();
          Change.of(before, after).ifPresent(changes::add);
          Change.obstacle(before, after)
              .ifPresent(reason -> absent.add(Change.name(key) + ": " + reason));
        });
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    List<Cell> all =
        changes.stream().flatMap(change -> Stream.of(change.before(), change.after())).toList();
    return Optional.of(
        new Changes(names().getFirst(), names().getLast(), Change.corrected(changes), absent)
            .figure("across", stamp(all)));
  }

  /** What two of the results or more have a figure of; the rest is named. */
  private Map<BenchmarkKey, List<Optional<Cell>>> rows(List<String> absent) {
    List<Map<BenchmarkKey, List<Cell>>> byKey =
        order.stream()
            .<Map<BenchmarkKey, List<Cell>>>map(
                source ->
                    source.cells().stream()
                        .filter(cell -> !Trust.isControl(cell))
                        .collect(
                            Collectors.groupingBy(
                                Cell::key, LinkedHashMap::new, Collectors.toList())))
            .toList();
    Set<BenchmarkKey> keys = new LinkedHashSet<>();
    byKey.forEach(cells -> keys.addAll(cells.keySet()));
    Map<BenchmarkKey, List<Optional<Cell>>> rows = new LinkedHashMap<>();
    for (BenchmarkKey key : keys) {
      List<Optional<Cell>> cells = new ArrayList<>();
      List<String> reasons = new ArrayList<>();
      for (int i = 0; i < order.size(); i++) {
        List<Cell> same = byKey.get(i).getOrDefault(key, List.of());
        Optional<Cell> only =
            same.size() == 1 ? Optional.of(same.getFirst()).filter(Cell::scores) : Optional.empty();
        cells.add(only);
        if (only.isEmpty()) {
          reasons.add(
              names().get(i)
                  + (same.isEmpty()
                      ? " doesn't have it"
                      : same.size() > 1
                          ? " has it " + same.size() + " times"
                          : ": " + same.getFirst().ending()));
        }
      }
      if (cells.stream().filter(Optional::isPresent).count() >= 2) {
        rows.put(key, cells);
      }
      if (!reasons.isEmpty()) {
        absent.add(Change.name(key) + ": " + String.join("; ", reasons));
      }
    }
    return rows;
  }

  /** The results' names in order, told apart by a number where two are the same. */
  private List<String> names() {
    List<String> names = order.stream().map(source -> source.result().name()).toList();
    return IntStream.range(0, names.size())
        .mapToObj(
            i ->
                names.stream().filter(names.get(i)::equals).count() == 1
                    ? names.get(i)
                    : names.get(i) + " (" + (i + 1) + ")")
        .toList();
  }

  private String stamp(List<Cell> cells) {
    int fewest = cells.stream().mapToInt(cell -> cell.forks().length).min().orElse(0);
    int most = cells.stream().mapToInt(cell -> cell.forks().length).max().orElse(0);
    return String.join(" · ", names())
        + " · "
        + (fewest == most ? "" : fewest + " to ")
        + Numbers.count(most, "fork")
        + " a figure"
        + (machines().size() == 1 ? " · " + machines().iterator().next() : "");
  }

  /** What is known of where the results were measured: machines of runs, JVMs of JMH files. */
  private Set<String> machines() {
    return order.stream()
        .flatMap(source -> source.result().run().map(RunRecord::machine).stream())
        .map(Machine::summary)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String where(Result result) {
    return result
        .run()
        .map(run -> run.machine().summary() + ", started " + run.started())
        .orElse(
            "machine unknown"
                + (result.jvms().isEmpty() ? "" : "; " + String.join("; ", result.jvms())));
  }

  private List<Chapter.Fact> facts() {
    return IntStream.range(0, order.size())
        .mapToObj(i -> new Chapter.Fact(names().get(i), where(order.get(i).result())))
        .toList();
  }

  private List<Trust.Statement> statements(boolean nothing) {
    List<Trust.Statement> statements = new ArrayList<>();
    if (nothing) {
      statements.add(
          new Trust.Statement(
              false,
              "nothing to compare",
              "No benchmark has a figure in two of the results: a comparison needs the same"
                  + " benchmark, mode, threads and parameters."));
    }
    long unknown = order.stream().filter(source -> source.result().run().isEmpty()).count();
    if (unknown > 0) {
      statements.add(
          new Trust.Statement(
              false,
              Numbers.count(Math.toIntExact(unknown), "machine") + " unknown",
              "Of %d of the %d results it is unknown on which machine they were measured."
                  .formatted(unknown, order.size())));
    }
    if (machines().size() > 1) {
      statements.add(
          new Trust.Statement(
              false,
              "different machines",
              "The machines differ: " + Names.list(List.copyOf(machines())) + "."));
    } else if (unknown == 0) {
      statements.add(
          new Trust.Statement(
              true, "one machine", "All were measured on one machine: " + machines() + "."));
    }
    Set<String> jvms =
        order.stream()
            .flatMap(source -> source.result().jvms().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (jvms.size() > 1) {
      statements.add(
          new Trust.Statement(
              false,
              "different JVMs",
              "The JVMs or versions of JMH differ: " + Names.list(List.copyOf(jvms)) + "."));
    }
    return statements;
  }
}
