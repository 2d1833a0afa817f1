package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.Await;
import strandbench.process.ProcessPool;
import strandbench.process.WorkerDiedException;

@Covers(Construct.P8)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedEventTest {
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

  record Wait(SharedEvent event, SharedLong waiting, long millis)
      implements Callable<Boolean>, Serializable {
    @Override
    public Boolean call() throws InterruptedException {
      waiting.addAndGet(1);
      if (millis == 0) {
        event.await();
        return true;
      }
      return event.await(millis, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void settingItWakesAllAndLetsAllPassUntilItIsCleared() throws Exception {
    try (SharedEvent event = SharedEvent.create();
        SharedLong waiting = SharedLong.create(0)) {
      assertThat(event.isSet()).isFalse();
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(pool.submit(new Wait(event, waiting, 0)));
      }
      Await.until("all are there", Duration.ofSeconds(30), () -> waiting.get() == 3);
      Await.until("one waits", Duration.ofSeconds(30), () -> event.block().get(Block.START) < 0);
      assertThat(all).noneMatch(Future::isDone);
      event.set();
      for (Future<Boolean> each : all) {
        assertThat(each.get()).isTrue();
      }
      assertThat(event.isSet()).isTrue();
      assertThat(pool.submit(new Wait(event, waiting, 1)).get()).isTrue();
      event.clear();
      assertThat(event.isSet()).isFalse();
      assertThat(pool.submit(new Wait(event, waiting, 20)).get()).isFalse();
      assertThat(event.await(20, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @Test
  void whoWaitedGoesOnEvenIfItIsClearedAtOnce() throws Exception {
    try (SharedEvent event = SharedEvent.create();
        SharedLong waiting = SharedLong.create(0)) {
      for (int i = 0; i < 50; i++) {
        Future<Boolean> waiter = pool.submit(new Wait(event, waiting, 0));
        Await.until("it waits", Duration.ofSeconds(30), () -> event.block().get(Block.START) < 0);
        event.set();
        event.clear();
        assertThat(waiter.get()).isTrue();
        assertThat(event.isSet()).isFalse();
      }
    }
  }

  /** Says who it is, and waits. */
  record Pid(SharedEvent event, SharedLong pid) implements Callable<Boolean>, Serializable {
    @Override
    public Boolean call() throws InterruptedException {
      pid.set(ProcessHandle.current().pid());
      event.await();
      return true;
    }
  }

  @Test
  void theDeathOfAWaiterHarmsNobody() throws Exception {
    try (SharedEvent event = SharedEvent.create();
        SharedLong first = SharedLong.create(0);
        SharedLong second = SharedLong.create(0)) {
      Future<Boolean> victim = pool.submit(new Pid(event, first));
      Future<Boolean> other = pool.submit(new Pid(event, second));
      Await.until(
          "both wait",
          Duration.ofSeconds(30),
          () -> first.get() * second.get() != 0 && event.block().get(Block.START) < 0);
      Await.kill9(first.get());
      assertThatThrownBy(victim::get).hasCauseInstanceOf(WorkerDiedException.class);
      event.set();
      assertThat(other.get()).isTrue();
    }
  }

  @Test
  void closingItEndsTheWait() {
    SharedEvent event = SharedEvent.create();
    try (SharedLong waiting = SharedLong.create(0)) {
      Future<Boolean> waiter = pool.submit(new Wait(event, waiting, 0));
      Await.until("it waits", Duration.ofSeconds(30), () -> event.block().get(Block.START) < 0);
      event.close();
      assertThatThrownBy(waiter::get).hasCauseInstanceOf(ObjectClosedException.class);
    }
  }
}
