package strandbench.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import strandbench.stats.Estimate;
import strandbench.stats.Ratio;

/**
 * One raw thread alone on the same work, measured twice: what a speedup is relative to, and, since
 * the two are identical, how far apart two figures of this run are when nothing differs.
 *
 * @param first forks of the first of the pair
 * @param second forks of the second
 */
record Baseline(List<Cell> first, List<Cell> second) {
  static final String BENCHMARK = "strandbench.bench.RawThreadBenchmark.";

  /** The pair on the same work as a cell of another benchmark: all parameters that both have. */
  static Optional<Baseline> of(Source source, Cell cell) {
    return of(source.cells(), cell);
  }

  /** The same among any cells. */
  static Optional<Baseline> of(List<Cell> cells, Cell cell) {
    Baseline baseline = new Baseline(same(cells, "first", cell), same(cells, "second", cell));
    return baseline.forks().length == 0 ? Optional.empty() : Optional.of(baseline);
  }

  private static List<Cell> same(List<Cell> cells, String method, Cell cell) {
    return cells.stream()
        .filter(candidate -> candidate.key().benchmark().equals(BENCHMARK + method))
        .filter(
            candidate ->
                candidate.key().params().entrySet().stream()
                    .allMatch(
                        param ->
                            param
                                .getValue()
                                .equals(
                                    cell.key()
                                        .params()
                                        .getOrDefault(param.getKey(), param.getValue()))))
        .filter(Cell::scores)
        .toList();
  }

  /** Fork means of both: they measure the same thing. */
  double[] forks() {
    return DoubleStream.concat(forks(first), forks(second)).toArray();
  }

  /** The second over the first; 1 on a quiet machine. */
  Estimate agreement() {
    return Ratio.of(forks(second).toArray(), forks(first).toArray(), Estimate.CONFIDENCE)
        .estimate();
  }

  /** What an iteration of the loop takes, in ns; NaN where none were counted. */
  double nanosPerIteration() {
    double perSecond =
        Stream.concat(first.stream(), second.stream())
            .flatMapToDouble(cell -> DoubleStream.of(cell.forks("iterations")))
            .average()
            .orElse(Double.NaN);
    return 1e9 / perSecond;
  }

  /** By how much the two differ, as a share; NaN where one is missing. */
  double noise() {
    return Math.abs(agreement().value() - 1);
  }

  private static DoubleStream forks(List<Cell> cells) {
    return cells.stream().flatMapToDouble(cell -> DoubleStream.of(cell.forks()));
  }
}
