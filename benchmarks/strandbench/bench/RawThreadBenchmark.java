package strandbench.bench;

import java.util.List;
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
 * Question: how fast is one thread alone with the work of {@link CountingLoopBenchmark}, and how
 * far apart are two measurements of the same thing on this machine?
 *
 * <p>Held constant: everything; {@code first} and {@code second} are the same code, an A/A pair.
 * Their mean is the baseline of every speedup, their ratio says what a difference of nothing looks
 * like here.
 *
 * <p>What would fool us: a neighbour on the machine (steal and load stand in the journal of the
 * run), a clock that is faster while the other cores rest.
 *
 * <p>Run just this one: {@code scripts/strandbench run --include RawThreadBenchmark}. In {@code
 * results/standard-amd-epyc-2cpu} the second score was 0.9940 times the first (95% interval 0.9809
 * to 1.007).
 */
@Question("How fast is one thread alone, and how far apart are two measurements of the same thing?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class RawThreadBenchmark extends Accounted {
  @Param({"XORSHIFT"})
  public Kernel kernel;

  @Param({"200"})
  public int tasks;

  @Param({"3100000"})
  public int iterationsPerTask;

  private List<CountingLoop> work;
  private long expected;

  @Setup
  public void prepare() {
    work = CountingLoop.tasks(kernel, tasks, iterationsPerTask);
    expected = work.stream().mapToLong(CountingLoop::expected).sum();
  }

  @Benchmark
  public long first(CountedIterations counted) {
    return countAlone(counted);
  }

  @Benchmark
  public long second(CountedIterations counted) {
    return countAlone(counted);
  }

  private long countAlone(CountedIterations counted) {
    long sum = 0;
    for (CountingLoop task : work) {
      sum += task.call();
    }
    Answers.check(expected, sum);
    counted.iterations += (long) tasks * iterationsPerTask;
    return sum;
  }
}
