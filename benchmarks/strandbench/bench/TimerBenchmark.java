package strandbench.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
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
import strandbench.workload.ThreadKind;

/**
 * Question: how late does a timer fire?
 *
 * <p>Held constant: 100 timers in an operation, the first due after 0.2 ms, the last after 20 ms,
 * 0.2 ms apart; what they do takes no time. What varies: what a timer is. {@code scheduled} is the
 * JDK's scheduled executor with one thread; {@code sleeping} a thread for each timer that sleeps;
 * and the kind of threads. {@code latenessP50Nanos} and {@code latenessP99Nanos} are the answer:
 * from when a timer was due until it ran. The score is the time until all have fired, 20 ms at
 * best.
 *
 * <p>What would fool us: timers that fire early, twice or never (each is checked); a due time taken
 * after the timer was set (it is taken before, so that setting it counts as lateness); a machine
 * that puts idle cores to deep sleep, or is busy: lateness is mostly the time to wake a thread.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan coordination --include Timer}. In
 * {@code results/thorough-amd-epyc-2cpu}: a tenth of a millisecond in the median, with both kinds
 * of threads.
 */
@Covers(Construct.T6)
@Question("How late does a timer fire?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 1)
public class TimerBenchmark extends Accounted {
  private static final int TIMERS = 100;
  private static final long APART_NANOS = 200_000;

  @Param public ThreadKind thread;

  private ExecutorService sleepers;
  private ScheduledExecutorService timers;

  @Setup
  public void open() {
    sleepers = thread.open();
    timers = Executors.newSingleThreadScheduledExecutor(thread.factory());
  }

  @TearDown
  public void close() {
    sleepers.shutdownNow();
    timers.shutdownNow();
  }

  @Benchmark
  public int scheduled(Lateness lateness) throws Exception {
    Firings firings = new Firings();
    List<ScheduledFuture<?>> set = new ArrayList<>();
    for (int i = 0; i < TIMERS; i++) {
      int timer = i;
      set.add(timers.schedule(() -> firings.fire(timer), firings.set(timer), TimeUnit.NANOSECONDS));
    }
    for (ScheduledFuture<?> timer : set) {
      timer.get();
    }
    return firings.check(lateness);
  }

  @Benchmark
  public int sleeping(Lateness lateness) throws Exception {
    Firings firings = new Firings();
    List<Callable<Integer>> set = new ArrayList<>();
    for (int i = 0; i < TIMERS; i++) {
      int timer = i;
      firings.set(timer);
      set.add(
          () -> {
            TimeUnit.NANOSECONDS.sleep(firings.untilDue(timer));
            firings.fire(timer);
            return timer;
          });
    }
    Sides.join(sleepers, set);
    return firings.check(lateness);
  }

  /** When the timers of one operation were due, and when they fired. */
  private static final class Firings {
    private final long[] due = new long[TIMERS];
    private final long[] fired = new long[TIMERS];
    private final AtomicIntegerArray times = new AtomicIntegerArray(TIMERS);

    /** Returns the nanoseconds from now until a timer is due. */
    long set(int timer) {
      long delay = (timer + 1) * APART_NANOS;
      due[timer] = System.nanoTime() + delay;
      return delay;
    }

    long untilDue(int timer) {
      return due[timer] - System.nanoTime();
    }

    void fire(int timer) {
      fired[timer] = System.nanoTime();
      times.incrementAndGet(timer);
    }

    int check(Lateness lateness) {
      for (int i = 0; i < TIMERS; i++) {
        Answers.check(1, times.get(i));
        long late = fired[i] - due[i];
        if (late < 0) {
          throw new IllegalStateException("timer %d fired %d ns early".formatted(i, -late));
        }
        lateness.add(late);
      }
      return TIMERS;
    }
  }
}
