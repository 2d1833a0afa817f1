package strandbench.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.Question;
import strandbench.workload.ThreadKind;

/**
 * Question: what do the JDK's coordination primitives cost, with platform and with virtual threads?
 *
 * <p>Held constant: what each method does, which is nothing but to meet. What varies: the kind of
 * threads. The score is the time for one of what the method's own comment names: methods do
 * different things, so that only the two kinds of one method compare.
 *
 * <p>What would fool us: sides that don't wait (each method checks that whoever passed was allowed
 * to, and that all came through as often as they should); a waiter that is woken late, as the
 * scheduler of a busy machine does it: nearly all of these figures are the time to wake a thread;
 * and the starting of the sides, which is shared by thousands of steps.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan coordination}. In {@code
 * results/thorough-amd-epyc-2cpu} virtual threads took a fourth of the time that platform threads
 * took, or less (1.0 µs for 44 with a Condition), but with a Phaser half of it: it spins before it
 * waits, which keeps a carrier from the others.
 */
@Covers({Construct.T1, Construct.T3, Construct.T4, Construct.T5})
@Question("What do the coordination primitives cost, with platform and with virtual threads?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class CoordinationBenchmark extends Accounted {
  private static final int THREADS = 1_000;
  private static final int TURNS = 10_000;
  private static final int ROUNDS = 2_000;
  private static final int VISITS = 20_000;
  private static final int VISITORS = 8;
  private static final int PERMITS = 4;
  private static final int PARTIES = 4;

  @Param public ThreadKind thread;

  private ExecutorService executor;

  @Setup
  public void open() {
    executor = thread.open();
  }

  @TearDown
  public void close() {
    executor.shutdownNow();
  }

  /** A thread started, and joined before the next. */
  @Benchmark
  @OperationsPerInvocation(THREADS)
  public int startAndJoin() throws InterruptedException {
    int[] ran = new int[1];
    for (int i = 0; i < THREADS; i++) {
      Thread started = thread.factory().newThread(() -> ran[0]++);
      started.start();
      started.join();
    }
    Answers.check(THREADS, ran[0]);
    return ran[0];
  }

  /**
   * A visit of one of eight to where four may be at once. Each yields while it is inside, so that
   * the others find it full.
   */
  @Benchmark
  @OperationsPerInvocation(VISITS)
  public long semaphore() throws Exception {
    return visits(PERMITS);
  }

  /**
   * The same visits with a permit for each of the eight: nobody waits for a permit. No baseline to
   * subtract: here eight pass the cores on by yielding, there four at most.
   */
  @Benchmark
  @OperationsPerInvocation(VISITS)
  public long semaphoreNeverFull() throws Exception {
    return visits(VISITORS);
  }

  @SuppressWarnings("ThreadPriorityCheck") // The yield is only to let the others come.
  private long visits(int permits) throws Exception {
    Semaphore semaphore = new Semaphore(permits);
    AtomicInteger inside = new AtomicInteger();
    long visits =
        Sides.steps(
            executor,
            same(
                VISITORS,
                () -> {
                  for (int i = 0; i < VISITS / VISITORS; i++) {
                    semaphore.acquire();
                    int now = inside.incrementAndGet();
                    if (now > permits) {
                      throw new IllegalStateException(now + " inside, " + permits + " may");
                    }
                    Thread.yield();
                    inside.decrementAndGet();
                    semaphore.release();
                  }
                  return (long) VISITS / VISITORS;
                }));
    Answers.check(VISITS, visits);
    return visits;
  }

  /** There and back: each of two threads opens the latch that the other waits for, then waits. */
  @Benchmark
  @OperationsPerInvocation(TURNS)
  public long event() throws Exception {
    CountDownLatch[] there = latches();
    CountDownLatch[] back = latches();
    long[] opened = new long[1];
    long turns =
        Sides.steps(
            executor,
            List.of(
                () -> {
                  for (int i = 0; i < TURNS; i++) {
                    opened[0]++;
                    there[i].countDown();
                    back[i].await();
                    Answers.check(2L * i + 2, opened[0]);
                  }
                  return (long) TURNS;
                },
                () -> {
                  for (int i = 0; i < TURNS; i++) {
                    there[i].await();
                    Answers.check(2L * i + 1, opened[0]);
                    opened[0]++;
                    back[i].countDown();
                  }
                  return (long) TURNS;
                }));
    Answers.check(2L * TURNS, turns);
    return turns;
  }

  private static CountDownLatch[] latches() {
    CountDownLatch[] latches = new CountDownLatch[TURNS];
    for (int i = 0; i < TURNS; i++) {
      latches[i] = new CountDownLatch(1);
    }
    return latches;
  }

  /** There and back: two threads take turns under a lock, each signals the other. */
  @Benchmark
  @OperationsPerInvocation(TURNS)
  public long conditionSignal() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    Condition changed = lock.newCondition();
    long[] turn = new long[1];
    List<Callable<Long>> sides = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int self = i;
      sides.add(
          () -> {
            for (int taken = 0; taken < TURNS; taken++) {
              lock.lock();
              try {
                while (turn[0] % 2 != self) {
                  changed.await();
                }
                turn[0]++;
                changed.signal();
              } finally {
                lock.unlock();
              }
            }
            return (long) TURNS;
          });
    }
    Answers.check(2L * TURNS, Sides.steps(executor, sides));
    Answers.check(2L * TURNS, turn[0]);
    return turn[0];
  }

  /** A round: one thread wakes four by signalAll, and waits until the last of them is there. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public long conditionSignalAll() throws Exception {
    Rounds rounds = new Rounds();
    List<Callable<Long>> sides = same(PARTIES, rounds::follow);
    sides.add(rounds::lead);
    long steps = Sides.steps(executor, sides);
    Answers.check((PARTIES + 1L) * ROUNDS, steps);
    return steps;
  }

  /** One leader, and followers who wait for each round that it calls. */
  private static final class Rounds {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition called = lock.newCondition();
    private final Condition complete = lock.newCondition();
    private int round;
    private int present;

    Long lead() throws InterruptedException {
      for (int i = 0; i < ROUNDS; i++) {
        lock.lock();
        try {
          present = 0;
          round++;
          called.signalAll();
          while (present < PARTIES) {
            complete.await();
          }
        } finally {
          lock.unlock();
        }
      }
      return (long) ROUNDS;
    }

    Long follow() throws InterruptedException {
      for (int seen = 1; seen <= ROUNDS; seen++) {
        lock.lock();
        try {
          while (round < seen) {
            called.await();
          }
          Answers.check(seen, round);
          if (++present == PARTIES) {
            complete.signal();
          }
        } finally {
          lock.unlock();
        }
      }
      return (long) ROUNDS;
    }
  }

  /** A generation: four threads come, none passes before the last one is there. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public long cyclicBarrier() throws Exception {
    int[] generation = new int[1];
    CyclicBarrier barrier = new CyclicBarrier(PARTIES, () -> generation[0]++);
    return generations(
        () -> {
          barrier.await();
          return generation[0];
        });
  }

  /** A phase: four threads come, none passes before the last one is there. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public long phaser() throws Exception {
    Phaser phaser = new Phaser(PARTIES);
    return generations(phaser::arriveAndAwaitAdvance);
  }

  /** The next generation can't be complete before the caller has come again. */
  private long generations(Callable<Integer> await) throws Exception {
    long steps =
        Sides.steps(
            executor,
            same(
                PARTIES,
                () -> {
                  for (int i = 1; i <= ROUNDS; i++) {
                    Answers.check(i, await.call());
                  }
                  return (long) ROUNDS;
                }));
    Answers.check((long) PARTIES * ROUNDS, steps);
    return steps;
  }

  private static List<Callable<Long>> same(int count, Callable<Long> side) {
    List<Callable<Long>> sides = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sides.add(side);
    }
    return sides;
  }
}
