package strandbench.bench;

import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
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
import strandbench.process.shared.SharedCondition;
import strandbench.process.shared.SharedEvent;
import strandbench.process.shared.SharedLock;
import strandbench.process.shared.SharedLong;
import strandbench.process.shared.SharedQueue;

/**
 * Question: how long does it take to hand over to another process and get an answer?
 *
 * <p>Held constant: two processes that take strict turns, a thousand there and back in an
 * operation; the score is the time for one there and back. What varies: what they wait with. With
 * EVENT each sets the other's event and clears its own; with CONDITION they change whose turn it is
 * under a lock; with QUEUE they send a number to and fro.
 *
 * <p>What would fool us: two sides that don't take strict turns (each checks what it gets); and the
 * waiting itself: while a core is to spare a waiter spins for some microseconds and sees the answer
 * at once, without one it parks and has to be woken over a socket, ten to a hundred times slower.
 * So the figure has two modes, and which of them it shows is the machine's load.
 *
 * <p>Run just this one: {@code scripts/strandbench run --include HandOverBenchmark}. In {@code
 * results/thorough-amd-epyc-2cpu}, on two cores, there and back took 41 µs with an event, 61 with a
 * queue and 168 with a condition, and up to five times as long in one fork as in another.
 */
@Question("How long does it take to hand over to another process and get an answer?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(HandOverBenchmark.TURNS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Covers(Construct.P8)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 1)
public class HandOverBenchmark extends Accounted {
  static final int TURNS = 1000;

  /** What the two wait with. */
  public enum Means {
    EVENT,
    CONDITION,
    QUEUE
  }

  @Param public Means means;

  private ProcessPool pool;
  private Side here;
  private Side there;
  private AutoCloseable[] shared;

  /** One of the two: takes so many turns, and returns how many it had. */
  interface Side extends Callable<Long>, Serializable {}

  @Setup
  public void start() {
    pool = ProcessPool.builder().workers(1).accept("strandbench.**").build();
    switch (means) {
      case EVENT -> {
        SharedEvent ping = SharedEvent.create();
        SharedEvent pong = SharedEvent.create();
        here = new Events(true, ping, pong);
        there = new Events(false, ping, pong);
        shared = new AutoCloseable[] {ping, pong};
      }
      case CONDITION -> {
        SharedLock lock = SharedLock.create();
        SharedCondition changed = lock.newCondition();
        SharedLong turn = SharedLong.create(0);
        here = new Conditions(0, lock, changed, turn);
        there = new Conditions(1, lock, changed, turn);
        shared = new AutoCloseable[] {lock, changed, turn};
      }
      case QUEUE -> {
        SharedQueue<Long> ping = SharedQueue.create(1);
        SharedQueue<Long> pong = SharedQueue.create(1);
        here = new Queues(true, ping, pong);
        there = new Queues(false, ping, pong);
        shared = new AutoCloseable[] {ping, pong};
      }
    }
  }

  @TearDown
  public void stop() throws Exception {
    pool.close();
    for (AutoCloseable each : shared) {
      each.close();
    }
  }

  record Events(boolean first, SharedEvent ping, SharedEvent pong) implements Side {
    @Override
    public Long call() throws InterruptedException {
      for (int i = 0; i < TURNS; i++) {
        if (first) {
          ping.set();
          pong.await();
          pong.clear();
        } else {
          ping.await();
          ping.clear();
          pong.set();
        }
      }
      return (long) TURNS;
    }
  }

  record Conditions(int self, SharedLock lock, SharedCondition changed, SharedLong turn)
      implements Side {
    @Override
    public Long call() throws InterruptedException {
      long turns = 0;
      for (int i = 0; i < TURNS; i++) {
        lock.lock();
        try {
          while (turn.get() % 2 != self) {
            changed.await();
          }
          turn.addAndGet(1);
          turns++;
          changed.signal();
        } finally {
          lock.unlock();
        }
      }
      return turns;
    }
  }

  record Queues(boolean first, SharedQueue<Long> ping, SharedQueue<Long> pong) implements Side {
    @Override
    public Long call() throws InterruptedException {
      for (long i = 0; i < TURNS; i++) {
        if (first) {
          ping.put(i);
          Answers.check(i, pong.take());
        } else {
          pong.put(ping.take());
        }
      }
      return (long) TURNS;
    }
  }

  @Benchmark
  public long thereAndBack() throws Exception {
    Future<Long> other = pool.submit(there);
    long turns = here.call() + other.get();
    Answers.check(2L * TURNS, turns);
    return turns;
  }
}
