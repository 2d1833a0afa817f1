package strandbench.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
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
import strandbench.model.ConcurrencyModel;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;
import strandbench.workload.TimedAnswer;

/**
 * Question: how late do answers seem to be where a request is sent only when another's answer has
 * come?
 *
 * <p>The control of {@link OpenLoopBenchmark}, with the same fetch, client and origin: where so
 * many are in flight as an offered rate times the delay, it sends at that rate or a little less.
 * Latency runs from when a fetch did start. What varies: the model, and how many are in flight. An
 * operation sends for half a second in which nothing is recorded, then for {@code seconds} that
 * count, as far as the model keeps up.
 *
 * <p>What would fool us is the question itself: a fetch that would have been sent while all slots
 * were busy is not sent, and nobody's wait is counted (Gil Tene calls it coordinated omission). So
 * the percentiles tell how long a fetch takes, and not how late a user is served.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan open-loop --include ClosedLoop}. In
 * {@code results/thorough-amd-epyc-2cpu} it says that 99% of answers came within 59 ms, at 1,170 a
 * second; the open loop of {@link OpenLoopBenchmark}, at 1,200, says 72 ms.
 */
@LimitedBy(OpenLoopLimit.class)
@Question("How late do answers seem where a request waits for another's answer before it is sent?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 1, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1)
public class ClosedLoopBenchmark extends Accounted {
  private static final int WARM_UP_FETCHES = 256;

  @Param public ConcurrencyModel model;

  @Param({"60"})
  public int inFlight;

  @Param({"FIXED"})
  public DelayDistribution delay;

  @Param({"50"})
  public int delayMillis;

  @Param({"1024"})
  public int bodyBytes;

  /** How long fetches are recorded. */
  @Param({"3"})
  public int seconds;

  private ExecutorService executor;
  private TimedFetches fetches;
  private int leadIn;

  @Setup
  public void open(RunningOrigin running) throws Exception {
    int perSecond = OpenLoopLimit.idealPerSecond(inFlight, delayMillis);
    OpenLoopLimit.refusal(perSecond, seconds)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
    Origin origin =
        running.start(new OriginOptions(delay, Duration.ofMillis(delayMillis), bodyBytes));
    executor = model.open(inFlight);
    Fetches warmUp = Fetches.of(WARM_UP_FETCHES, origin::undelayedPage);
    WarmUp.run(executor, warmUp.tasks(), warmUp.expected());
    leadIn = Math.toIntExact(perSecond * OpenLoopBenchmark.LEAD_IN.toMillis() / 1000);
    fetches = TimedFetches.of(leadIn + perSecond * seconds, origin::page);
  }

  @TearDown
  public void close() {
    if (executor != null) {
      executor.close();
    }
  }

  @Benchmark
  public int fetch(AnswerTimes times, OriginLoad load) throws Exception {
    List<Future<TimedAnswer>> submitted = new ArrayList<>(fetches.tasks().size());
    fetches.tasks().forEach(task -> submitted.add(TimedAnswer.submit(executor, task)));
    List<TimedAnswer> all = new ArrayList<>(submitted.size());
    for (Future<TimedAnswer> each : submitted) {
      all.add(each.get());
    }
    fetches.check(all);
    List<TimedAnswer> answers = all.subList(leadIn, all.size());
    times.take(
        answers.stream().mapToLong(TimedAnswer::serviceNanos).toArray(),
        answers.stream().mapToLong(TimedAnswer::endNanos).toArray());
    return all.size();
  }
}
