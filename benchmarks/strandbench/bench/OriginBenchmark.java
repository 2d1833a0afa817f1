package strandbench.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.Question;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;
import strandbench.origin.Page;
import strandbench.workload.LeanLoad;

/**
 * Question: what does a request cost the origin, the server that all fetches talk to?
 *
 * <p>Held constant: the load (one thread that sends at even distances and never waits for an
 * answer, on connections that are kept alive, so that it costs little and the same at all times),
 * the size of the pages. What varies: the requests per second; in flight are as many as that times
 * the delay, 1,000 at 10,000 a second and 100 ms. {@code origin.cpu}, which the account of the
 * process tree tells, is the answer: processor time of the whole server per request. {@code
 * origin.cores} is its share of the machine. The score, requests per second, only shows that the
 * rate was kept.
 *
 * <p>What would fool us: wrong answers (status, length and checksum of each are checked); a load
 * that waits for a slow server, which would then be measured at a lower rate (how late requests
 * left stands in {@code generatorLateP99Micros}, and the run's rule {@code generator-late} rejects
 * the cell); a server that is still being compiled (the warm-up is as long as the measurement);
 * requests that come one by one, each of which wakes the server (at 1,000 a second they do, at
 * 10,000 ten come at once).
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan open-loop --include Origin}. In
 * {@code results/thorough-amd-epyc-2cpu}: 31 µs of processor time for each request, at 10,000 a
 * second and a delay of 100 ms.
 */
@Question("What does a request cost the origin, the server that fetches talk to?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(OriginBenchmark.REQUESTS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 1, time = 3)
@Measurement(iterations = 1, time = 3)
public class OriginBenchmark extends Accounted {
  static final int REQUESTS = 500;

  private static final int PAGES = 256;
  private static final int SPARE_CONNECTIONS = 64;

  /** Requests per second. */
  @Param({"1000", "10000"})
  public int offered;

  @Param({"100"})
  public int delayMillis;

  @Param({"1024"})
  public int bodyBytes;

  private LeanLoad load;

  @Setup
  public void open(RunningOrigin running) throws Exception {
    Origin origin =
        running.start(
            new OriginOptions(DelayDistribution.FIXED, Duration.ofMillis(delayMillis), bodyBytes));
    int inFlight = Math.toIntExact((long) offered * delayMillis / 1000);
    load =
        LeanLoad.start(
            origin.page(0).uri().getPort(),
            targets(origin::page),
            offered,
            2 * inFlight + SPARE_CONNECTIONS);
  }

  private static List<LeanLoad.Target> targets(IntFunction<Page> pages) {
    return IntStream.range(0, PAGES)
        .mapToObj(pages)
        .map(page -> new LeanLoad.Target(page.uri().getPath(), page.length(), page.crc32c()))
        .toList();
  }

  @TearDown
  public void close() {
    if (load != null) {
      load.close();
    }
  }

  @Benchmark
  public int serve(LoadView view) throws Exception {
    load.await(REQUESTS);
    return REQUESTS;
  }

  /** What the load saw during the iteration. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class LoadView {
    /** The median time from a request to its answer. */
    public long latencyP50Micros;

    /** The time that 99% of the answers took at most. */
    public long latencyP99Micros;

    /** How late 99% of the requests left at most. */
    public long generatorLateP99Micros;

    /** How many connections were open in the end. */
    public long connections;

    @Setup(Level.Iteration)
    public void start(OriginBenchmark benchmark) {
      benchmark.load.reset();
    }

    @TearDown(Level.Iteration)
    public void stop(OriginBenchmark benchmark) {
      Histogram micros = benchmark.load.latencies();
      latencyP50Micros = micros.getValueAtPercentile(50);
      latencyP99Micros = micros.getValueAtPercentile(99);
      generatorLateP99Micros = benchmark.load.lateness().getValueAtPercentile(99);
      connections = benchmark.load.connections();
    }
  }
}
