package strandbench.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.MayBeZero;
import strandbench.catalog.Question;
import strandbench.process.ProcessPool;
import strandbench.workload.GuardedSleeps;
import strandbench.workload.SectionKind;

/**
 * Question: what does blocking inside a lock do to virtual threads?
 *
 * <p>Held constant: the virtual threads, each with a section of its own, so that none waits for
 * another; in an operation each sleeps 100 ms inside of it, in one sleep or several (or enters
 * 100,000 times without a sleep). What varies: what they are inside of, how long a sleep is, and
 * how many carriers the JVM may have. Carriers are set when a JVM starts, so the threads run in a
 * JVM of their own, which is given them, and no spare ones; an operation asks it over the process
 * pool, which takes less than a hundredth of it.
 *
 * <p>Two lines to hold the figures against, where there are sleeps: if sleepers leave their
 * carriers, all sleep at once, and it is 10 operations a second, whatever the carriers; if they
 * keep them, only as many sleep at once as there are carriers, and it is 10 x carriers / {@code
 * virtualThreads}. {@code pinned} is how often one kept its carrier, as JDK Flight Recorder counts
 * it (threshold 0: its default doesn't see sleeps under 20 ms), {@code pinnedPerPassage} how often
 * that is for each time inside. {@code carriers} is what the JVM's scheduler says of itself.
 *
 * <p>What would fool us: one lock for all, where everybody queues whether carriers are held or not;
 * carriers set by {@code System.setProperty} in a running JVM, which has no effect; spare carriers
 * that stand in for held ones (the scheduler must not have more threads than carriers); a sleep
 * that isn't one (threads count inside, and the sum is checked); the recording itself, which is
 * started and stopped outside of the measured time, and is the same for all.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan pinning}. In {@code
 * results/thorough-amd-epyc-2cpu} both locks came to 95% of the first line, with no event (JEP 491,
 * JDK 24), and the native frame to 98% of the second, with one event a sleep.
 */
@Question("What does blocking inside a lock do to virtual threads?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 0)
@Measurement(iterations = 1, time = 1)
public class PinningBenchmark extends Accounted {
  private static final int SLEEP_IN_ALL_MILLIS = 100;
  private static final int PASSAGES_WITHOUT_SLEEP = 100_000;

  @Param public SectionKind guard;

  /** Inside, each time; 0 for not at all. */
  @MayBeZero
  @Param({"0", "1", "10"})
  public long sleepMillis;

  @Param({"16"})
  public int virtualThreads;

  @Param({"1", "2", "4"})
  public int carriers;

  private ProcessPool pool;
  private GuardedSleeps work;
  private long passages;

  @Setup
  public void open() throws Exception {
    work = new GuardedSleeps(guard, virtualThreads, passagesOfEach(), sleepMillis);
    pool =
        ProcessPool.builder()
            .workers(1)
            .accept("strandbench.**")
            .jvmOptions(
                List.of(
                    "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
                    "-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers,
                    "-XX:ActiveProcessorCount=" + Runtime.getRuntime().availableProcessors(),
                    "--enable-native-access=ALL-UNNAMED"))
            .build();
    WarmUp.run(this::pass);
  }

  private int passagesOfEach() {
    return sleepMillis == 0
        ? PASSAGES_WITHOUT_SLEEP
        : (int) Math.max(1, SLEEP_IN_ALL_MILLIS / sleepMillis);
  }

  @TearDown
  public void close() {
    if (pool != null) {
      pool.close();
    }
  }

  @Benchmark
  public long block(CountedPassages counted, Pinning pinning) throws Exception {
    long passed = pass();
    counted.passages += passed;
    return passed;
  }

  private long pass() throws Exception {
    long passed = pool.submit(work).get();
    Answers.check(work.expected(), passed);
    passages += passed;
    return passed;
  }

  /** How often a section was passed. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class CountedPassages {
    public long passages;
  }

  /** What the JVM of the virtual threads says of an iteration. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Pinning {
    public long pinned;
    public double pinnedPerPassage;
    public long carriers;

    private long before;

    @Setup(Level.Iteration)
    public void start(PinningBenchmark benchmark) throws Exception {
      before = benchmark.passages;
      benchmark.pool.submit(new PinnedEvents.Start()).get();
    }

    @TearDown(Level.Iteration)
    public void stop(PinningBenchmark benchmark) throws Exception {
      PinnedEvents.Count count = benchmark.pool.submit(new PinnedEvents.Stop()).get();
      if (count.parallelism() != benchmark.carriers || count.poolSize() > benchmark.carriers) {
        throw new IllegalStateException(
            "%d carriers were asked for; the scheduler may have %d, and has %d"
                .formatted(benchmark.carriers, count.parallelism(), count.poolSize()));
      }
      pinned = count.pinned();
      pinnedPerPassage = (double) pinned / (benchmark.passages - before);
      carriers = count.parallelism();
    }
  }
}
