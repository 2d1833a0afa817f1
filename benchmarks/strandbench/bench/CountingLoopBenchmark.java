package strandbench.bench;

import java.util.List;
import java.util.concurrent.ExecutorService;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.LimitedBy;
import strandbench.catalog.Question;
import strandbench.model.ConcurrencyModel;
import strandbench.workload.CountingLoop;
import strandbench.workload.Kernel;

/**
 * Question: how much faster does each model finish a fixed total of CPU-bound work as it may run
 * more tasks at once?
 *
 * <p>Held constant: the total of work, its cut into tasks (200 of about 5 ms), the tasks' order,
 * the heap and collector of this JVM; the executor is opened before the first operation. What
 * varies: the model, and the cap on tasks that run at once.
 *
 * <p>What would fool us: a loop that C2 folds (see {@link KernelBenchmark}); a task lost or run
 * twice (every result is summed and compared with an oracle); a pool that brings more threads than
 * the cap allows (the models' contract test); JVMs that are still compiling the way from submit to
 * get (the set-up warms it with tiny tasks, for 1.2 s with every model). What the speedup is
 * measured against is {@link RawThreadBenchmark}, in the same rounds.
 *
 * <p>Run just this one: {@code scripts/strandbench run --include CountingLoopBenchmark}. In {@code
 * results/standard-amd-epyc-2cpu} the models reached 80% to 97% of the ideal at a cap of as many
 * tasks as cores.
 */
@Covers(Construct.T9)
@LimitedBy(ModelLimit.class)
@Question("Which model for CPU-bound work: how does a fixed total speed up with parallelism?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CountingLoopBenchmark extends Accounted {
  private static final int WARM_UP_TASKS = 200;
  private static final int WARM_UP_ITERATIONS = 10;

  @Param public ConcurrencyModel model;

  @Param({"1", "2", "4"})
  public int parallelism;

  @Param({"XORSHIFT"})
  public Kernel kernel;

  @Param({"200"})
  public int tasks;

  @Param({"3100000"})
  public int iterationsPerTask;

  private ExecutorService executor;
  private List<CountingLoop> work;
  private long expected;

  @Setup
  public void open() throws Exception {
    executor = model.open(parallelism);
    List<CountingLoop> tiny = CountingLoop.tasks(kernel, WARM_UP_TASKS, WARM_UP_ITERATIONS);
    WarmUp.run(executor, tiny, sumOfExpected(tiny));
    work = CountingLoop.tasks(kernel, tasks, iterationsPerTask);
    expected = sumOfExpected(work);
  }

  private static long sumOfExpected(List<CountingLoop> tasks) {
    return tasks.stream().mapToLong(CountingLoop::expected).sum();
  }

  @TearDown
  public void close() {
    executor.close();
  }

  @Benchmark
  public long count(CountedIterations counted) throws Exception {
    long sum = Answers.sumOf(executor, work);
    Answers.check(expected, sum);
    counted.iterations += (long) tasks * iterationsPerTask;
    return sum;
  }
}
