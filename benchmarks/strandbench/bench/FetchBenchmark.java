package strandbench.bench;

import java.time.Duration;
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
import strandbench.origin.DelayDistribution;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;

/**
 * Question: how many fetches per second does each model get done as it may hold more of them in
 * flight?
 *
 * <p>Held constant: the client (blocking, one per JVM, connections kept alive, no limit of its own
 * on them), the origin (a JVM of its own, on loopback), the delay of its answers, the size of its
 * pages, the number of fetches per slot and operation (20; 10 where the delay is 100 ms or more).
 * What varies: the model, and the cap on requests in flight. Closed loop: a fetch is sent when
 * another has returned. The ideal is in flight / delay.
 *
 * <p>What would fool us: an origin that is the bottleneck (its event loop's share of a core and the
 * lateness of its answers stand beside every score, and the run's rule {@code origin-saturated}
 * rejects the cell); a model that holds more in flight than it may (the origin counts them, and the
 * fork fails), or never holds as many as it may ({@code originInFlightPeak}); a client that brings
 * threads of its own (this one has none; for others see {@link FetchClientBenchmark}); a wrong page
 * counted as a fetch (length and checksum of every body are checked, and the sum of all); the start
 * and the end of an operation, when not every slot is busy: they weigh more the fewer fetches a
 * slot has, and the longer the processors take to send as many requests as there are slots; a
 * client that is still being compiled, or has connections yet to open (the set-up warms it for 1.2
 * s with fetches that the origin answers at once, then has as many wait at once as there are
 * slots).
 *
 * <p>Open files and ephemeral ports must not run out: {@link OpenFiles} counts both before and
 * after each iteration. Ten minutes of it: {@code java -jar target/benchmarks.jar
 * bench.FetchBenchmark -f 1 -wi 1 -i 10 -r 60 -p model=VIRTUAL_THREADS -p inFlight=1000 -p
 * delayMillis=100}.
 *
 * <p>Run just this one: {@code scripts/strandbench run --include bench.FetchBenchmark}; up to
 * 10,000 in flight, {@code --plan full-stretch} with it. In {@code results/standard-amd-epyc-2cpu}
 * all models came to 89.8% of the ideal or more with 8 in flight, and to 86.8% to 90.6% with 256,
 * where processes are not to be had.
 */
@Covers(Construct.P19)
@LimitedBy(FetchLimit.class)
@Question("Which model for I/O-bound work: how many fetches per second at so many in flight?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g", "-Xmn512m"})
@Warmup(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class FetchBenchmark extends Accounted {
  /**
   * An operation takes as long as one slot's fetches: a second, where that leaves enough of them.
   */
  private static final long OPERATION_MILLIS = 1000;

  private static final int FEWEST_PER_SLOT = 10;
  private static final int MOST_PER_SLOT = 20;
  private static final int WARM_UP_FETCHES = 256;

  @Param public ConcurrencyModel model;

  @Param({"1", "8", "256"})
  public int inFlight;

  @Param({"FIXED"})
  public DelayDistribution delay;

  @Param({"50"})
  public int delayMillis;

  @Param({"1024"})
  public int bodyBytes;

  private ExecutorService executor;
  private Fetches fetches;

  @Setup
  public void open(RunningOrigin running) throws Exception {
    Origin origin =
        running.start(
            new OriginOptions(delay, Duration.ofMillis(delayMillis), bodyBytes), inFlight);
    executor = model.open(inFlight);
    Fetches warmUp = Fetches.of(WARM_UP_FETCHES, origin::undelayedPage);
    WarmUp.run(executor, warmUp.tasks(), warmUp.expected());
    Fetches held = Fetches.of(inFlight, origin::heldPage);
    HeldFetches.fillSlots(
        origin, inFlight, () -> Answers.sumOf(executor, held.tasks()), held.expected());
    fetches = Fetches.of(inFlight * fetchesPerSlot(delayMillis), origin::page);
  }

  /** How many fetches each slot has in an operation, one after the other. */
  static int fetchesPerSlot(int delayMillis) {
    return Math.clamp(OPERATION_MILLIS / delayMillis, FEWEST_PER_SLOT, MOST_PER_SLOT);
  }

  @TearDown
  public void close() {
    if (executor != null) {
      executor.close();
    }
  }

  @Benchmark
  public long fetch(CountedFetches counted, OriginLoad load, OpenFiles open) throws Exception {
    long sum = Answers.sumOf(executor, fetches.tasks());
    Answers.check(fetches.expected(), sum);
    counted.fetches += fetches.tasks().size();
    return sum;
  }
}
