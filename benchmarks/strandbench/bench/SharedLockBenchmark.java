package strandbench.bench;

import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
import strandbench.process.ProcessPool;
import strandbench.process.shared.SharedLock;
import strandbench.process.shared.SharedLong;
import strandbench.process.shared.SharedSemaphore;

/**
 * Question: what does it cost to keep other processes out?
 *
 * <p>Held constant: what is guarded, a get and a set of a number in shared memory; the score is the
 * time for one passage, in and out. What varies: the guard, a lock or a semaphore of one permit;
 * and whether anybody else wants in: nobody ({@code uncontended}), or a second process that does
 * the same all the time ({@code contended}: the time for one passage of either). {@code baseline}
 * is the JDK's ReentrantLock, with nobody else; the guard changes nothing about it, so that its two
 * cells are an A/A pair.
 *
 * <p>What would fool us: updates that are lost (the number is checked after each operation); a
 * contended figure from a machine with one core, where the two take turns for whole time slices and
 * hardly meet; and that a lock which is not fair looks good here just because it lets one side pass
 * many times in a row.
 *
 * <p>Run just this one: {@code scripts/strandbench run --include SharedLockBenchmark}. In {@code
 * results/thorough-amd-epyc-2cpu}: 14 ns for the lock and 20 for the semaphore where nobody else
 * wants in, and 7 for ReentrantLock; contended, 25 ns for the lock, and 46 for the semaphore in the
 * one fork that was not set aside.
 */
@Question("What does it cost to keep other processes out?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SharedLockBenchmark.PASSAGES)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Covers({Construct.P6, Construct.P7, Construct.P8, Construct.P14})
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 3, time = 1)
public class SharedLockBenchmark extends Accounted {
  static final int PASSAGES = 20_000;

  /** What keeps others out. */
  public enum Guard {
    LOCK,
    SEMAPHORE
  }

  @Param public Guard guard;

  private ProcessPool pool;
  private SharedLock lock;
  private SharedSemaphore semaphore;
  private SharedLong number;
  private final ReentrantLock local = new ReentrantLock();

  @Setup
  public void start() {
    pool = ProcessPool.builder().workers(1).accept("strandbench.**").build();
    lock = SharedLock.create();
    semaphore = SharedSemaphore.create(1);
    number = SharedLong.create(0);
  }

  @TearDown
  public void stop() {
    pool.close();
    lock.close();
    semaphore.close();
    number.close();
  }

  record PassLock(SharedLock lock, SharedLong number, int times)
      implements Callable<Long>, Serializable {
    @Override
    public Long call() {
      for (int i = 0; i < times; i++) {
        lock.lock();
        try {
          number.set(number.get() + 1);
        } finally {
          lock.unlock();
        }
      }
      return (long) times;
    }
  }

  record PassSemaphore(SharedSemaphore semaphore, SharedLong number, int times)
      implements Callable<Long>, Serializable {
    @Override
    public Long call() {
      for (int i = 0; i < times; i++) {
        semaphore.acquireUninterruptibly();
        try {
          number.set(number.get() + 1);
        } finally {
          semaphore.release();
        }
      }
      return (long) times;
    }
  }

  private Callable<Long> passages(int times) {
    return switch (guard) {
      case LOCK -> new PassLock(lock, number, times);
      case SEMAPHORE -> new PassSemaphore(semaphore, number, times);
    };
  }

  @Benchmark
  public long uncontended() throws Exception {
    number.set(0);
    long passed = passages(PASSAGES).call();
    Answers.check(passed, number.get());
    return passed;
  }

  @Benchmark
  public long contended() throws Exception {
    number.set(0);
    Future<Long> other = pool.submit(passages(PASSAGES / 2));
    long passed = passages(PASSAGES / 2).call() + other.get();
    Answers.check(passed, number.get());
    return passed;
  }

  @Benchmark
  public long baseline() {
    number.set(0);
    for (int i = 0; i < PASSAGES; i++) {
      local.lock();
      try {
        number.set(number.get() + 1);
      } finally {
        local.unlock();
      }
    }
    Answers.check(PASSAGES, number.get());
    return PASSAGES;
  }
}
