package strandbench.bench;

import java.time.Duration;
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
import strandbench.catalog.LimitedBy;
import strandbench.catalog.Question;
import strandbench.model.client.FetchClient;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;

/**
 * Question: how near does a JVM come to the ideal rate with 10,000 fetches in flight?
 *
 * <p>Held constant: origin, delay (fixed), pages and what is checked of them, as in {@link
 * FetchBenchmark}; 40 fetches per slot and operation; a heap of 8 GB, which takes the garbage of an
 * operation of the blocking client (about 10 kB a fetch) whole, and is collected before it (one
 * operation a fork). What varies: the client together with who waits for its answers ({@link
 * FetchClient}). The ideal is in flight / delay.
 *
 * <p>What would fool us: the start and the end of an operation, when not every slot is busy. All
 * slots begin at once, so that their answers come in waves, for each of which the processors need
 * some tenths of a second; in the 10 rounds of a shorter operation the waves have hardly spread.
 * And the collector: one young collection that has 10,000 waiting fetches to copy takes some tenths
 * of a second, in which the answers pile up to a wave again. Here none falls into an operation of
 * the blocking client, and one of 0.3 to 0.5 s into one of the JDK's, which takes a minute and
 * makes twice the garbage. That is what the heap is for, and is not what an application sees:
 * {@link FetchBenchmark} with 10,000 in flight on its heap of 2 GB, in the same plan, tells what
 * they cost. Else what fools {@link FetchClientBenchmark}.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan full-stretch --include
 * FullStretchBenchmark}. In {@code results/full-stretch-amd-epyc-2cpu}: 92% of the ideal on virtual
 * threads, 70% with the JDK's asynchronous client, which brought 1,800 to 2,500 threads of its own,
 * and no valid figure for the pool of 10,000 platform threads: the origin's answers left 108 ms
 * late in its median fork, though it took no more processor time than elsewhere. Forks on virtual
 * threads ranged from 88% to 95%, the lower the later the origin's answers left: whether answers
 * come in waves decides.
 */
@LimitedBy(FullStretchLimit.class)
@Question("How near do 10,000 fetches in flight come to the ideal rate?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms8g", "-Xmx8g", "-Xmn6g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 0)
@Measurement(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class FullStretchBenchmark extends Accounted {
  @Param({"APACHE_ON_VIRTUAL_THREADS", "APACHE_ON_PLATFORM_POOL", "JDK_ASYNC"})
  public FetchClient client;

  @Param({"10000"})
  public int inFlight;

  @Param({"1000"})
  public int delayMillis;

  @Param({"1024"})
  public int bodyBytes;

  @Param({"40"})
  public int fetchesPerSlot;

  private ClientFetches open;
  private ClientFetches.Operation fetches;

  /** An eighth of an operation comes first: a whole one would take as long as what is measured. */
  @Setup
  public void open(RunningOrigin running) throws Exception {
    Origin origin =
        running.start(
            new OriginOptions(DelayDistribution.FIXED, Duration.ofMillis(delayMillis), bodyBytes),
            inFlight);
    open = ClientFetches.open(client, origin, inFlight);
    open.operation(Math.ceilDiv(fetchesPerSlot, 8)).run();
    fetches = open.operation(fetchesPerSlot);
    System.gc();
  }

  @TearDown
  public void close() {
    if (open != null) {
      open.close();
    }
  }

  @Benchmark
  public long fetch(CountedFetches counted, ClientThreads threads, OriginLoad load, OpenFiles files)
      throws Exception {
    long sum = fetches.run();
    counted.fetches += fetches.pages().tasks().size();
    return sum;
  }
}
