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
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.Question;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;
import strandbench.process.ProcessPool;

/**
 * Question: a master that hands its work to processes with many threads in each: what do the two
 * levels give?
 *
 * <p>Held constant: the fetch of {@link FetchBenchmark}, 20 for each thread and operation, 50 ms
 * each. What varies: the number of processes, and of virtual threads in each. The ideal is
 * processes x threads / delay.
 *
 * <p>What would fool us: comparing 2 x 64 with 1 x 64, which has half as much in flight (compare
 * along processes x threads, which stands for what is in flight); more processes than cores; a
 * wrong page counted as a fetch (length and checksum of every body are checked).
 *
 * <p>Run just this one: {@code scripts/strandbench run --include MasterWorkersBenchmark}. In {@code
 * results/thorough-amd-epyc-2cpu} all four came to 92% to 95% of the ideal: the number in flight
 * decides, and not how it is divided.
 */
@Covers(Construct.P20)
@Question("Processes with many threads in each: what do the two levels give?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 7, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class MasterWorkersBenchmark extends Accounted {
  private static final int FETCHES_PER_THREAD = 20;
  private static final int WARM_UP_FETCHES = 256;
  private static final Duration DELAY = Duration.ofMillis(50);
  private static final int BODY_BYTES = 1024;

  @Param({"1", "2"})
  public int processes;

  @Param({"1", "8", "64"})
  public int threadsPerProcess;

  private Origin origin;
  private ProcessPool pool;
  private Fetches fetches;

  @Setup
  public void open() throws Exception {
    origin = Origin.start(new OriginOptions(DelayDistribution.FIXED, DELAY, BODY_BYTES));
    pool =
        ProcessPool.builder()
            .workers(processes)
            .concurrencyPerWorker(threadsPerProcess)
            .accept("strandbench.workload.*")
            .build();
    Fetches warmUp = Fetches.of(WARM_UP_FETCHES, origin::undelayedPage);
    WarmUp.run(pool, warmUp.tasks(), warmUp.expected());
    fetches = Fetches.of(processes * threadsPerProcess * FETCHES_PER_THREAD, origin::page);
  }

  @TearDown
  public void close() {
    if (pool != null) {
      pool.close();
    }
    if (origin != null) {
      origin.close();
    }
  }

  @Benchmark
  public long fetch(CountedFetches counted) throws Exception {
    long sum = Answers.sumOf(pool, fetches.tasks());
    Answers.check(fetches.expected(), sum);
    counted.fetches += fetches.tasks().size();
    return sum;
  }
}
