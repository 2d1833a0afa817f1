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
 * Question: what does the HTTP client do to fetches, and how many threads does it bring?
 *
 * <p>Held constant: the origin, its delay, its pages and what is checked of them, fetches per slot
 * and operation, all as in {@link FetchBenchmark}; no client has a limit on connections. What
 * varies: the client together with who waits for its answers ({@link FetchClient}), and the cap on
 * requests in flight. A row is a client on a model, and no model: compare clients on the same
 * model, and the asynchronous one, which needs none, with each of them. {@code clientThreads}
 * counts the threads that a client brings beside those that call it, {@code tree.threads.peak} all
 * threads of the JVM.
 *
 * <p>What would fool us: a client that does less (all check length and checksum of every body, and
 * all give up after 60 s); an asynchronous one with more in flight than the others (the origin
 * counts, and the fork fails); a connection that each request opens anew ({@code
 * originConnectionsPeak}, and the time-waits of {@link OpenFiles}); and what fools {@link
 * FetchBenchmark}.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan fetch --include
 * FetchClientBenchmark}. In {@code results/thorough-amd-epyc-2cpu} with 1,000 in flight the JDK's
 * client came to 74% of the ideal on virtual threads and to 78% asynchronously, at more than twice
 * the processor time for each fetch that the blocking one of {@link FetchBenchmark} takes, which
 * came to 85%.
 */
@LimitedBy(FetchClientLimit.class)
@Question("What does the HTTP client do to fetches per second, and how many threads does it bring?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g", "-Xmn512m"})
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class FetchClientBenchmark extends Accounted {
  @Param public FetchClient client;

  @Param({"1", "100", "1000"})
  public int inFlight;

  @Param({"FIXED"})
  public DelayDistribution delay;

  @Param({"100"})
  public int delayMillis;

  @Param({"1024"})
  public int bodyBytes;

  private ClientFetches open;
  private ClientFetches.Operation fetches;

  @Setup
  public void open(RunningOrigin running) throws Exception {
    Origin origin =
        running.start(
            new OriginOptions(delay, Duration.ofMillis(delayMillis), bodyBytes), inFlight);
    open = ClientFetches.open(client, origin, inFlight);
    fetches = open.operation(FetchBenchmark.fetchesPerSlot(delayMillis));
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
