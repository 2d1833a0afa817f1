package strandbench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Entries of one kind that differ in the level of a number, as of threads or of a size: the lines
 * of one chart.
 *
 * @param lines no more than can be told apart
 * @param part {@code (1 of 2)}, where not all lines stand on one chart; else empty
 */
record LevelGroup(Level level, List<LevelLine> lines, String part) {
  /** Two levels are compared; from three on there is a line to look at. */
  static final int FEWEST_LEVELS = 3;

  /** Nobody follows a line over more; and what has so many values is hardly a level. */
  static final int MOST_LEVELS = 64;

  /** More bands than these hide one another. */
  static final int MOST_BANDS = 4;

  LevelGroup {
    lines = List.copyOf(lines);
  }

  /**
   * What was found among some cells.
   *
   * @param groups those that form lines
   * @param rest the others
   */
  record Found(List<LevelGroup> groups, List<Cell> rest) {}

  /** Finds lines of three levels or more among the cells of one kind. */
  static Found in(List<Cell> cells) {
    Map<String, List<SortedMap<Double, Cell>>> byLevel = new LinkedHashMap<>();
    benchmarks(cells)
        .forEach(
            benchmark ->
                levelNames(benchmark).stream()
                    .map(name -> Map.entry(name, ladders(benchmark, name)))
                    .filter(found -> !found.getValue().isEmpty())
                    .findFirst()
                    .ifPresent(
                        found ->
                            byLevel
                                .computeIfAbsent(found.getKey(), any -> new ArrayList<>())
                                .addAll(found.getValue())));
    List<LevelGroup> groups = new ArrayList<>();
    Set<Cell> placed = Collections.newSetFromMap(new IdentityHashMap<>());
    byLevel.forEach(
        (name, ladders) -> {
          groups.addAll(parts(Level.of(name), ladders));
          ladders.forEach(ladder -> placed.addAll(ladder.values()));
        });
    return new Found(
        List.copyOf(groups), cells.stream().filter(cell -> !placed.contains(cell)).toList());
  }

  private static Collection<List<Cell>> benchmarks(List<Cell> cells) {
    return cells.stream()
        .collect(
            Collectors.groupingBy(
                cell -> cell.key().benchmark(), LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  /** What may be a level: numbers, those first that say how many run at once. */
  private static List<String> levelNames(List<Cell> cells) {
    Map<String, Set<String>> values = new TreeMap<>();
    cells.forEach(
        cell ->
            Labels.facts(cell)
                .forEach(
                    (name, value) ->
                        values.computeIfAbsent(name, any -> new HashSet<>()).add(value)));
    return values.entrySet().stream()
        .filter(fact -> fact.getValue().size() >= FEWEST_LEVELS)
        .filter(fact -> fact.getValue().stream().allMatch(Dimension::isNumber))
        .sorted(
            Comparator.comparing(
                    (Map.Entry<String, Set<String>> fact) ->
                        !Level.of(fact.getKey()).isConcurrency())
                .thenComparing(fact -> -fact.getValue().size()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Cells that differ in nothing but the level, by level, where they make a line. */
  private static List<SortedMap<Double, Cell>> ladders(List<Cell> cells, String level) {
    Map<Map<String, String>, List<Cell>> alike = new LinkedHashMap<>();
    for (Cell cell : cells) {
      Map<String, String> facts = Labels.facts(cell);
      if (facts.remove(level) != null) {
        alike.computeIfAbsent(facts, any -> new ArrayList<>()).add(cell);
      }
    }
    return alike.values().stream().flatMap(some -> ladder(some, level).stream()).toList();
  }

  /** Empty where levels are too few or too many, or two cells have the same. */
  private static Optional<SortedMap<Double, Cell>> ladder(List<Cell> cells, String level) {
    SortedMap<Double, Cell> ladder = new TreeMap<>();
    cells.forEach(cell -> ladder.put(Double.parseDouble(Labels.facts(cell).get(level)), cell));
    return ladder.size() == cells.size()
            && ladder.size() <= MOST_LEVELS
            && ladder.values().stream().filter(Cell::scores).count() >= FEWEST_LEVELS
        ? Optional.of(ladder)
        : Optional.empty();
  }

  private static List<LevelGroup> parts(Level level, List<SortedMap<Double, Cell>> ladders) {
    List<String> names = names(ladders, level);
    boolean bands = ladders.stream().anyMatch(ladder -> isScaling(level, ladder));
    int most = bands ? MOST_BANDS : Style.DISTINCT;
    int parts = (ladders.size() + most - 1) / most;
    List<LevelGroup> groups = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = part * most;
      int to = Math.min(ladders.size(), from + most);
      Map<String, Style> styles = Style.ofValues(names.subList(from, to));
      groups.add(
          new LevelGroup(
              level,
              IntStream.range(from, to)
                  .mapToObj(
                      i -> new LevelLine(names.get(i), styles.get(names.get(i)), ladders.get(i)))
                  .toList(),
              parts == 1 ? "" : " (%d of %d)".formatted(part + 1, parts)));
    }
    return groups;
  }

  /** Whether a scaling law may be asked: throughput of so many at once. */
  static boolean isScaling(Level level, SortedMap<Double, Cell> ladder) {
    return level.isConcurrency()
        && ladder.keySet().stream().allMatch(n -> n >= 1 && n == Math.rint(n))
        && ladder.values().stream().allMatch(cell -> cell.key().mode().equals("thrpt"));
  }

  /** What tells each from the others, as short as may be; a model by its own name. */
  private static List<String> names(List<SortedMap<Double, Cell>> ladders, Level level) {
    List<Cell> first = ladders.stream().map(ladder -> ladder.get(ladder.firstKey())).toList();
    Set<String> varying = new TreeSet<>(Labels.varying(first));
    varying.remove(level.name());
    boolean oneMethod = first.stream().map(Labels::method).distinct().count() == 1;
    List<String> names =
        first.stream()
            .map(
                cell ->
                    oneMethod && varying.equals(Set.of("model"))
                        ? Names.words(cell.model())
                        : oneMethod && !varying.isEmpty()
                            ? Labels.facts(cell, varying)
                            : Labels.label(cell, varying))
            .map(Labels::shortened)
            .toList();
    return names.stream().distinct().count() == names.size()
        ? names
        : IntStream.range(0, names.size()).mapToObj(i -> (i + 1) + "  " + names.get(i)).toList();
  }
}
