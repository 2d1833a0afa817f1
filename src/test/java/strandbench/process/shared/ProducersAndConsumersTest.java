package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.ProcessPool;

/** Many producers, many consumers, in processes and in threads: every item once, and an end. */
@Covers(Construct.P11)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProducersAndConsumersTest {
  private static final int SENTINEL = -1;
  private static final int PRODUCERS = 3;
  private static final int CONSUMERS = 3;
  private static final int EACH = 20_000;

  /** Puts its share in, in order. */
  record Produce(SharedQueue<Integer> queue, int from, int count)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() throws InterruptedException {
      for (int i = from; i < from + count; i++) {
        queue.put(i);
      }
      return null;
    }
  }

  /**
   * Counts what it takes, until the sentinel comes or the queue is closed. The result says whether
   * what came from each producer came in order.
   */
  record Consume(SharedQueue<Integer> queue, SharedLongArray taken)
      implements Callable<Boolean>, Serializable {
    @Override
    public Boolean call() throws InterruptedException {
      int[] last = new int[PRODUCERS];
      boolean ordered = true;
      while (true) {
        int item;
        try {
          item = queue.take();
        } catch (ObjectClosedException e) {
          return ordered;
        }
        if (item == SENTINEL) {
          return ordered;
        }
        int producer = item / EACH;
        ordered &= item >= last[producer];
        last[producer] = item;
        taken.getAndAdd(item, 1);
        if (queue instanceof JoinableSharedQueue<Integer> joinable) {
          joinable.taskDone();
        }
      }
    }
  }

  @Test
  void aSentinelForEachConsumerEndsThem() throws Exception {
    try (SharedQueue<Integer> queue = SharedQueue.create(100, 2000);
        SharedLongArray taken = SharedLongArray.create(PRODUCERS * EACH);
        ProcessPool pool = pool(PRODUCERS + CONSUMERS)) {
      List<Future<Object>> producers = producers(pool, queue);
      List<Future<Boolean>> consumers = new ArrayList<>();
      for (int i = 0; i < CONSUMERS; i++) {
        consumers.add(pool.submit(new Consume(queue, taken)));
      }
      for (Future<Object> each : producers) {
        each.get();
      }
      for (int i = 0; i < CONSUMERS; i++) {
        queue.put(SENTINEL);
      }
      for (Future<Boolean> each : consumers) {
        assertThat(each.get()).isTrue();
      }
      assertThat(queue.isEmpty()).isTrue();
      onceEach(taken);
    }
  }

  @Test
  void joinEndsItWhereTheConsumersAreDaemons() throws Exception {
    try (JoinableSharedQueue<Integer> queue = JoinableSharedQueue.create(100);
        SharedLongArray taken = SharedLongArray.create(PRODUCERS * EACH);
        ProcessPool pool = pool(PRODUCERS + CONSUMERS)) {
      for (int i = 0; i < CONSUMERS; i++) {
        var unused = pool.submit(new Consume(queue, taken));
      }
      for (Future<Object> each : producers(pool, queue)) {
        each.get();
      }
      queue.join();
      onceEach(taken);
      // Nobody asks the consumers to end: they go with the pool that goes.
      pool.shutdownNow();
    }
  }

  @Test
  void threadsOfSeveralProcessesOnBothSides() throws Exception {
    try (SharedQueue<Integer> queue = SharedQueue.create(10);
        SharedLongArray taken = SharedLongArray.create(PRODUCERS * EACH);
        ProcessPool pool = pool(2)) {
      List<Future<Object>> workers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        workers.add(pool.submit(new Both(queue, taken, i)));
      }
      new Both(queue, taken, 2).call();
      for (Future<Object> each : workers) {
        each.get();
      }
      onceEach(taken);
    }
  }

  /** Produces its share and consumes as much, in four virtual threads each. */
  record Both(SharedQueue<Integer> queue, SharedLongArray taken, int share)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() throws Exception {
      int part = EACH / 4;
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int from = share * EACH + i * part;
        threads.add(
            Thread.startVirtualThread(() -> run(() -> new Produce(queue, from, part).call())));
        threads.add(Thread.startVirtualThread(() -> run(() -> consume(part))));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      return null;
    }

    private Object consume(int count) throws InterruptedException {
      for (int i = 0; i < count; i++) {
        taken.getAndAdd(queue.take(), 1);
      }
      return null;
    }

    private static void run(Callable<Object> body) {
      try {
        body.call();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private static ProcessPool pool(int workers) {
    return ProcessPool.builder().workers(workers).accept("strandbench.process.**").build();
  }

  private static List<Future<Object>> producers(ProcessPool pool, SharedQueue<Integer> queue) {
    List<Future<Object>> producers = new ArrayList<>();
    for (int i = 0; i < PRODUCERS; i++) {
      producers.add(pool.submit(new Produce(queue, i * EACH, EACH)));
    }
    return producers;
  }

  private static void onceEach(SharedLongArray taken) {
    for (int i = 0; i < taken.length(); i++) {
      assertThat(taken.get(i)).as("item " + i).isEqualTo(1);
    }
  }
}
