package strandbench.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
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
import strandbench.catalog.LimitedBy;
import strandbench.catalog.Question;
import strandbench.model.ConcurrencyModel;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;
import strandbench.parked.Weight;
import strandbench.workload.Fetch;

/**
 * Question: what does a fetch that waits for its answer take in memory?
 *
 * <p>Held constant: client and pages of {@link FetchBenchmark}. An operation opens the model's
 * executor, starts as many fetches as may be in flight, and when the origin has received all of
 * them and answered none, weighs; then the origin answers, and every page is checked. What varies:
 * the model, and how many wait. {@code residentKilobytesPerFetch} is what this JVM and its worker
 * processes hold in RAM, heap apart, plus the live objects of this JVM's heap (after a full
 * collection), with the fetches less without them and their executor, by their number: so it counts
 * threads, stacks, connections with their buffers, and a process pool's JVMs with what garbage
 * there is in them. {@code heapKilobytesPerFetch} is this JVM's heap's part of that. The score only
 * says how long it took to open, send, weigh and answer.
 *
 * <p>What would fool us: garbage, which the peak of a JVM's resident memory under load consists of
 * to the greater part (the collection; the forks touch all of the heap at the start, without {@code
 * -XX:+AlwaysPreTouch} the first figure is NaN); fetches that don't all wait (the origin counts
 * them); classes that are loaded and code that is compiled on the way (the set-up makes fetches of
 * each kind; what is left of it, some megabytes, is divided by the number of fetches, so that there
 * should be a thousand of them or more); a second operation in the same JVM, which uses again what
 * the first has left (one operation a fork; and the counters of several iterations are added up by
 * JMH). What the kernel itself keeps for a connection or a thread stands in no process's account,
 * and is not counted.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan fetch --include
 * WaitingFetchBenchmark}. In {@code results/thorough-amd-epyc-2cpu}: 45 KiB of resident memory with
 * virtual threads, 136 with a pool of platform threads, 174 with processes of virtual threads,
 * whose JVMs are counted in.
 */
@LimitedBy(WaitingFetchLimit.class)
@Question("What does a fetch that waits for its answer take in memory?")
@CollectsGarbage
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class WaitingFetchBenchmark extends Accounted {
  private static final int FEW = 10;

  @Param public ConcurrencyModel model;

  @Param({"1000"})
  public int inFlight;

  @Param({"1024"})
  public int bodyBytes;

  private Origin origin;
  private Fetches fetches;

  /** What one of them weighs. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class WaitingMemory {
    public double residentKilobytesPerFetch;
    public double heapKilobytesPerFetch;

    /** 1 where a page that several processes share is counted once, 0 where once for each. */
    public long proportional;
  }

  /** With so few of them at once that what they leave behind doesn't matter. */
  @Setup
  public void open(RunningOrigin running) throws Exception {
    origin =
        running.start(
            new OriginOptions(DelayDistribution.FIXED, Duration.ZERO, bodyBytes), inFlight);
    int few = Math.min(FEW, inFlight);
    Fetches undelayed = Fetches.of(few, origin::undelayedPage);
    try (ExecutorService executor = model.open(few)) {
      WarmUp.run(executor, undelayed.tasks(), undelayed.expected());
    }
    fetches = Fetches.of(inFlight, origin::heldPage);
  }

  @Benchmark
  public long hold(WaitingMemory memory) throws Exception {
    Weight before = Weight.with(workers());
    try (ExecutorService executor = model.open(inFlight)) {
      List<Future<Long>> waiting = new ArrayList<>();
      for (Fetch fetch : fetches.tasks()) {
        waiting.add(executor.submit(fetch));
      }
      Weight after;
      try {
        HeldFetches.await(origin, inFlight, () -> waiting.stream().anyMatch(Future::isDone));
        after = Weight.with(workers());
      } finally {
        origin.release();
      }
      long sum = 0;
      for (Future<Long> fetch : waiting) {
        sum += fetch.get();
      }
      Answers.check(fetches.expected(), sum);
      memory.heapKilobytesPerFetch = (after.heapKilobytes() - before.heapKilobytes()) / inFlight;
      memory.residentKilobytesPerFetch =
          (after.residentKilobytes() - before.residentKilobytes()) / inFlight;
      memory.proportional = before.isProportional() && after.isProportional() ? 1 : 0;
      return sum;
    }
  }

  /** All processes that this JVM has started, but the origin. */
  private List<Long> workers() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .filter(pid -> pid != origin.pid())
        .toList();
  }
}
