package strandbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.result.Result;
import strandbench.stats.Usl;

/** Files of other projects, whose entries differ in the level of a number. */
final class LevelFixture {
  private final Random random = new Random(7);
  private final List<CellResult> cells = new ArrayList<>();
  private final int forks;

  LevelFixture(int forks) {
    this.forks = forks;
  }

  /**
   * Throughput of {@code get}, which follows the law, and of {@code put}, which falls off a cliff,
   * on 1 to 16 threads; a third one was measured on 1 and 2.
   */
  static LevelFixture threads(int forks) {
    LevelFixture file = new LevelFixture(forks);
    for (int n : new int[] {1, 2, 4, 8, 16}) {
      file.add("Cache.get", "thrpt", n, Map.of(), Usl.throughput(100, 0.05, 0.004, n), 0.01);
      file.add("Cache.put", "thrpt", n, Map.of(), n == 1 ? 300 : 50, 0.01);
    }
    for (int n : new int[] {1, 2}) {
      file.add("Cache.clear", "thrpt", n, Map.of(), 5 * n, 0.01);
    }
    return file;
  }

  /** Time to sort lists of 10 to 10,000, by two ways. */
  static LevelFixture sizes(int forks) {
    LevelFixture file = new LevelFixture(forks);
    for (int size : new int[] {10, 100, 1_000, 10_000}) {
      for (String way : List.of("MERGE", "QUICK")) {
        file.add(
            "Sort.sort",
            "avgt",
            1,
            Map.of("size", Integer.toString(size), "way", way),
            0.05 * size * Math.log(size) * (way.equals("QUICK") ? 1 : 1.2),
            0.01);
      }
    }
    return file;
  }

  LevelFixture add(
      String name,
      String mode,
      int threads,
      Map<String, String> params,
      double mean,
      double spread) {
    cells.add(
        new CellResult(
            BenchmarkKey.of("org.example." + name, mode, threads, new TreeMap<>(params)),
            new Metric(mode.equals("thrpt") ? "ops/ms" : "us/op", mean, rows(mean, spread)),
            Map.of("gc.alloc.rate.norm", new Metric("B/op", 24, rows(24, 0)))));
    return this;
  }

  private List<double[]> rows(double mean, double spread) {
    return IntStream.range(0, forks)
        .mapToObj(
            fork -> {
              double forkMean = mean * Math.exp(spread * random.nextGaussian());
              return new double[] {0.999 * forkMean, forkMean, 1.001 * forkMean};
            })
        .toList();
  }

  Result result() {
    return new Result("levels.json", cells, Optional.empty(), List.of());
  }

  List<Figure> figures() {
    return Chapter.of(result(), 0).figures();
  }
}
