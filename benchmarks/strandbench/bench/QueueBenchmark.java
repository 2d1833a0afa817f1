package strandbench.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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
import strandbench.catalog.LimitedBy;
import strandbench.catalog.Question;
import strandbench.model.queue.ItemQueue;
import strandbench.workload.Carriers;
import strandbench.workload.Tally;
import strandbench.workload.ThreadKind;

/**
 * Question: how many items a second pass from producers to consumers, and how long is an item on
 * its way?
 *
 * <p>Held constant: 100,000 items in an operation, boxed beforehand, passed one by one; nothing is
 * done to make them or with them. What varies: the queue, its capacity, how many threads produce
 * and consume, and of which kind they are. The score is items per second. {@code latencyP50Nanos}
 * and {@code latencyP99Nanos} are of every 128th item, from when its producer called put until its
 * consumer had it: a closed loop under full load, so that most of it is the wait for room and for
 * the items before it, and only figures at the same capacity compare.
 *
 * <p>What would fool us: items lost, or passed twice (each consumer notes which it had; together
 * they must be all, each once); queues of different room held against each other (one without a
 * bound takes the capacity of all items, SYNCHRONOUS that of 1, and no other is accepted); a queue
 * whose users spin, beside others that park: JCTOOLS_MPMC has no way to wait, so whoever finds it
 * full or empty spins 100 times and then yields, and with virtual threads it is refused where there
 * are more of them than carriers, because a yield is but a hint; one core, where sides don't meet;
 * PROCESS_QUEUE, which copies each item (between processes: {@link SharedQueueBenchmark}).
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan queues}. In {@code
 * results/thorough-amd-epyc-2cpu}, from one platform thread to another with room for 1,024: 22
 * million items per second with ArrayBlockingQueue, 9 million with LinkedBlockingQueue, 4 million
 * between processes.
 */
@Covers({Construct.T7, Construct.P11})
@LimitedBy(QueueLimit.class)
@Question("How do producers and consumers get on: items a second, and their time on the way?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(QueueBenchmark.ITEMS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class QueueBenchmark extends Accounted {
  static final int ITEMS = 100_000;

  private static final int SAMPLED = 128;

  @Param public ItemQueue queue;

  @Param({"1024"})
  public int capacity;

  @Param({"1", "4"})
  public int producers;

  @Param({"1", "4"})
  public int consumers;

  @Param public ThreadKind thread;

  private final Long[] items = LongStream.range(0, ITEMS).boxed().toArray(Long[]::new);

  /** Of sampled items: when put was called, and how long after that it was taken. */
  private final long[] putAt = new long[(ITEMS - 1) / SAMPLED + 1];

  private final long[] tookNanos = new long[putAt.length];
  private ItemQueue.Channel channel;
  private ExecutorService executor;

  @Setup
  public void open() {
    QueueLimit.refusal(queue, capacity, thread, producers + consumers, Carriers.count())
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
    channel = queue.open(capacity);
    executor = thread.open();
  }

  @TearDown
  public void close() {
    if (executor != null) {
      executor.shutdownNow();
    }
    if (channel != null) {
      channel.close();
    }
  }

  @Benchmark
  public long pass(Latency latency) throws Exception {
    List<Callable<Tally>> sides = new ArrayList<>();
    for (int i = 0; i < consumers; i++) {
      int count = share(i + 1, consumers) - share(i, consumers);
      sides.add(() -> consume(count));
    }
    for (int i = 0; i < producers; i++) {
      int from = share(i, producers);
      int to = share(i + 1, producers);
      sides.add(() -> produce(from, to));
    }
    Tally all = new Tally(ITEMS);
    Sides.join(executor, sides).forEach(all::addAll);
    all.checkFull();
    for (long nanos : tookNanos) {
      latency.add(nanos);
    }
    return ITEMS;
  }

  /** Where the i-th of n equal parts of all items begins. */
  private static int share(int i, int n) {
    return (int) ((long) ITEMS * i / n);
  }

  private Tally produce(int from, int to) throws InterruptedException {
    for (int i = from; i < to; i++) {
      if (i % SAMPLED == 0) {
        putAt[i / SAMPLED] = System.nanoTime();
      }
      channel.put(items[i]);
    }
    return new Tally(ITEMS);
  }

  private Tally consume(int count) throws InterruptedException {
    Tally tally = new Tally(ITEMS);
    for (int i = 0; i < count; i++) {
      int item = channel.take().intValue();
      if (item % SAMPLED == 0) {
        tookNanos[item / SAMPLED] = System.nanoTime() - putAt[item / SAMPLED];
      }
      tally.add(item);
    }
    return tally;
  }
}
