package strandbench.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

  private static final String KERNEL = "kernel";

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
    if (!cell.key().params().containsKey(KERNEL) || cell.secondary("iterations").isEmpty()) {
      return Optional.empty();
    }
    return tooFast(cell).or(() -> notLinear(cell.key().param(KERNEL), all));
  }

  private Optional<String> tooFast(CellResult cell) {
    int cycles = Kernel.valueOf(cell.key().param(KERNEL)).chainCycles();
    double floor = cycles / FASTEST_CLOCK_GHZ;
    double fastest = fastestNanos(cell);
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

  /** Any measurement of a kernel at n and at 2n speaks for or against every cell that uses it. */
  private Optional<String> notLinear(String kernel, List<CellResult> all) {
    List<CellResult> evidence =
        all.stream()
            .filter(cell -> cell.key().param(KERNEL).equals(kernel))
            .filter(cell -> cell.key().params().containsKey(ITERATIONS))
            .toList();
    return evidence.stream()
        .flatMap(
            n ->
                evidence.stream()
                    .filter(twice -> isTwice(twice.key(), n.key()))
                    .flatMap(twice -> differs(n, twice).stream()))
        .findFirst();
  }

  /** Compares the fastest iterations: what disturbs a machine only makes others slower. */
  private Optional<String> differs(CellResult n, CellResult twice) {
    double ratio = fastestNanos(n) / fastestNanos(twice);
    return Math.abs(Math.log(ratio)) <= Math.log1p(TOLERANCE)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "an iteration costs %.2f times as much at %s iterations as at %s: the time does not"
                    + " follow the work",
                ratio,
                n.key().param(ITERATIONS),
                twice.key().param(ITERATIONS)));
  }

  private double fastestNanos(CellResult cell) {
    double[] rates = cell.secondary(ITERATIONS).orElseThrow().values();
    return nanosPerIteration(cell, Arrays.stream(rates).max().orElse(Double.NaN));
  }

  /** What one worker needs for an iteration; beyond the cores, workers only take turns. */
  private double nanosPerIteration(CellResult cell, double iterationsPerSecond) {
    String parallelism = cell.key().param("parallelism");
    int workers = parallelism.isEmpty() ? 1 : Math.min(cores, Integer.parseInt(parallelism));
    return workers * 1e9 / iterationsPerSecond;
  }

  private static boolean isTwice(BenchmarkKey twice, BenchmarkKey n) {
    return Long.parseLong(twice.param(ITERATIONS)) == 2 * Long.parseLong(n.param(ITERATIONS))
        && twice.benchmark().equals(n.benchmark());
  }
}
