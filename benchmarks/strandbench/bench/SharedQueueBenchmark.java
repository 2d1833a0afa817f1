package strandbench.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.Question;
import strandbench.process.ProcessPool;
import strandbench.process.shared.SharedQueue;

/**
 * Question: how many messages a second pass through a queue between processes?
 *
 * <p>Held constant: small messages (Integers), put and taken one by one; 200,000 in an operation,
 * so that the one submit which starts each side weighs nothing. What varies: the sides. {@code
 * toParent} is one producer process and this one, {@code twoByTwo} two producer and two consumer
 * processes, {@code threads} the JDK's ArrayBlockingQueue between two threads of one JVM, which is
 * what going to another process has to be compared with.
 *
 * <p>What would fool us: sums that are not checked (a queue that loses is fast); a machine with
 * fewer cores than sides, where the figure is one of the scheduler; a capacity so large that all of
 * one side's work fits in before the other starts.
 *
 * <p>Run just this one: {@code scripts/strandbench run --include SharedQueueBenchmark}. In {@code
 * results/thorough-amd-epyc-2cpu}: 14 million a second between threads, 10 million from one process
 * to another, 4.5 million from two to two (two forks; the others were set aside).
 */
@Question("How many messages a second pass through a queue between processes?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(SharedQueueBenchmark.MESSAGES)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Covers({Construct.P9, Construct.P10, Construct.P11})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 3, time = 1)
public class SharedQueueBenchmark extends Accounted {
  static final int MESSAGES = 200_000;

  /** Of all messages, 0 to MESSAGES - 1. */
  private static final long SUM = (MESSAGES - 1L) * MESSAGES / 2;

  @Param({"1000"})
  public int capacity;

  private ProcessPool pool;
  private SharedQueue<Integer> queue;

  @Setup
  public void start() {
    pool = ProcessPool.builder().workers(4).accept("strandbench.**").build();
    queue = SharedQueue.create(capacity);
  }

  @TearDown
  public void stop() {
    pool.close();
    queue.close();
  }

  /** Puts so many numbers in. */
  record Produce(SharedQueue<Integer> queue, int from, int count)
      implements Callable<Long>, Serializable {
    @Override
    public Long call() throws InterruptedException {
      for (int i = from; i < from + count; i++) {
        queue.put(i);
      }
      return 0L;
    }
  }

  /** Takes so many numbers; their sum is the result. */
  record Consume(SharedQueue<Integer> queue, int count) implements Callable<Long>, Serializable {
    @Override
    public Long call() throws InterruptedException {
      long sum = 0;
      for (int i = 0; i < count; i++) {
        sum += queue.take();
      }
      return sum;
    }
  }

  @Benchmark
  public long toParent() throws Exception {
    Future<Long> producer = pool.submit(new Produce(queue, 0, MESSAGES));
    long sum = new Consume(queue, MESSAGES).call() + producer.get();
    Answers.check(SUM, sum);
    return sum;
  }

  @Benchmark
  public long twoByTwo() throws Exception {
    int half = MESSAGES / 2;
    List<Callable<Long>> sides = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      sides.add(new Produce(queue, i * half, half));
      sides.add(new Consume(queue, half));
    }
    long sum = Answers.sumOf(pool, sides);
    Answers.check(SUM, sum);
    return sum;
  }

  @Benchmark
  public long threads() throws Exception {
    ArrayBlockingQueue<Integer> between = new ArrayBlockingQueue<>(capacity);
    FutureTask<Long> producer =
        new FutureTask<>(
            () -> {
              for (int i = 0; i < MESSAGES; i++) {
                between.put(i);
              }
              return 0L;
            });
    Thread.ofPlatform().daemon().start(producer);
    long sum = 0;
    for (int i = 0; i < MESSAGES; i++) {
      sum += between.take();
    }
    sum += producer.get();
    Answers.check(SUM, sum);
    return sum;
  }
}
