package strandbench.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import strandbench.result.BenchmarkKey;
import strandbench.result.ExcludedCell;
import strandbench.result.UnusableInputException;

/** Works a plan out into cells. */
public final class CellPlanner {
  private final BenchmarkCatalog catalog;
  private final ParameterLevels levels;
  private final int cores;

  /**
   * Creates a planner.
   *
   * @param catalog the benchmarks that there are
   * @param cores the processors that the process may use
   */
  public CellPlanner(BenchmarkCatalog catalog, int cores) {
    this.catalog = catalog;
    this.levels = new ParameterLevels(cores);
    this.cores = cores;
  }

  /**
   * Works out a plan.
   *
   * @throws UnusableInputException if the plan or the selection names a benchmark, a parameter or a
   *     value that there is not, or nothing is left to measure
   */
  public CellPlan plan(Plan plan, Selection selection) {
    List<Plan.Entry> entries = select(plan, selection);
    Map<BenchmarkKey, Cell> cells = new LinkedHashMap<>();
    List<ExcludedCell> excluded = new ArrayList<>();
    for (Plan.Entry entry : entries) {
      for (BenchmarkInfo benchmark : find(plan, entry)) {
        for (BenchmarkKey key : keys(benchmark, entry.params())) {
          Optional<String> refusal = benchmark.refusal(key.params(), cores);
          refusal.ifPresent(reason -> excluded.add(new ExcludedCell(key, reason)));
          if (refusal.isEmpty()) {
            cells.merge(key, new Cell(key, entry), CellPlanner::warmedUpLonger);
          }
        }
      }
    }
    if (cells.isEmpty()) {
      throw new UnusableInputException(
          "plan "
              + plan.name()
              + ": nothing to measure: every combination is one that can't exist");
    }
    return new CellPlan(plan.withBenchmarks(entries), List.copyOf(cells.values()), excluded);
  }

  /** Values of the command line may make the same cell of two entries: what is safe for both. */
  private static Cell warmedUpLonger(Cell one, Cell other) {
    return other.entry().warmup().seconds() > one.entry().warmup().seconds() ? other : one;
  }

  /** The entries that the selection leaves, one per benchmark method, with literal values. */
  private List<Plan.Entry> select(Plan plan, Selection selection) {
    List<Plan.Entry> selected = new ArrayList<>();
    Map<Plan.Entry, BenchmarkInfo> companions = new HashMap<>();
    List<Plan.Entry> all = new ArrayList<>();
    Set<String> unusedParams = new LinkedHashSet<>(selection.params().keySet());
    for (Plan.Entry entry : plan.benchmarks()) {
      for (BenchmarkInfo benchmark : find(plan, entry)) {
        Plan.Entry literal = literal(plan, entry, benchmark, selection, unusedParams);
        all.add(literal);
        if (selection.includes(benchmark)) {
          selected.add(literal);
        } else if (entry.companionOf() != null) {
          companions.put(literal, benchmark);
        }
      }
    }
    if (selected.isEmpty()) {
      throw new UnusableInputException(
          "--include "
              + selection.includes()
              + ": no benchmark of plan "
              + plan.name()
              + " matches");
    }
    if (!unusedParams.isEmpty()) {
      throw new UnusableInputException(
          "-p "
              + unusedParams.iterator().next()
              + ": no benchmark of plan "
              + plan.name()
              + " has that parameter");
    }
    Set<String> selectedParams = new LinkedHashSet<>();
    selected.forEach(entry -> selectedParams.addAll(entry.params().keySet()));
    return all.stream()
        .filter(
            entry ->
                selected.contains(entry)
                    || (companions.containsKey(entry)
                        && selectedParams.contains(entry.companionOf())))
        .toList();
  }

  private Plan.Entry literal(
      Plan plan,
      Plan.Entry entry,
      BenchmarkInfo benchmark,
      Selection selection,
      Set<String> unusedParams) {
    Map<String, List<String>> values = new TreeMap<>();
    benchmark
        .paramsWith(entry.params())
        .forEach(
            (name, levelsOf) -> {
              if (!benchmark.params().containsKey(name)) {
                throw new UnusableInputException(
                    "plan "
                        + plan.name()
                        + ": "
                        + benchmark.shortName()
                        + " has no parameter "
                        + name);
              }
              boolean own = name.equals(entry.companionOf()) && !selection.names(benchmark);
              boolean replaced = !own && selection.params().containsKey(name);
              if (replaced) {
                unusedParams.remove(name);
              }
              values.put(name, levels.expand(replaced ? selection.params().get(name) : levelsOf));
            });
    values.forEach(
        (name, literals) ->
            literals.forEach(
                value ->
                    benchmark
                        .refusal(name, value)
                        .ifPresent(
                            reason -> {
                              throw new UnusableInputException(
                                  "plan "
                                      + plan.name()
                                      + ": "
                                      + benchmark.shortName()
                                      + ": "
                                      + reason);
                            })));
    return new Plan.Entry(
        benchmark.shortName(),
        entry.companionOf(),
        values,
        entry.warmup(),
        entry.measurement(),
        entry.expectedSeconds());
  }

  private List<BenchmarkInfo> find(Plan plan, Plan.Entry entry) {
    List<BenchmarkInfo> found = catalog.called(entry.benchmark());
    if (found.isEmpty()) {
      throw new UnusableInputException(
          "plan " + plan.name() + ": unknown benchmark " + entry.benchmark());
    }
    return found;
  }

  /** Every combination of values, the last parameter varying fastest. */
  private static List<BenchmarkKey> keys(
      BenchmarkInfo benchmark, Map<String, List<String>> values) {
    List<SortedMap<String, String>> combinations = List.of(new TreeMap<>());
    for (Map.Entry<String, List<String>> param : new TreeMap<>(values).entrySet()) {
      combinations =
          combinations.stream()
              .flatMap(
                  combination ->
                      param.getValue().stream()
                          .map(value -> with(combination, param.getKey(), value)))
              .toList();
    }
    return combinations.stream()
        .map(
            combination ->
                new BenchmarkKey(
                    benchmark.name(), benchmark.mode(), benchmark.threads(), combination))
        .toList();
  }

  private static SortedMap<String, String> with(
      SortedMap<String, String> combination, String name, String value) {
    SortedMap<String, String> extended = new TreeMap<>(combination);
    extended.put(name, value);
    return extended;
  }
}
