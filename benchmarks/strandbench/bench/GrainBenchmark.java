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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.Question;
import strandbench.process.ProcessPool;
import strandbench.process.Transport;
import strandbench.workload.CountingLoop;
import strandbench.workload.Kernel;

/**
 * Question: how small may a task be before a pool of processes spends as much time on handing it
 * over as on doing it?
 *
 * <p>Held constant: the number of tasks of an operation, which are all submitted before the first
 * is waited for; the work, the suite's counting loop. What varies: how tasks travel, and the grain,
 * that is the iterations of a task (about 1.6 ns each, so from 1 µs to 64 µs). The efficiency at a
 * grain is useful work / (elapsed time × workers), where the useful work is what {@link
 * RawThreadBenchmark} needs for the same tasks in the same run; the answer is the grain at which it
 * crosses one half.
 *
 * <p>What would fool us: a loop that C2 folds (see {@link KernelBenchmark}); a nominal grain, taken
 * from one machine, in place of the measured one; a task lost or run twice (every answer is summed
 * and compared with an oracle); workers that are still compiling (the set-up warms them for 1.2 s
 * with tiny tasks: as many of the grain's own would need a minute, because they pass the hand-over
 * seldom and leave the compilers no core); fewer cores than workers, where no grain reaches the
 * ideal, because the submitting thread wants one as well.
 *
 * <p>Run just this one, with its baseline: {@code scripts/compare-python --figure grain}. In {@code
 * results/thorough-amd-epyc-2cpu} tasks of 9,600 iterations, 16 µs, had an efficiency of 72%
 * through rings.
 */
@Covers(Construct.P17)
@Question("How small may a task be before handing it over costs as much as doing it?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class GrainBenchmark extends Accounted {
  private static final int TINY = 100;

  @Param({"2"})
  public int parallelism;

  @Param({"XORSHIFT"})
  public Kernel kernel;

  @Param({"2000"})
  public int tasks;

  @Param({"600", "1200", "2400", "4800", "9600", "19200", "38400"})
  public int iterationsPerTask;

  @Param public Transport transport;

  private ProcessPool pool;
  private List<CountingLoop> work;
  private long expected;

  @Setup
  public void open() throws Exception {
    pool =
        ProcessPool.builder()
            .workers(parallelism)
            .transport(transport)
            .accept("strandbench.**")
            .build();
    List<CountingLoop> tiny = CountingLoop.tasks(kernel, tasks, TINY);
    WarmUp.run(pool, tiny, expected(tiny));
    work = CountingLoop.tasks(kernel, tasks, iterationsPerTask);
    expected = expected(work);
  }

  private static long expected(List<CountingLoop> tasks) {
    return tasks.stream().mapToLong(CountingLoop::expected).sum();
  }

  @TearDown
  public void close() {
    pool.close();
  }

  @Benchmark
  public long count(CountedIterations counted) throws Exception {
    long sum = Answers.sumOf(pool, work);
    Answers.check(expected, sum);
    counted.iterations += (long) tasks * iterationsPerTask;
    return sum;
  }
}
