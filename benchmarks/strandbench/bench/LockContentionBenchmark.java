package strandbench.bench;

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
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.LimitedBy;
import strandbench.catalog.MayBeZero;
import strandbench.catalog.Question;
import strandbench.workload.Carriers;
import strandbench.workload.ThreadKind;
import strandbench.workload.guard.Contention;
import strandbench.workload.guard.ContentionOptions;
import strandbench.workload.guard.Guard;
import strandbench.workload.guard.Outcome;

/**
 * Question: what does a lock cost as contenders are added?
 *
 * <p>Held constant: what is guarded (the bank balance: add, work, subtract, count), the total of
 * operations, of which each contender does an equal share, the work inside and outside. The
 * contenders are threads of this benchmark's own, started in set-up and released together by a
 * barrier; an operation lasts from then until the last has done its share. What varies: the guard,
 * how many contend, whether they are platform or virtual threads, and how many of a hundred
 * operations only read. NONE is labelled racing: it guards nothing, and counts the updates that it
 * loses. {@code contend} and {@code contendAgain} are the same code, an A/A pair: their ratio says
 * what a difference of nothing looks like between contenders. {@code acquisitions} per second is
 * the figure to compare: in the plans each guard has {@code operations} of its own, the same for
 * all numbers of contenders, such that an operation lasts for 0.1 to 1 s on a machine of two cores.
 * (One that is fair and meets nobody is too fast for that by a factor of ten: alone its operation
 * takes 15 ms.)
 *
 * <p>What would fool us: shares so small that the first contender has done its own before the last
 * is awake (so an operation takes 0.1 s or more); an update that is lost, or a read that sees half
 * of one (balance, count and every read are checked); work that C2 drops (its result is checked),
 * or critical sections that C2 takes together (the end of each is told to the other threads before
 * the next begins); a lock that looks fast because one contender keeps it (see {@code
 * fairnessPermille} and {@code waitP99Nanos}); the clock (one passage in 17 is timed). ATOMIC_LONG,
 * VAR_HANDLE_CAS and LONG_ADDER keep nobody out: the work inside runs in parallel, which a lock
 * can't have. And virtual threads have no time slices: of more than there are carriers the others
 * stand in the scheduler's queue until one blocks, so that where nobody blocks they are refused.
 * {@code carriers} tells their number; change it by an argument of the fork ({@code -jvmArgsAppend
 * -Djdk.virtualThreadScheduler.parallelism=4}).
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan contention --include LockContention}.
 * On the two cores of {@code results/contention-amd-epyc-2cpu} the locks that nobody else wanted
 * came within a tenth of each other, and the fair ReentrantLock, with eight who wanted it, got a
 * fiftieth done of what the other ReentrantLock did.
 */
@Covers(Construct.T2)
@LimitedBy(GuardLimit.class)
@Question("What does a lock cost as contenders are added?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class LockContentionBenchmark extends Accounted {
  @Param public Guard guard;

  @Param({"1", "2", "4", "8", "16"})
  public int contenders;

  @Param public ThreadKind thread;

  @Param({"80000"})
  public int operations;

  @MayBeZero
  @Param({"0"})
  public int readPercent;

  @MayBeZero
  @Param({"50"})
  public int criticalWork;

  @MayBeZero
  @Param({"50"})
  public int outsideWork;

  private ContentionOptions options;
  private Contention contention;
  private int carriers;

  @Setup
  public void start() throws Exception {
    carriers = thread == ThreadKind.VIRTUAL ? Carriers.count() : 0;
    options =
        new ContentionOptions(
            guard, thread, contenders, operations, readPercent, criticalWork, outsideWork);
    contention = Contention.open(options);
    WarmUp.run(this::checked);
  }

  @TearDown
  public void stop() {
    if (contention != null) {
      contention.close();
    }
  }

  @Benchmark
  public long contend(CountedAcquisitions counted, ContentionCounters counters, CarriersFound found)
      throws Exception {
    return count(counted, counters);
  }

  /** The same once more. */
  @Benchmark
  public long contendAgain(
      CountedAcquisitions counted, ContentionCounters counters, CarriersFound found)
      throws Exception {
    return count(counted, counters);
  }

  private long count(CountedAcquisitions counted, ContentionCounters counters) throws Exception {
    Outcome outcome = checked();
    counted.acquisitions += operations;
    counters.add(outcome.waits(), outcome.fairness(), options.updates(), outcome.updates());
    return outcome.updates();
  }

  private Outcome checked() throws Exception {
    Outcome outcome = contention.run();
    if (!guard.isRacing()) {
      Answers.check(0, outcome.balance());
      Answers.check(options.updates(), outcome.updates());
    }
    return outcome;
  }

  /** What carried the contenders. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class CarriersFound {
    /** How many virtual threads run at once; 0 where the contenders are platform threads. */
    public int carriers;

    @TearDown(Level.Iteration)
    public void tell(LockContentionBenchmark benchmark) {
      carriers = benchmark.carriers;
    }
  }
}
