package strandbench.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.Question;
import strandbench.workload.CountingLoop;
import strandbench.workload.Kernel;

/**
 * Question: does the counting loop really count?
 *
 * <p>Held constant: one thread, no executor, one JVM. What varies: the kernel, and the number of
 * iterations, n and 2n. A loop that counts costs the same per iteration at both, and never less
 * than the latency of its own dependence chain; the run's rule {@code folded-kernel} holds every
 * cell to that.
 *
 * <p>What would fool us: this is the benchmark that shows how we would be fooled. NAIVE is the loop
 * {@code for (i < n) sum += 1}, which C2 turns into one addition: it is the control that the rule
 * has to reject in every run.
 *
 * <p>Run just this one: {@code scripts/strandbench run --include KernelBenchmark}. In {@code
 * results/standard-amd-epyc-2cpu} XORSHIFT was valid, and NAIVE rejected.
 */
@Question("Does the counting loop really count?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 2, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class KernelBenchmark extends Accounted {
  @Param public Kernel kernel;

  @Param({"1000000", "2000000"})
  public int iterations;

  private CountingLoop loop;
  private long expected;

  @Setup
  public void prepare() {
    loop = new CountingLoop(kernel, 0x9E3779B97F4A7C15L, iterations);
    expected = loop.expected();
  }

  @Benchmark
  public long count(CountedIterations counted) {
    long result = loop.call();
    Answers.check(expected, result);
    counted.iterations += iterations;
    return result;
  }
}
