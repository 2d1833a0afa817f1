package strandbench.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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
import strandbench.model.ConcurrencyModel;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;
import strandbench.workload.Arrivals;
import strandbench.workload.OpenLoop;

/**
 * Question: how late are answers at a given rate of arrivals?
 *
 * <p>Held constant: the fetch of {@link FetchBenchmark}, its client and its origin; when requests
 * arrive, which is fixed beforehand and the same for every model and fork (a Poisson process, as of
 * users who know nothing of one another; {@code offered} requests a second, exactly). What varies:
 * the model, and how much is offered. Open loop: a request is handed over when it is due, and never
 * waits for another's answer. Beyond the cap on what is in flight it waits in the model's queue,
 * and the wait counts: latency runs from when a request was due until its answer was there. An
 * operation is the whole schedule: half a second in which nothing is recorded, then {@code seconds}
 * that count, then the wait for the last answer. Its percentiles and the answers per second ({@code
 * achievedPerSecond}) are the answer; the score is only how long it took.
 *
 * <p>What would fool us: latency from when a request did start, which leaves out the wait of those
 * that could not ({@code serviceP99Micros} shows what that would tell; {@link ClosedLoopBenchmark}
 * shows the same of a loop that sends only when an answer has come); a generator that can't keep
 * its schedule: how late it was for no fault of the model's stands in {@code
 * generatorLateP99Micros}, and the run's rule {@code generator-late} rejects the cell; a queue that
 * still grows when the schedule ends: where {@code achievedPerSecond} is below {@code offered},
 * latency depends on {@code seconds}, and says that it was too much, not how late answers are;
 * percentiles of few requests (of 1,000, one in a hundred is ten); an origin that is the bottleneck
 * (the rule {@code origin-saturated}); a generator that shares the processors with the model, which
 * it does here.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan open-loop}. In {@code
 * results/thorough-amd-epyc-2cpu} answers that the origin holds for 50 ms came after 50.5 to 51.2
 * ms in the median, with both models, at 960 and at 1,200 requests per second.
 */
@LimitedBy(OpenLoopLimit.class)
@Question("How late are answers at a given rate of arrivals?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 1, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1)
public class OpenLoopBenchmark extends Accounted {
  /** Queues and connections start empty; what is due this early is sent and not recorded. */
  static final Duration LEAD_IN = Duration.ofMillis(500);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long SEED = 1;
  private static final int WARM_UP_FETCHES = 256;

  @Param public ConcurrencyModel model;

  @Param({"64"})
  public int inFlight;

  /** Requests per second. */
  @Param({"320", "960", "1200", "1400"})
  public int offered;

  @Param({"FIXED"})
  public DelayDistribution delay;

  @Param({"50"})
  public int delayMillis;

  @Param({"1024"})
  public int bodyBytes;

  /** How long arrivals are recorded. */
  @Param({"3"})
  public int seconds;

  private ExecutorService executor;
  private OpenLoop loop;
  private TimedFetches fetches;
  private long[] due;
  private int leadIn;

  @Setup
  public void open(RunningOrigin running) throws Exception {
    OpenLoopLimit.refusal(offered, seconds)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
    Origin origin =
        running.start(new OriginOptions(delay, Duration.ofMillis(delayMillis), bodyBytes));
    executor = model.open(inFlight);
    loop = new OpenLoop(executor, PATIENCE);
    Fetches warmUp = Fetches.of(WARM_UP_FETCHES, origin::undelayedPage);
    WarmUp.run(executor, warmUp.tasks(), warmUp.expected());
    leadIn = Math.toIntExact(offered * LEAD_IN.toMillis() / 1000);
    due = schedule(leadIn, offered * seconds, Duration.ofSeconds(seconds));
    fetches = TimedFetches.of(due.length, origin::page);
  }

  /** Nanoseconds from the start; both parts have their number of arrivals exactly. */
  private static long[] schedule(int leadIn, int count, Duration length) {
    return LongStream.concat(
            Arrays.stream(Arrivals.poisson(leadIn, LEAD_IN, SEED)),
            Arrays.stream(Arrivals.poisson(count, length, SEED + 1))
                .map(nanos -> LEAD_IN.toNanos() + nanos))
        .toArray();
  }

  @TearDown
  public void close() {
    if (executor != null) {
      executor.close();
    }
  }

  @Benchmark
  public int fetch(AnswerTimes times, OpenLoopTimes loopTimes, OriginLoad load) throws Exception {
    List<OpenLoop.Request> all = loop.run(fetches.tasks(), due);
    fetches.check(all.stream().map(OpenLoop.Request::answer).toList());
    List<OpenLoop.Request> requests = all.subList(leadIn, all.size());
    times.take(
        requests.stream().mapToLong(OpenLoop.Request::latencyNanos).toArray(),
        requests.stream().mapToLong(request -> request.answer().endNanos()).toArray());
    loopTimes.take(requests);
    return all.size();
  }
}
