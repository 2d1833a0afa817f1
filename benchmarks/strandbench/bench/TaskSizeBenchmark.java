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
 * Question: how small may a task be before a model spends as much time on handing it over as on
 * doing it?
 *
 * <p>Held constant: the total of work of an operation (2^25 iterations, 55 ms, for each core), the
 * cap, the heap and collector of this JVM. What varies: the model, and the grain, that is into how
 * many tasks the total is cut: of 2^7 iterations each (0.2 µs at about 1.6 ns an iteration) up to
 * 2^22 (7 ms). The efficiency at a grain is iterations per second / (parallelism × those of {@link
 * RawThreadBenchmark} at the largest grain in the same run), so that everything a task costs beyond
 * its iterations is overhead; the answer is the grain at which it crosses one half (Slaughter et
 * al., Task Bench, SC 2020, count the overhead in: their METG(50%), elapsed time × parallelism /
 * tasks, is twice that).
 *
 * <p>The tasks are handed over in batches of at most 4096, each joined before the next: a million
 * tasks in flight would measure the collector. What a join costs is shared by so many tasks that it
 * moves only efficiencies which are low anyway. A series ends where a model would stay below 5%:
 * such a cell is not planned, its operation would take seconds.
 *
 * <p>What would fool us: a loop that C2 folds (see {@link KernelBenchmark}); a nominal grain in
 * place of the measured one; a task lost or run twice (every answer is summed and compared with an
 * oracle); JVMs that are still compiling the hand-over (the set-up warms it for 1.2 s with tiny
 * tasks, with every model: tasks of the larger grains pass it too seldom); the submitting thread,
 * which wants a core as well: where the cap is as high as the cores, no small grain reaches the
 * ideal.
 *
 * <p>{@link GrainBenchmark} asks the same of the process pool alone, by how its tasks travel.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan task-size}. In {@code
 * results/thorough-amd-epyc-2cpu} half of the time was useful from 1.0 µs of work a task on with
 * the platform pool, 1.6 with virtual threads, 2.8 with the process pool, 420 with a platform
 * thread a task; the fork/join pool was above that at the smallest tasks measured, 0.2 µs.
 */
@Covers({Construct.T8, Construct.P17})
@LimitedBy(ModelLimit.class)
@Question("How small may a task be before a model spends more on handing it over than on doing it?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 700, timeUnit = TimeUnit.MILLISECONDS)
public class TaskSizeBenchmark extends Accounted {
  private static final int BATCH = 4096;
  private static final int WARM_UP_TASKS = 1000;
  private static final int WARM_UP_ITERATIONS = 10;

  @Param public ConcurrencyModel model;

  @Param({"2"})
  public int parallelism;

  @Param({"XORSHIFT"})
  public Kernel kernel;

  @Param({"67108864"})
  public long totalIterations;

  @Param({"128", "512", "2048", "8192", "32768", "131072", "524288", "4194304"})
  public int iterationsPerTask;

  private ExecutorService executor;
  private List<CountingLoop> batch;
  private long batches;
  private long expected;

  @Setup
  public void open() throws Exception {
    long tasks = tasks();
    executor = model.open(parallelism);
    List<CountingLoop> tiny = CountingLoop.tasks(kernel, WARM_UP_TASKS, WARM_UP_ITERATIONS);
    WarmUp.run(executor, tiny, sumOfExpected(tiny));
    batch = CountingLoop.tasks(kernel, (int) Math.min(tasks, BATCH), iterationsPerTask);
    batches = tasks / batch.size();
    expected = batches * sumOfExpected(batch);
  }

  /** How many tasks the total is cut into, none smaller and no batch shorter than the others. */
  private long tasks() {
    long tasks = totalIterations / iterationsPerTask;
    if (tasks == 0
        || totalIterations % iterationsPerTask != 0
        || (tasks > BATCH && tasks % BATCH != 0)) {
      throw new IllegalArgumentException(
          "%d iterations in tasks of %d: not whole tasks, or not whole batches of %d tasks"
              .formatted(totalIterations, iterationsPerTask, BATCH));
    }
    return tasks;
  }

  private static long sumOfExpected(List<CountingLoop> tasks) {
    return tasks.stream().mapToLong(CountingLoop::expected).sum();
  }

  @TearDown
  public void close() {
    executor.close();
  }

  @Benchmark
  public long count(CountedIterations counted, CountedTasks countedTasks) throws Exception {
    long sum = 0;
    for (long i = 0; i < batches; i++) {
      sum += Answers.sumOf(executor, batch);
    }
    Answers.check(expected, sum);
    counted.iterations += totalIterations;
    countedTasks.tasks += batches * batch.size();
    return sum;
  }
}
