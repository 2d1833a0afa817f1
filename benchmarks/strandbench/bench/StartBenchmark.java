package strandbench.bench;

import java.util.Arrays;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.Question;

/**
 * Question: what does it cost to start a thread, and to wait for its end?
 *
 * <p>Held constant: what a thread does (it writes its number into a place of its own); 1,000
 * threads in an operation; the size of a platform thread's stack, which is the JVM's default. The
 * score is the time for one of them. What varies: the kind of thread, and whether the next one is
 * started when the last one has ended ({@code oneAfterAnother}: the price of one) or all of them
 * are started before the first is waited for ({@code allAtOnce}: what a server pays that takes a
 * thread for each request).
 *
 * <p>What would fool us: threads that never ran (each place is read after the join); the starting
 * of the carriers counted as that of a virtual thread (the set-up has started them); the stacks of
 * threads that have ended, of which the C library keeps some tens of megabytes for the next ones,
 * so that a platform thread costs less one after another than in a crowd; {@code allAtOnce} taken
 * for a latency (where a core is to spare the threads run while others are being started).
 *
 * <p>Processes are started by {@link ProcessLifecycleBenchmark}, executors by {@link
 * ExecutorLifecycleBenchmark}; the plan {@code start} holds all three.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan start --include bench.Start}. In
 * {@code results/thorough-amd-epyc-2cpu}: 126 µs for a platform thread and 0.26 µs for a virtual
 * one where all are started at once, 146 µs and 47 µs where each is waited for before the next.
 */
@Covers(Construct.T1)
@Question("What does it cost to start a thread, and to wait for its end?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(StartBenchmark.THREADS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class StartBenchmark extends Accounted {
  static final int THREADS = 1000;

  /** What is started. */
  public enum Kind {
    PLATFORM_THREAD {
      @Override
      ThreadFactory factory() {
        return Thread.ofPlatform().factory();
      }
    },

    VIRTUAL_THREAD {
      @Override
      ThreadFactory factory() {
        return Thread.ofVirtual().factory();
      }
    };

    abstract ThreadFactory factory();
  }

  @Param public Kind kind;

  private final long[] places = new long[THREADS];
  private final Thread[] threads = new Thread[THREADS];
  private ThreadFactory factory;

  @Setup
  public void warmUp() throws Exception {
    factory = kind.factory();
    WarmUp.run(() -> oneAfterAnother() + allAtOnce());
  }

  @Benchmark
  public long oneAfterAnother() throws InterruptedException {
    Arrays.fill(places, 0);
    for (int i = 0; i < THREADS; i++) {
      start(i).join();
    }
    return checked();
  }

  @Benchmark
  public long allAtOnce() throws InterruptedException {
    Arrays.fill(places, 0);
    for (int i = 0; i < THREADS; i++) {
      threads[i] = start(i);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return checked();
  }

  private Thread start(int number) {
    Thread thread = factory.newThread(() -> places[number] = number + 1L);
    thread.start();
    return thread;
  }

  private long checked() {
    long sum = Arrays.stream(places).sum();
    Answers.check(THREADS * (THREADS + 1L) / 2, sum);
    return sum;
  }
}
