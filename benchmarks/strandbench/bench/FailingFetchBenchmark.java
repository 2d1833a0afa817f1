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
import strandbench.catalog.LimitedBy;
import strandbench.catalog.MayBeZero;
import strandbench.catalog.Question;
import strandbench.model.ConcurrencyModel;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Faults;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;
import strandbench.workload.FetchTally;

/**
 * Question: how many good fetches per second does each model get done when some answers are resets,
 * errors or never come?
 *
 * <p>Held constant: client, origin and pages of {@link FetchBenchmark}; 20 pages per slot and
 * operation; what fails: of all requests so many in a thousand, two fifths of them reset, two
 * fifths answered with a status of 500, the rest never answered, seeded, so that each attempt at
 * each page has the same fate in every operation of every model; and what is done about it: 3
 * attempts at most, 5 to 10 ms between the first two, twice as long before the third, all in the
 * page's own slot, so that there are never more requests in flight than slots; an attempt is over
 * when nothing has arrived for a second more than the longest delay. What varies: the model, and
 * the cap on pages in flight.
 *
 * <p>The score to compare is {@code fetches}: pages that were got. {@code resets}, {@code errors},
 * {@code timeouts}, {@code retries} and {@code givenUp} count what failed in the iteration; none of
 * it is a fetch. A slot that meets an answer that never comes is lost for a second, and an
 * operation ends with its slowest slot: the ideal of {@link FetchBenchmark} is not reached by any
 * model.
 *
 * <p>What would fool us: failures that score, or are lost (the tally of each operation must be
 * exactly the one that was worked out beforehand, the sum of the checksums of all pages that were
 * got in it); an answer that is late because the machine is busy, taken for one that never comes
 * (the tally tells, and the fork fails); connections that failures use up ({@link OpenFiles}).
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan fetch --include
 * FailingFetchBenchmark}. In {@code results/thorough-amd-epyc-2cpu} the pool got 847 good pages per
 * second and virtual threads 836, of the 2,000 that answers without a failure would allow.
 */
@LimitedBy(FetchLimit.class)
@Question("How many good fetches per second when some answers are resets, errors or never come?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g", "-Xmn512m"})
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class FailingFetchBenchmark extends Accounted {
  private static final int PAGES_PER_SLOT = 20;
  private static final int WARM_UP_FETCHES = 256;
  private static final int ATTEMPTS = 3;
  private static final int BACK_OFF_MILLIS = 10;
  private static final int SPARE_MILLIS = 1000;
  private static final long SEED = 7;

  @Param public ConcurrencyModel model;

  @Param({"100"})
  public int inFlight;

  @Param({"FIXED"})
  public DelayDistribution delay;

  @Param({"50"})
  public int delayMillis;

  @Param({"1024"})
  public int bodyBytes;

  /** Of a thousand requests; 0 shows what the rule costs where nothing fails. */
  @Param({"50"})
  @MayBeZero
  public int failingPermille;

  private ExecutorService executor;
  private FailingFetches fetches;

  @Setup
  public void open(RunningOrigin running) throws Exception {
    Duration mean = Duration.ofMillis(delayMillis);
    int fifth = failingPermille / 5;
    Origin origin =
        running.start(
            new OriginOptions(delay, mean, bodyBytes)
                .with(new Faults(2 * fifth, 2 * fifth, failingPermille - 4 * fifth, SEED)),
            inFlight);
    executor = model.open(inFlight);
    Fetches warmUp = Fetches.of(WARM_UP_FETCHES, origin::undelayedPage);
    WarmUp.run(executor, warmUp.tasks(), warmUp.expected());
    Fetches held = Fetches.of(inFlight, origin::heldPage);
    HeldFetches.fillSlots(
        origin, inFlight, () -> Answers.sumOf(executor, held.tasks()), held.expected());
    fetches =
        FailingFetches.of(
            inFlight * PAGES_PER_SLOT,
            origin,
            new FailingFetches.Rule(
                ATTEMPTS, BACK_OFF_MILLIS, delay.longest(mean).toMillis() + SPARE_MILLIS));
  }

  @TearDown
  public void close() {
    if (executor != null) {
      executor.close();
    }
  }

  @Benchmark
  public long fetch(
      CountedFetches counted, CountedFailures failures, OriginLoad load, OpenFiles open)
      throws Exception {
    FetchTally tally = fetches.run(executor);
    counted.fetches += tally.fetched();
    failures.add(tally);
    return tally.sum();
  }
}
