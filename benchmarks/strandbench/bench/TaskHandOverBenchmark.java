package strandbench.bench;

import java.time.Duration;
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
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.LimitedBy;
import strandbench.catalog.Question;
import strandbench.model.ConcurrencyModel;
import strandbench.model.SpinningPool;
import strandbench.workload.NullTask;

/**
 * Question: what does it cost to hand over one task and wait for its answer?
 *
 * <p>Held constant: one task in flight, one submitting thread (a platform thread), an executor that
 * is open and idle, a task that does nothing. An operation is one submit and one get; the next
 * starts when this one has returned (closed loop). What varies: the model, how many workers stand
 * by, and what those do who wait. With PARK caller and worker park at once. With SPIN_FIRST they
 * look for up to 50 µs before they park: so does the process pool, always, while a core is to
 * spare, and only the platform pool that is made to do the same can be held against it. Operations
 * are timed one by one, so that percentiles can be read, and not only a mean that a few slow ones
 * make.
 *
 * <p>What would fool us: an answer that is not this task's (each task has a number of its own, and
 * returns it); a hand-over that is still being compiled, here or in a worker JVM (the set-up warms
 * it for 1.2 s with every model); the clock, which takes some tens of nanoseconds itself: it is
 * part of every time, and SINGLE_THREAD, which hands nothing over, shows how much; a caller that
 * looks for its answer, beside one that has to be woken (the two are never compared); and the
 * scheduler: with PARK nearly all of the time is spent in waking a thread, so that it depends on
 * whether the core it wakes on was asleep or busy, and the figure for a busy machine is another
 * one. The time for one task tells nothing about how many a second a model carries when it has many
 * in flight: for that, see {@link TaskSizeBenchmark}.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan hand-over}. In {@code
 * results/thorough-amd-epyc-2cpu} the mean was 29 µs with a platform pool whose threads park, 34
 * with a fork/join pool, 48 with virtual threads, 145 with a platform thread a task; where they
 * look first, 1.0 µs with the pool and 4.0 with a pool of processes.
 */
@Covers({Construct.T8, Construct.P16})
@LimitedBy(HandOverLimit.class)
@Question("What does it cost to hand over one task and wait for its answer?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 2)
public class TaskHandOverBenchmark extends Accounted {
  /** As long as the process pool's. */
  private static final Duration SPIN = Duration.ofNanos(50_000);

  @Param public ConcurrencyModel model;

  @Param({"1"})
  public int parallelism;

  @Param public Waiting waiting;

  private ExecutorService executor;
  private boolean callerSpins;
  private int number;

  @Setup
  public void open() throws Exception {
    HandOverLimit.refusal(model, waiting)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
    callerSpins = waiting == Waiting.SPIN_FIRST && model == ConcurrencyModel.PLATFORM_POOL;
    executor = callerSpins ? SpinningPool.open(parallelism, SPIN) : model.open(parallelism);
    WarmUp.run(this::submitAndGet);
  }

  @TearDown
  public void close() {
    if (executor != null) {
      executor.close();
    }
  }

  @Benchmark
  public int submitAndGet() throws Exception {
    number++;
    Future<Integer> handedOver = executor.submit(new NullTask(number));
    int answer = callerSpins ? SpinningPool.get(handedOver, SPIN) : handedOver.get();
    Answers.check(number, answer);
    return answer;
  }
}
