package strandbench.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import strandbench.catalog.LimitedBy;
import strandbench.catalog.Question;
import strandbench.workload.CountingRange;
import strandbench.workload.Kernel;
import strandbench.workload.division.Division;
import strandbench.workload.division.DivisionKind;

/**
 * Question: what is the best way to fork and join work that divides itself, and how far down may it
 * be divided?
 *
 * <p>Held constant: the work, a range of 65,536 numbers with a loop of 1024 iterations (about 1.7
 * µs) each, 0.1 s of one core; the halving of it; the cap. What varies: the way (the constants of
 * {@link How}), and the cut-off, the number of numbers that are no longer divided. The parts are
 * the same in every way, and each is a task of its own in every way but PARALLEL_STREAM, which puts
 * parts together to about four tasks per thread, so that a small cut-off costs it next to nothing
 * and a large one leaves it too few. PARALLEL_STREAM and PLATFORM_POOL need all parts up front; the
 * others find them as they go. The counter {@code tasks} counts parts.
 *
 * <p>The parts are equally large, which suits a split up front: what stealing is good for, parts
 * whose size nobody knows, is not asked here.
 *
 * <p>What would fool us: a part lost or summed twice (the sum is compared with an oracle); a loop
 * that C2 folds (see {@link KernelBenchmark}); virtual threads, whose only cap is the JVM's one
 * scheduler: its carriers are as many as the JVM has processors, and the set-up refuses another
 * parallelism; a thread that waits and works as well: the submitting thread only waits, in every
 * way but PLATFORM_POOL, where it splits. The counter {@code steals} is what the pool estimates of
 * tasks that ran in another thread than the one that forked them; only FORK_JOIN_POOL and
 * PARALLEL_STREAM have a pool that tells, and the others show 0.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan divide-and-conquer}. In {@code
 * results/thorough-amd-epyc-2cpu} all ways were alike where a part takes 0.4 ms or more; where it
 * takes 1.7 µs, ForkJoinPool and parallel streams stayed at 96% to 98% of that, and a thread or a
 * task of its own for each part fell to 48% to 63%.
 */
@LimitedBy(DivisionLimit.class)
@Question("Which way to divide and conquer, and how far down may the work be divided?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g", "-Xmn1g"})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 1)
public class DivideAndConquerBenchmark extends Accounted {
  private static final int WARM_UP_SIZE = 1000;
  private static final int WARM_UP_ITERATIONS = 10;

  @Param public DivisionKind how;

  @Param({"2"})
  public int parallelism;

  @Param({"XORSHIFT"})
  public Kernel kernel;

  @Param({"65536"})
  public int size;

  @Param({"1024"})
  public int iterationsPerNumber;

  @Param({"1", "16", "256", "4096", "32768"})
  public int cutOff;

  private Division division;
  private CountingRange range;
  private long parts;
  private long expected;

  @Setup
  public void open() throws Exception {
    division = how.open(parallelism);
    CountingRange tiny = new CountingRange(kernel, 0, WARM_UP_SIZE, WARM_UP_ITERATIONS);
    long expectedOfTiny = tiny.expected();
    WarmUp.run(
        () -> {
          long sum = division.sum(tiny, 1);
          Answers.check(expectedOfTiny, sum);
          return sum;
        });
    range = new CountingRange(kernel, 0, size, iterationsPerNumber);
    parts = range.parts(cutOff).size();
    expected = range.expected();
  }

  @TearDown
  public void close() {
    division.close();
  }

  @Benchmark
  public long sum(CountedIterations counted, CountedTasks countedTasks, CountedSteals countedSteals)
      throws Exception {
    long before = division.steals();
    long sum = division.sum(range, cutOff);
    Answers.check(expected, sum);
    counted.iterations += (long) size * iterationsPerNumber;
    countedTasks.tasks += parts;
    countedSteals.steals += division.steals() - before;
    return sum;
  }

  /** Counts steals, so that JMH reports them per second beside whole operations. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class CountedSteals {
    public long steals;
  }
}
