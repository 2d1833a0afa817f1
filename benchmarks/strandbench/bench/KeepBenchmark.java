package strandbench.bench;

import java.time.Duration;
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
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.CollectsGarbage;
import strandbench.catalog.Question;
import strandbench.parked.Filling;
import strandbench.parked.Filling.Stop;
import strandbench.parked.ParkedStrands;
import strandbench.parked.Strand;
import strandbench.parked.Weight;

/**
 * Question: what does it cost to keep a thread or a process that waits, and how many can be kept?
 *
 * <p>Held constant: what each of them does, which is to make {@code depth} calls, one within the
 * other, and to wait in {@code LockSupport.park}; a JVM that nothing else runs in. An operation
 * starts them, sees each of them alive and parked, lets them go and waits for their ends, and each
 * has to come back through all its calls. What varies: what is kept, and how deep its stack is.
 *
 * <p>{@code memory} keeps 1,000 platform threads, 10,000 virtual threads or 4 worker processes, and
 * weighs them: {@code residentKilobytesPerStrand} is what this JVM and its worker processes hold in
 * RAM, heap apart, plus the live objects of this JVM's heap (after a full collection), with them
 * less without, by their number. {@code heapKilobytesPerStrand} is the heap's part of that. Where
 * {@code proportional} is 1 a page that several processes share is counted once (Linux: Pss), where
 * it is 0 once for each of them. {@code most} tries how many there can be, up to {@code cap}:
 * {@code held} of them were alive and parked at once, and one of {@code stoppedByRefusal}, {@code
 * stoppedByMemory} and {@code stoppedByTime} is 1 where that is less. The counters are the answer;
 * the score only says how long it took to start, park, weigh and end them all.
 *
 * <p>What would fool us: a heap that grows into RAM meanwhile (the forks of {@code memory} touch
 * all of it at the start; without {@code -XX:+AlwaysPreTouch} the first figure is NaN); garbage
 * counted as a thread's (the collection); threads that have not yet run, whose stacks are empty;
 * stacks of interpreted calls, which are larger (the set-up has them compiled); a virtual thread's
 * stack, which is on no stack but in the heap; a second operation in the same JVM, which uses again
 * what the C library has kept from the first (one operation a fork; and the counters of several
 * iterations are added up by JMH). What the kernel itself keeps for a thread or a process stands in
 * no process's account, and is not counted.
 *
 * <p>{@code most} stops by itself: at its cap, after half a minute, when half of the memory that
 * was available is used, when live objects fill 70% of the heap (6 GB, for what virtual threads
 * need), or when the system refuses one; then it lets a batch of them go at once, for others to
 * have room.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan keep}. In {@code
 * results/thorough-amd-epyc-2cpu} with 20 calls on the stack a platform thread took 20 KiB of
 * resident memory, a virtual thread 1.3 KiB of heap, and a process 37 MiB.
 */
@Question("What does it cost to keep a thread or a process that waits, and how many can be kept?")
@CollectsGarbage
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class KeepBenchmark extends Accounted {
  private static final int FEW = 100;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Param public Strand strand;

  /** Java calls from where a strand begins to where it parks. */
  @Param({"20", "200"})
  public int depth;

  /** How many are kept or tried, in hundredths of the number for this kind of strand. */
  @Param({"100"})
  public int percent;

  /** What one of them weighs. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class KeptMemory {
    public double residentKilobytesPerStrand;
    public double heapKilobytesPerStrand;
    public long proportional;
  }

  /** How many there were, and why no more. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class HeldStrands {
    public long held;
    public long cap;
    public long stoppedByRefusal;
    public long stoppedByMemory;
    public long stoppedByTime;
  }

  /** With so few of them that what they leave behind doesn't matter. */
  @Setup
  public void warmUp() throws Exception {
    int few = Math.max(1, strand.kept() / FEW);
    WarmUp.run(
        () -> {
          try (ParkedStrands strands = strand.open(depth)) {
            start(strands, few);
            strands.release();
            return few;
          }
        });
  }

  @Benchmark
  @Fork(
      value = 5,
      jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch"})
  public int memory(KeptMemory kept) throws Exception {
    int count = share(strand.kept());
    try (ParkedStrands strands = strand.open(depth)) {
      Weight before = Weight.with(strands);
      start(strands, count);
      Weight after = Weight.with(strands);
      strands.release();
      kept.heapKilobytesPerStrand = (after.heapKilobytes() - before.heapKilobytes()) / count;
      kept.residentKilobytesPerStrand =
          (after.residentKilobytes() - before.residentKilobytes()) / count;
      kept.proportional = before.isProportional() && after.isProportional() ? 1 : 0;
    }
    return count;
  }

  private static void start(ParkedStrands strands, int count) throws InterruptedException {
    while (strands.count() < count) {
      if (!strands.add()) {
        throw new IllegalStateException(
            "the system refuses more than " + strands.count() + " of " + count);
      }
    }
    strands.awaitParked();
  }

  @Benchmark
  @Fork(
      value = 5,
      jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx6g"})
  public int most(HeldStrands counted) throws Exception {
    try (ParkedStrands strands = strand.open(depth)) {
      int cap = share(strand.cap());
      Stop stop = Filling.withinHalfOfWhatIsAvailable(LIMIT).fill(strands, cap, strand.batch());
      strands.awaitParked();
      counted.cap = cap;
      counted.held = strands.count();
      counted.stoppedByRefusal = stop == Stop.REFUSED ? 1 : 0;
      counted.stoppedByMemory = stop == Stop.MEMORY ? 1 : 0;
      counted.stoppedByTime = stop == Stop.TIME ? 1 : 0;
      strands.release();
      return cap;
    }
  }

  private int share(int number) {
    return Math.max(1, (int) ((long) number * percent / 100));
  }
}
