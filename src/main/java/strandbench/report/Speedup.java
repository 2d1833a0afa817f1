package strandbench.report;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import strandbench.stats.Estimate;
import strandbench.stats.Ratio;

/**
 * How much faster than one raw thread each cell of a group is, by its parallelism.
 *
 * @param baseline one raw thread on the same work
 */
record Speedup(Source source, Group group, Baseline baseline) {
  static final String BENCHMARK = "strandbench.bench.CountingLoopBenchmark.count";
  private static final int LOG_FROM = 16;

  /** Those that a speedup can be told of: with a baseline, and with a point to draw. */
  static List<Speedup> all(Source source) {
    return Group.of(source, BENCHMARK, "parallelism").stream()
        .filter(group -> !Trust.isControl(group.cells().getFirst()))
        .filter(group -> !group.scoring().isEmpty())
        .flatMap(
            group ->
                Baseline.of(source, group.cells().getFirst()).stream()
                    .map(baseline -> new Speedup(source, besides(source, group), baseline)))
        .toList();
  }

  static List<Group> groups(Source source) {
    return all(source).stream().map(Speedup::group).toList();
  }

  private static Group besides(Source source, Group group) {
    return group.keepingBeside(cell -> Baseline.of(source.overlay().cells(), cell).isPresent());
  }

  OptionalInt cores() {
    return source.cores();
  }

  /** The levels of parallelism, rising. */
  List<Double> levels() {
    return group.cells().stream()
        .map(cell -> (double) group.level(cell))
        .distinct()
        .sorted()
        .toList();
  }

  /** Parallelism = cores where that was measured; else the nearest below, or the lowest. */
  int level() {
    int limit = cores().orElse(Integer.MAX_VALUE);
    int lowest = group.cells().stream().mapToInt(group::level).min().orElseThrow();
    return group.cells().stream()
        .mapToInt(group::level)
        .filter(level -> level <= limit)
        .max()
        .orElse(lowest);
  }

  Axis levelAxis() {
    return Axes.ofLevels(
        "parallelism (tasks that may run at once)", levels().getLast() > LOG_FROM, levels());
  }

  /**
   * Where ideal lines have their corners: at the levels, like the lines that are held against them,
   * and at the cores. A curve between two levels would seem to be crossed.
   */
  List<Double> corners() {
    return Stream.concat(
            levels().stream(),
            cores().stream().filter(this::isWithinLevels).mapToObj(n -> (double) n))
        .distinct()
        .sorted()
        .toList();
  }

  private boolean isWithinLevels(int n) {
    return n > levels().getFirst() && n < levels().getLast();
  }

  /** An upright line where parallelism is as high as there are cores, if that is on the axis. */
  List<ReferenceLine> coresLine(Axis x, Axis y) {
    if (cores().isEmpty() || cores().getAsInt() < x.min() || cores().getAsInt() > x.max()) {
      return List.of();
    }
    double n = cores().getAsInt();
    return List.of(
        new ReferenceLine(
            "this machine's " + Numbers.count(cores().getAsInt(), "core"),
            List.of(n, n),
            List.of(y.min(), y.max()),
            true));
  }

  /** An axis from zero that holds all lines with their whiskers. */
  static Axis axis(String name, List<Series> series, double top) {
    return Axes.fromZero(
        name,
        DoubleStream.concat(
                DoubleStream.of(top),
                series.stream()
                    .flatMap(line -> line.points().stream())
                    .flatMapToDouble(
                        point -> DoubleStream.of(point.y(), point.low(), point.high())))
            .filter(Double::isFinite)
            .toArray());
  }

  /** Over one raw thread of whatever ran the cell. */
  Estimate of(Cell cell) {
    return Ratio.of(cell.forks(), baseline(cell).forks(), Estimate.CONFIDENCE).estimate();
  }

  /** One raw thread of whatever ran the cell. */
  Baseline baseline(Cell cell) {
    return group.beside().contains(cell)
        ? Baseline.of(source.overlay().cells(), cell).orElseThrow()
        : baseline;
  }

  /** NaN where nobody knows how many cores there are. */
  double shareOfIdeal(Cell cell) {
    return cores().isEmpty()
        ? Double.NaN
        : of(cell).value() / Math.min(group.level(cell), cores().getAsInt());
  }

  /** Speedup over parallelism. */
  Estimate efficiency(Cell cell) {
    return of(cell).times(1.0 / group.level(cell));
  }

  /** A chart in words, for those who can't see it. */
  static String alternative(String what, List<Series> series, Verdict verdict) {
    return "Chart of "
        + what
        + " against parallelism for "
        + Names.list(series.stream().map(Series::name).toList())
        + ". "
        + verdict.headline()
        + " The figures stand in the table below.";
  }
}
