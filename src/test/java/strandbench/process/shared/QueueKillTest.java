package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.Await;
import strandbench.process.ProcessPool;
import strandbench.process.WorkerDiedException;

/** Kills at whatever instruction, while it puts or takes: no item is lost, torn or doubled. */
@Covers(Construct.P9)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueueKillTest {
  private static final int KILLS = 12;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Random random = new Random();

  /** Puts rising numbers in, as numbers and as text by turns, and says after each how far it is. */
  record PutForEver(SharedQueue<Object> queue, long id, SharedLong done, SharedLong pid)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() throws InterruptedException {
      pid.set(ProcessHandle.current().pid());
      for (long i = 0; ; i++) {
        long item = id << 40 | i;
        queue.put(i % 2 == 0 ? (Object) item : Long.toString(item));
        done.set(i + 1);
      }
    }
  }

  @Test
  void ofAProducerThatIsKilledAllIsThereThatItPut() throws Exception {
    try (ProcessPool pool = pool(2);
        SharedQueue<Object> queue = SharedQueue.create(200, 4000);
        SharedLong done = SharedLong.create(0);
        SharedLong pid = SharedLong.create(0)) {
      for (long id = 0; id < KILLS; id++) {
        done.set(0);
        pid.set(0);
        Future<Object> producer = pool.submit(new PutForEver(queue, id, done, pid));
        Await.until("it has put something", LONG, () -> done.get() > 0);
        long received = 0;
        for (int i = 1000 + random.nextInt(2000); received < i; received++) {
          assertThat(number(queue.take())).isEqualTo(id << 40 | received);
        }
        FutureTask<Object> kill =
            new FutureTask<>(
                () -> {
                  LockSupport.parkNanos(random.nextInt(300_000)); // Not for a result: to vary it.
                  Await.kill9(pid.get());
                  return null;
                });
        Thread.ofPlatform().start(kill);
        try {
          while (true) {
            assertThat(number(queue.take())).isEqualTo(id << 40 | received);
            received++;
          }
        } catch (PeersDiedException e) {
          // The end: it is dead, and nothing is left.
        }
        kill.get();
        died(producer);
        // It may have been killed after it had put and before it said so.
        assertThat(received).isBetween(done.get(), done.get() + 1);
      }
    }
  }

  private static long number(Object item) {
    return item instanceof Long number ? number : Long.parseLong((String) item);
  }

  /** Marks each item that it takes. */
  record TakeForEver(SharedQueue<Integer> queue, SharedLongArray marks, SharedLong pid)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() throws InterruptedException {
      pid.set(ProcessHandle.current().pid());
      while (true) {
        marks.getAndAdd(queue.take(), 1);
      }
    }
  }

  @Test
  void aConsumerThatIsKilledTakesAtMostTheOneItemThatItHolds() throws Exception {
    int items = 200_000;
    try (ProcessPool pool = pool(2);
        SharedQueue<Integer> queue = SharedQueue.create(50);
        SharedLongArray marks = SharedLongArray.create(items);
        SharedLong victim = SharedLong.create(0);
        SharedLong survivor = SharedLong.create(0)) {
      var unused = pool.submit(new TakeForEver(queue, marks, survivor));
      FutureTask<Object> putting =
          new FutureTask<>(
              () -> {
                for (int i = 0; i < items; i++) {
                  queue.put(i);
                }
                return null;
              });
      Thread.ofPlatform().daemon().start(putting);
      // Else the first victim could be the only consumer that there has been.
      Await.until("the survivor takes", LONG, () -> marks(marks) > 0);
      for (int i = 0; i < KILLS; i++) {
        victim.set(0);
        Future<Object> consumer = pool.submit(new TakeForEver(queue, marks, victim));
        Await.until("it takes", LONG, () -> victim.get() != 0);
        LockSupport.parkNanos(random.nextInt(2_000_000)); // Not for a result: to vary it.
        Await.kill9(victim.get());
        died(consumer);
      }
      putting.get(60, TimeUnit.SECONDS);
      Await.until("all is taken", LONG, queue::isEmpty);
      long lost = 0;
      long expected = items;
      Await.until("the last is marked", LONG, () -> marks(marks) >= expected - KILLS);
      for (int i = 0; i < items; i++) {
        assertThat(marks.get(i)).isBetween(0L, 1L);
        lost += 1 - marks.get(i);
      }
      assertThat(lost).isLessThanOrEqualTo(KILLS);
      pool.shutdownNow();
    }
  }

  private static long marks(SharedLongArray marks) {
    long sum = 0;
    for (int i = 0; i < marks.length(); i++) {
      sum += marks.get(i);
    }
    return sum;
  }

  private static void died(Future<?> task) throws InterruptedException {
    try {
      task.get();
      throw new AssertionError("it was not killed");
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(WorkerDiedException.class);
    }
  }

  private static ProcessPool pool(int workers) {
    return ProcessPool.builder().workers(workers).accept("strandbench.process.**").build();
  }
}
