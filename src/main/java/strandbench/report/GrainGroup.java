package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import strandbench.result.BenchmarkKey;
import strandbench.result.ExcludedCell;
import strandbench.stats.Estimate;
import strandbench.stats.Ratio;

/**
 * Cells of the task-size benchmark on the same work, and what their efficiency is: useful work /
 * (elapsed time × parallelism), where useful work is what one raw thread of the same run takes.
 */
final class GrainGroup {
  static final String BENCHMARK = "strandbench.bench.TaskSizeBenchmark.count";

  private static final String ITERATIONS = "iterations";
  private static final List<String> NOT_WORK =
      List.of("model", "parallelism", "iterationsPerTask", "totalIterations");

  private final Source source;
  private final Work work;
  private final double[] raw;
  private final List<Cell> cells;

  /**
   * @param raw fork rates of one raw thread, in iterations per second
   */
  private GrainGroup(Source source, Work work, List<Cell> cells, double[] raw) {
    this.source = source;
    this.work = work;
    this.cells = List.copyOf(cells);
    this.raw = raw;
  }

  /** What must be equal for two cells to be compared. */
  private record Work(SortedMap<String, String> params) {
    static Work of(BenchmarkKey key) {
      SortedMap<String, String> params = new TreeMap<>(key.params());
      params.keySet().removeAll(NOT_WORK);
      return new Work(params);
    }

    String words() {
      return params.entrySet().stream()
          .map(param -> param.getKey() + "=" + param.getValue())
          .reduce((a, b) -> a + ", " + b)
          .orElse("");
    }
  }

  /** Groups with a raw thread to be held against, and with a point to draw, in plan order. */
  static List<GrainGroup> of(Source source) {
    Map<Work, List<Cell>> groups = new LinkedHashMap<>();
    source.cells().stream()
        .filter(cell -> belongs(cell.key()) && !Trust.isControl(cell))
        .forEach(
            cell ->
                groups.computeIfAbsent(Work.of(cell.key()), any -> new ArrayList<>()).add(cell));
    List<GrainGroup> drawn = new ArrayList<>();
    groups.forEach(
        (work, cells) -> {
          double[] raw = rawThread(source, work.params().getOrDefault("kernel", ""));
          if (raw.length > 0 && cells.stream().anyMatch(GrainGroup::counts)) {
            drawn.add(new GrainGroup(source, work, cells, raw));
          }
        });
    return drawn;
  }

  private static boolean belongs(BenchmarkKey key) {
    return key.benchmark().equals(BENCHMARK)
        && !key.param("model").isEmpty()
        && key.param("parallelism").matches("[1-9][0-9]{0,5}")
        && key.param("iterationsPerTask").matches("[1-9][0-9]{0,9}");
  }

  /** A baseline on any number of tasks will do: it is told in iterations per second. */
  private static double[] rawThread(Source source, String kernel) {
    return source.cells().stream()
        .filter(cell -> cell.key().benchmark().startsWith(Baseline.BENCHMARK))
        .filter(cell -> kernel.isEmpty() || cell.key().param("kernel").equals(kernel))
        .filter(Cell::scores)
        .flatMapToDouble(cell -> DoubleStream.of(cell.forks(ITERATIONS)))
        .toArray();
  }

  /** In plan order, those without a valid figure too. */
  List<Cell> cells() {
    return cells;
  }

  /** {@code kernel=XORSHIFT}. */
  String words() {
    return work.words();
  }

  /** Whether it has a figure. */
  static boolean counts(Cell cell) {
    return cell.scores() && rates(cell).length > 0;
  }

  /** Iterations per second, one value per fork. */
  static double[] rates(Cell cell) {
    return cell.forks(ITERATIONS);
  }

  /** Of one task. */
  static long iterations(Cell cell) {
    return Long.parseLong(cell.key().param("iterationsPerTask"));
  }

  List<Long> grains() {
    return cells.stream().map(GrainGroup::iterations).distinct().sorted().toList();
  }

  /** What has a row and a line of its own. */
  record Strand(String model, int parallelism) {
    static Strand of(BenchmarkKey key) {
      return new Strand(key.param("model"), Integer.parseInt(key.param("parallelism")));
    }
  }

  List<Strand> strands() {
    return cells.stream().map(cell -> Strand.of(cell.key())).distinct().toList();
  }

  /** Those with a figure. */
  List<Strand> drawnStrands() {
    return drawn().stream().map(cell -> Strand.of(cell.key())).distinct().toList();
  }

  /** {@code single thread at parallelism 1}, where not all have the same. */
  String name(Strand strand) {
    boolean same = strands().stream().map(Strand::parallelism).distinct().count() == 1;
    return Names.words(strand.model()) + (same ? "" : " at parallelism " + strand.parallelism());
  }

  /** What is the same in all cells: {@code kernel=XORSHIFT, parallelism=2}. */
  String same() {
    List<Integer> parallelisms = strands().stream().map(Strand::parallelism).distinct().toList();
    return parallelisms.size() == 1
        ? work.words()
            + (work.words().isEmpty() ? "" : ", ")
            + "parallelism="
            + parallelisms.getFirst()
        : work.words();
  }

  Optional<Cell> cell(Strand strand, long iterations) {
    return cells.stream()
        .filter(cell -> Strand.of(cell.key()).equals(strand) && iterations(cell) == iterations)
        .findFirst();
  }

  /** What one raw thread takes for a task, in µs. */
  double micros(long iterations) {
    return 1e6 * iterations / DoubleStream.of(raw).average().orElseThrow();
  }

  /** Fork rates of raw threads that lose nothing to one another, in iterations per second. */
  double[] ideal(Strand strand) {
    return DoubleStream.of(raw).map(rate -> rate * strand.parallelism()).toArray();
  }

  /** A share. */
  Estimate efficiency(Cell cell) {
    return Ratio.of(rates(cell), ideal(Strand.of(cell.key())), Estimate.CONFIDENCE).estimate();
  }

  Estimate percent(Cell cell) {
    return efficiency(cell).times(100);
  }

  String whyNot(Strand strand, long grain) {
    return cell(strand, grain)
        .map(cell -> cell.scores() ? "it doesn't count iterations" : cell.ending())
        .or(
            () ->
                excluded().stream()
                    .filter(cell -> Strand.of(cell.key()).equals(strand))
                    .filter(
                        cell -> cell.key().param("iterationsPerTask").equals(Long.toString(grain)))
                    .map(cell -> "never planned: " + cell.reason())
                    .findFirst())
        .orElse("not in the plan");
  }

  private List<ExcludedCell> excluded() {
    return source.excluded().stream()
        .filter(cell -> belongs(cell.key()))
        .filter(cell -> Work.of(cell.key()).equals(work))
        .toList();
  }

  List<Cell> drawn() {
    return cells.stream().filter(GrainGroup::counts).toList();
  }

  /** Every pair of a model and a grain without a figure, those of one reason together. */
  List<String> absent() {
    Map<String, List<String>> grainsByReason = new LinkedHashMap<>();
    for (Strand strand : strands()) {
      for (long grain : grains()) {
        if (cell(strand, grain).filter(GrainGroup::counts).isEmpty()) {
          grainsByReason
              .computeIfAbsent(
                  name(strand) + ": " + whyNot(strand, grain), any -> new ArrayList<>())
              .add(Numbers.figure(micros(grain)));
        }
      }
    }
    List<String> lines = new ArrayList<>();
    grainsByReason.forEach(
        (reason, grains) -> lines.add(reason + " (grain " + Names.list(grains) + " µs)"));
    excluded().stream()
        .filter(cell -> !strands().contains(Strand.of(cell.key())))
        .map(cell -> name(Strand.of(cell.key())) + ": never planned: " + cell.reason())
        .distinct()
        .forEach(lines::add);
    return lines;
  }
}
