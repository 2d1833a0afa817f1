package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.Await;
import strandbench.process.ProcessPool;

@Covers(Construct.P10)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JoinableSharedQueueTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static ProcessPool pool;

  @BeforeAll
  static void start() {
    pool = ProcessPool.builder().workers(3).accept("strandbench.process.**").build();
  }

  @AfterAll
  static void stop() {
    pool.shutdownNow();
    pool.close();
  }

  /**
   * Takes items until it is stopped; what it has taken it counts, and only then says it is done.
   */
  record Consume(JoinableSharedQueue<Integer> queue, SharedLongArray taken)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() throws InterruptedException {
      while (true) {
        taken.getAndAdd(queue.take(), 1);
        queue.taskDone();
      }
    }
  }

  @Test
  void joinReturnsWhenEveryItemIsDone() throws Exception {
    int items = 5000;
    try (JoinableSharedQueue<Integer> queue = JoinableSharedQueue.create(50);
        SharedLongArray taken = SharedLongArray.create(items)) {
      queue.join();
      for (int i = 0; i < 3; i++) {
        var unused = pool.submit(new Consume(queue, taken));
      }
      for (int round = 1; round <= 3; round++) {
        for (int i = 0; i < items; i++) {
          queue.put(i);
        }
        queue.join();
        for (int i = 0; i < items; i++) {
          assertThat(taken.get(i)).isEqualTo(round);
        }
        assertThat(queue.unfinished()).isZero();
      }
      assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void whatIsTakenIsNotDoneYet() throws Exception {
    try (JoinableSharedQueue<Integer> queue = JoinableSharedQueue.create(5)) {
      queue.put(1);
      queue.put(2);
      FutureTask<Object> joining =
          new FutureTask<>(
              () -> {
                queue.join();
                return null;
              });
      Thread.startVirtualThread(joining);
      Await.until("it joins", LONG, () -> queue.block().get(SharedQueue.DONE) < 0);
      queue.take();
      queue.take();
      assertThat(queue.unfinished()).isEqualTo(2);
      assertThat(queue.join(20, TimeUnit.MILLISECONDS)).isFalse();
      queue.taskDone();
      assertThat(joining.isDone()).isFalse();
      queue.taskDone();
      joining.get();
      assertThat(queue.join(0, TimeUnit.NANOSECONDS)).isTrue();
    }
  }

  record TakeAndStay(JoinableSharedQueue<Integer> queue, SharedLong pid)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() throws InterruptedException {
      queue.take();
      pid.set(ProcessHandle.current().pid());
      new CountDownLatch(1).await();
      return null;
    }
  }

  @Test
  void whoJoinsIsToldWhatADeadConsumerHadTakenUntilSomebodyRecovers() throws Exception {
    try (JoinableSharedQueue<Integer> queue = JoinableSharedQueue.create(5);
        SharedLongArray taken = SharedLongArray.create(10);
        SharedLong pid = SharedLong.create(0)) {
      queue.put(1);
      var doomed = pool.submit(new TakeAndStay(queue, pid));
      Await.until("it has taken one", LONG, () -> pid.get() != 0);
      // One that lives, so that not all consumers are gone.
      var lives = pool.submit(new Consume(queue, taken));
      queue.put(2);
      Await.until("the other is done", LONG, () -> queue.unfinished() == 1);
      FutureTask<Object> joining =
          new FutureTask<>(
              () -> {
                queue.join();
                return null;
              });
      Thread.startVirtualThread(joining);
      Await.until("it joins", LONG, () -> queue.block().get(SharedQueue.DONE) < 0);
      Await.kill9(pid.get());
      assertThatThrownBy(() -> joining.get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              ItemsLostException.class,
              lost -> {
                assertThat(lost.pid()).isEqualTo(pid.get());
                assertThat(lost.items()).isEqualTo(1);
              });
      assertThatThrownBy(queue::join).as("the next").isInstanceOf(ItemsLostException.class);
      assertThat(queue.recover()).isEqualTo(1);
      queue.join();
      queue.put(3);
      queue.join();
      assertThat(queue.recover()).isZero();
      assertThat(taken.get(3)).as("the other goes on").isEqualTo(1);
      assertThatThrownBy(doomed::get).hasMessageContaining("SIGKILL");
      lives.cancel(true);
    }
  }

  /** Takes an item in its process, which then says no more of it. */
  record Take(JoinableSharedQueue<Integer> queue) implements Callable<Long>, Serializable {
    @Override
    public Long call() throws InterruptedException {
      queue.take();
      return ProcessHandle.current().pid();
    }
  }

  @Test
  void whatAnotherSaysIsDoneIsNotLostWithItsTaker() throws Exception {
    try (JoinableSharedQueue<Integer> queue = JoinableSharedQueue.create(5)) {
      queue.put(1);
      long pid = pool.submit(new Take(queue)).get();
      queue.taskDone();
      Await.kill9(pid);
      Await.until("that is known", LONG, () -> queue.debts().areLeft());
      queue.join();
      assertThat(queue.recover()).isZero();
    }
  }

  @Test
  void whoJoinsIsToldWhenTheOnlyConsumerDies() throws Exception {
    try (JoinableSharedQueue<Integer> queue = JoinableSharedQueue.create(5);
        SharedLong pid = SharedLong.create(0)) {
      queue.put(1);
      Future<Object> consumer = pool.submit(new TakeAndStay(queue, pid));
      FutureTask<Object> joining =
          new FutureTask<>(
              () -> {
                queue.join();
                return null;
              });
      Thread.startVirtualThread(joining);
      Await.until(
          "it joins, and the item is taken",
          LONG,
          () -> pid.get() != 0 && queue.block().get(SharedQueue.DONE) < 0);
      Await.kill9(pid.get());
      assertThatThrownBy(joining::get).hasCauseInstanceOf(PeersDiedException.class);
      assertThatThrownBy(consumer::get).hasMessageContaining("SIGKILL");
    }
  }
}
