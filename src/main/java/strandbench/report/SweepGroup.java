package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import strandbench.result.BenchmarkKey;
import strandbench.result.ExcludedCell;

/**
 * The cells of a sweep that differ in its two dimensions and in nothing else: those that may be
 * compared.
 *
 * @param work what is the same in all of them
 * @param cells in plan order
 * @param excluded combinations that would belong here and can't exist
 */
record SweepGroup(Sweep sweep, Work work, List<Cell> cells, List<ExcludedCell> excluded) {

  /**
   * What must be equal for two cells to be compared.
   *
   * @param benchmark empty where that is a dimension
   */
  record Work(String benchmark, String mode, int threads, SortedMap<String, String> params) {
    static Work of(Sweep sweep, BenchmarkKey key) {
      boolean anyBenchmark =
          Stream.of(sweep.level(), sweep.series())
              .anyMatch(dimension -> dimension.params().isEmpty() && !dimension.isNone());
      SortedMap<String, String> params = new TreeMap<>(key.params());
      params.keySet().removeAll(sweep.level().params());
      params.keySet().removeAll(sweep.series().params());
      return new Work(anyBenchmark ? "" : key.benchmark(), key.mode(), key.threads(), params);
    }

    /** {@code capacity=64, threads=1}. */
    String words() {
      return Stream.concat(
              params.entrySet().stream().map(param -> param.getKey() + "=" + param.getValue()),
              threads == 1 ? Stream.of() : Stream.of("threads=" + threads))
          .collect(Collectors.joining(", "));
    }
  }

  /** Groups with a point to draw, in plan order. */
  static List<SweepGroup> of(Source source, Sweep sweep) {
    Map<Work, List<Cell>> groups = new LinkedHashMap<>();
    source.cells().stream()
        .filter(cell -> sweep.has(cell.key()))
        .forEach(
            cell ->
                groups
                    .computeIfAbsent(Work.of(sweep, cell.key()), any -> new ArrayList<>())
                    .add(cell));
    return groups.entrySet().stream()
        .map(
            group ->
                new SweepGroup(
                    sweep,
                    group.getKey(),
                    List.copyOf(group.getValue()),
                    source.excluded().stream()
                        .filter(cell -> sweep.has(cell.key()))
                        .filter(cell -> Work.of(sweep, cell.key()).equals(group.getKey()))
                        .toList()))
        .filter(group -> group.cells().stream().anyMatch(sweep.panels().getFirst()::isOf))
        .toList();
  }

  List<String> levels() {
    return sweep.level().values(keys());
  }

  /** From the lowest level to the highest, so close that a curve looks like one. */
  List<Double> steps() {
    double low = Double.parseDouble(levels().getFirst());
    double high = Double.parseDouble(levels().getLast());
    return IntStream.rangeClosed(0, 60)
        .mapToObj(i -> low * Math.pow(high / low, i / 60.0))
        .toList();
  }

  List<String> seriesValues() {
    return sweep.series().values(keys());
  }

  private List<BenchmarkKey> keys() {
    return cells.stream().map(Cell::key).toList();
  }

  /** The cell of a series at a level that has a figure of a measure. */
  Optional<Cell> cell(String series, String level, Measure measure) {
    return cells.stream()
        .filter(cell -> sweep.seriesOf(cell.key()).equals(series))
        .filter(cell -> sweep.levelOf(cell.key()).equals(level))
        .filter(measure::isOf)
        .findFirst();
  }

  boolean isFloor(BenchmarkKey key) {
    return sweep.floors().containsKey(sweep.levelOf(key));
  }

  /** {@code virtual threads, connections 512}. */
  String name(BenchmarkKey key) {
    String level = sweep.levelOf(key);
    String levelName =
        (Dimension.isNumber(level) ? sweep.level().name() + " " : "") + Dimension.label(level);
    return sweep.series().isNone()
        ? levelName
        : Dimension.label(sweep.seriesOf(key)) + ", " + levelName;
  }

  /** What was to be measured, but has no valid figure. */
  List<String> unmeasured() {
    return cells.stream().filter(cell -> !cell.scores()).map(cell -> name(cell.key())).toList();
  }

  /** What is not on a panel's chart, each with its reason. */
  List<String> absent(Sweep.Panel panel) {
    List<String> lines = new ArrayList<>();
    for (Cell cell : cells) {
      String reason = whyNot(cell, panel);
      if (!reason.isEmpty()) {
        lines.add(name(cell.key()) + ": " + reason);
      }
    }
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    excluded.forEach(
        cell ->
            byReason
                .computeIfAbsent(cell.reason(), any -> new ArrayList<>())
                .add(name(cell.key())));
    byReason.forEach(
        (reason, names) -> lines.add(String.join("; ", names) + ": never planned: " + reason));
    return lines;
  }

  /** Why a cell has no figure on a panel; empty where it has one. */
  private static String whyNot(Cell cell, Sweep.Panel panel) {
    if (!cell.scores()) {
      return cell.ending();
    }
    List<String> missing =
        panel.measures().stream().filter(m -> !m.isOf(cell)).map(Measure::name).toList();
    return missing.isEmpty() ? "" : "no figure for " + Names.list(missing);
  }

  /**
   * What can't be compared of one series or at one level, each with its reason.
   *
   * @param along the dimension that the comparison runs along
   * @param across the other one
   * @param at where on it
   */
  List<String> notComparable(Sweep.Panel panel, Dimension along, Dimension across, String at) {
    List<String> lines = new ArrayList<>();
    for (Cell cell : cells) {
      if (across.of().apply(cell.key()).equals(at)
          && (isFloor(cell.key()) || !panel.first().isOf(cell))) {
        String why =
            panel.first().isOf(cell)
                ? sweep.floors().get(sweep.levelOf(cell.key()))
                : whyNot(cell, panel);
        lines.add(Dimension.label(along.of().apply(cell.key())) + " (" + why + ")");
      }
    }
    for (ExcludedCell cell : excluded) {
      if (across.of().apply(cell.key()).equals(at)) {
        lines.add(
            Dimension.label(along.of().apply(cell.key()))
                + " (never planned: "
                + cell.reason()
                + ")");
      }
    }
    return lines;
  }
}
