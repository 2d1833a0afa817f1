package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.Metric;

/** The rule against figures recorded on a 2-core machine with JDK 25. */
class FoldedKernelTest {
  private final FoldedKernel rule = new FoldedKernel(2);

  @Test
  void rejectsTheFoldedLoop() {
    // 0.002 µs for a million iterations.
    CellResult naive = kernel("NAIVE", 1_000_000, 1_000_000 / 2e-9);

    assertThat(rule.objection(naive, List.of(naive))).get().asString().contains("not carried out");
  }

  @Test
  void rejectsAKernelWhoseChainWasReassociated() {
    // A 64-bit LCG, unrolled and re-associated: 0.068 ns an iteration. Its chain is longer than 1.
    CellResult reassociated = kernel("NAIVE", 1_000_000, 1e9 / 0.068);

    assertThat(rule.objection(reassociated, List.of(reassociated))).isPresent();
  }

  @Test
  void rejectsAKernelThatOneFastIterationGivesAway() {
    CellResult cell =
        new CellResult(
            key("XORSHIFT", 1_000_000),
            new Metric("ops/s", 1, List.of()),
            Map.of(
                "iterations",
                new Metric("ops/s", 1, List.of(new double[] {6.1e8, 6.1e8, 6.1e10}))));

    assertThat(rule.objection(cell, List.of(cell))).isPresent();
  }

  @Test
  void rejectsAKernelWhoseTimeDoesNotFollowTheWork() {
    CellResult n = kernel("XORSHIFT", 1_000_000, 6.1e8 / 2);
    CellResult twoN = kernel("XORSHIFT", 2_000_000, 6.1e8);

    assertThat(rule.objection(n, List.of(n, twoN))).get().asString().contains("follow the work");
    assertThat(rule.objection(twoN, List.of(n, twoN))).isPresent();
  }

  @Test
  void acceptsTheKernelAtItsRecordedCost() {
    // 1.64 ns an iteration, at n and at 2n.
    CellResult n = kernel("XORSHIFT", 1_000_000, 1e9 / 1.64);
    CellResult twoN = kernel("XORSHIFT", 2_000_000, 1e9 / 1.66);

    assertThat(rule.objection(n, List.of(n, twoN))).isEmpty();
    assertThat(rule.objection(twoN, List.of(n, twoN))).isEmpty();
  }

  @Test
  void takesWorkersForFasterOnlyAsFarAsThereAreCores() {
    assertThat(rule.objection(pool(2, 2e9 / 1.64), List.of())).isEmpty();
    assertThat(rule.objection(pool(4, 2e9 / 1.64), List.of())).isEmpty();
    assertThat(rule.objection(pool(4, 4e9 / 1.64), List.of())).isPresent();
  }

  @Test
  void leavesCellsWithoutAKernelAlone() {
    CellResult other =
        new CellResult(
            BenchmarkKey.of("a.B.c", "thrpt", 1, Map.of()),
            new Metric("ops/s", 1e12, List.of(new double[] {1e12})),
            Map.of());

    assertThat(rule.objection(other, List.of(other))).isEmpty();
  }

  private static CellResult kernel(String kernel, int iterations, double perSecond) {
    return cell(key(kernel, iterations), perSecond);
  }

  private static BenchmarkKey key(String kernel, int iterations) {
    return BenchmarkKey.of(
        "b.KernelBenchmark.count",
        "thrpt",
        1,
        Map.of("kernel", kernel, "iterations", Integer.toString(iterations)));
  }

  private static CellResult pool(int parallelism, double perSecond) {
    return cell(
        BenchmarkKey.of(
            "b.CountingLoopBenchmark.count",
            "thrpt",
            1,
            Map.of("kernel", "XORSHIFT", "parallelism", Integer.toString(parallelism))),
        perSecond);
  }

  private static CellResult cell(BenchmarkKey key, double perSecond) {
    return new CellResult(
        key,
        new Metric("ops/s", 1, List.of(new double[] {1})),
        Map.of("iterations", new Metric("ops/s", perSecond, List.of(new double[] {perSecond}))));
  }
}
