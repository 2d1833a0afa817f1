package strandbench.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.workload.Kernel;

/**
 * The counting loop must really count: an iteration costs no less than the latency of its own
 * dependence chain, and the same at n and at 2n iterations.
 *
 * <p>Applies to cells that have the parameter {@code kernel} and the metric {@code iterations}
 * (kernel iterations per second, all workers together). The floor takes the fastest clock that any
 * processor ships with, so that it rejects only what is impossible; the fastest iteration counts,
 * not the mean.
 */
final class FoldedKernel implements ValidityRule {
  /** Above the highest boost clock sold (6.2 GHz, Intel Core i9-14900KS, 2024). */
  private static final double FASTEST_CLOCK_GHZ = 6.5;

  /** How far the cost per iteration may differ between n and 2n. */
  private static final double TOLERANCE = 0.25;

  /** The name of a parameter, and of the metric. */
  private static final String ITERATIONS = "iterations";

  private final int cores;

  FoldedKernel(int cores) {
    this.cores = cores;
  }

  @Override
  public String name() {
    return "folded-kernel";
  }

  @Override
  public Optional<String> objection(CellResult cell, List<CellResult> all) {
    if (!cell.key().params().containsKey("kernel") || cell.secondary("iterations").isEmpty()) {
      return Optional.empty();
    }
    return tooFast(cell).or(() -> notLinear(cell, all));
  }

  private Optional<String> tooFast(CellResult cell) {
    int cycles = Kernel.valueOf(cell.key().param("kernel")).chainCycles();
    double floor = cycles / FASTEST_CLOCK_GHZ;
    double fastest = nanosPerIteration(cell, Arrays.stream(rates(cell)).max().orElse(Double.NaN));
    return fastest >= floor
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "an iteration took %.2g ns, but its dependence chain of %d cycles takes %.2g ns on"
                    + " the fastest clock there is: the loop was not carried out",
                fastest,
                cycles,
                floor));
  }

  private Optional<String> notLinear(CellResult cell, List<CellResult> all) {
    return all.stream()
        .filter(other -> isTwiceOrHalf(cell.key(), other.key()))
        .flatMap(other -> differs(cell, other).stream())
        .findFirst();
  }

  private Optional<String> differs(CellResult cell, CellResult other) {
    double ratio = typicalNanos(cell) / typicalNanos(other);
    return Math.abs(Math.log(ratio)) <= Math.log1p(TOLERANCE)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "an iteration costs %.2f times as much at %s iterations as at %s: the time does not"
                    + " follow the work",
                ratio,
                cell.key().param(ITERATIONS),
                other.key().param(ITERATIONS)));
  }

  private double typicalNanos(CellResult cell) {
    return nanosPerIteration(cell, new Median().evaluate(rates(cell)));
  }

  /** What one worker needs for an iteration; beyond the cores, workers only take turns. */
  private double nanosPerIteration(CellResult cell, double iterationsPerSecond) {
    String parallelism = cell.key().param("parallelism");
    int workers = parallelism.isEmpty() ? 1 : Math.min(cores, Integer.parseInt(parallelism));
    return workers * 1e9 / iterationsPerSecond;
  }

  /** Kernel iterations per second, one value per JMH iteration. */
  private static double[] rates(CellResult cell) {
    return cell.secondary(ITERATIONS).orElseThrow().values();
  }

  private static boolean isTwiceOrHalf(BenchmarkKey key, BenchmarkKey other) {
    if (!key.params().containsKey(ITERATIONS) || !other.params().containsKey(ITERATIONS)) {
      return false;
    }
    long n = Long.parseLong(key.param(ITERATIONS));
    long m = Long.parseLong(other.param(ITERATIONS));
    return (n == 2 * m || m == 2 * n) && withoutIterations(key).equals(withoutIterations(other));
  }

  private static BenchmarkKey withoutIterations(BenchmarkKey key) {
    SortedMap<String, String> rest = new TreeMap<>(key.params());
    rest.remove(ITERATIONS);
    return new BenchmarkKey(key.benchmark(), key.mode(), key.threads(), rest);
  }
}
