package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
class SharedSemaphoreTest {
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

  /** Four threads that go in and out; the result is the most that any of them found inside. */
  record Visit(SharedSemaphore semaphore, SharedLong inside, int times)
      implements Callable<Long>, Serializable {
    @Override
    public Long call() throws InterruptedException {
      long[] most = new long[4];
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < most.length; i++) {
        int self = i;
        threads.add(Thread.startVirtualThread(() -> most[self] = visit()));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      return Arrays.stream(most).max().orElseThrow();
    }

    private long visit() {
      long most = 0;
      for (int i = 0; i < times; i++) {
        semaphore.acquireUninterruptibly();
        most = Math.max(most, inside.addAndGet(1));
        Thread.yield();
        inside.addAndGet(-1);
        semaphore.release();
      }
      return most;
    }
  }

  @Test
  void neverMoreThanFourInside() throws Exception {
    try (SharedSemaphore semaphore = SharedSemaphore.create(4);
        SharedLong inside = SharedLong.create(0)) {
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(pool.submit(new Visit(semaphore, inside, 1000)));
      }
      long most = new Visit(semaphore, inside, 1000).call();
      for (Future<Long> each : all) {
        most = Math.max(most, each.get());
      }
      assertThat(most).isBetween(1L, 4L);
      assertThat(semaphore.availablePermits()).isEqualTo(4);
      assertThat(semaphore.permits()).isEqualTo(4);
    }
  }

  /** Takes permits, says so, and keeps them. */
  record Keep(SharedSemaphore semaphore, int permits, SharedLong pid)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() throws InterruptedException {
      for (int i = 0; i < permits; i++) {
        semaphore.acquire();
      }
      pid.set(ProcessHandle.current().pid());
      new CountDownLatch(1).await();
      return null;
    }
  }

  record Acquire(SharedSemaphore semaphore, long millis)
      implements Callable<Boolean>, Serializable {
    @Override
    public Boolean call() throws InterruptedException {
      boolean acquired = semaphore.tryAcquire(millis, TimeUnit.MILLISECONDS);
      if (acquired) {
        semaphore.release();
      }
      return acquired;
    }
  }

  @Test
  void thePermitsOfTheDeadAreFreeAgainAndNoMore() throws Exception {
    try (SharedSemaphore semaphore = SharedSemaphore.create(3);
        SharedLong pid = SharedLong.create(0)) {
      Future<Object> keeper = pool.submit(new Keep(semaphore, 2, pid));
      Await.until("two are taken", LONG, () -> pid.get() != 0);
      semaphore.acquire();
      assertThat(semaphore.tryAcquire()).isFalse();
      Future<Boolean> waiter = pool.submit(new Acquire(semaphore, 60_000));
      Await.until("it waits", LONG, () -> semaphore.block().get(Block.START) < 0);
      Await.kill9(pid.get());
      assertThat(waiter.get()).isTrue();
      assertThatThrownBy(keeper::get).hasCauseInstanceOf(WorkerDiedException.class);
      Await.until("two are back", LONG, () -> semaphore.availablePermits() == 2);
      semaphore.release();
      assertThat(semaphore.availablePermits()).isEqualTo(3);
    }
  }

  record Release(SharedSemaphore semaphore) implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      semaphore.release();
      return null;
    }
  }

  @Test
  void onlyAProcessThatHoldsOneGivesOneBack() throws Exception {
    try (SharedSemaphore semaphore = SharedSemaphore.create(2)) {
      assertThatThrownBy(semaphore::release).isInstanceOf(IllegalStateException.class);
      semaphore.acquire();
      assertThatThrownBy(() -> pool.submit(new Release(semaphore)).get())
          .hasCauseInstanceOf(IllegalStateException.class);
      Thread other = Thread.ofPlatform().start(semaphore::release);
      other.join();
      assertThat(semaphore.availablePermits()).isEqualTo(2);
    }
  }

  @Test
  void aTimeLimitAndAnInterruptEndTheWait() throws Exception {
    try (SharedSemaphore semaphore = SharedSemaphore.create(1)) {
      semaphore.acquire();
      assertThat(pool.submit(new Acquire(semaphore, 30)).get()).isFalse();
      assertThat(semaphore.tryAcquire(30, TimeUnit.MILLISECONDS)).isFalse();
      Thread.currentThread().interrupt();
      assertThatThrownBy(semaphore::acquire).isInstanceOf(InterruptedException.class);
      Future<Boolean> waiter = pool.submit(new Acquire(semaphore, 60_000));
      Await.until("it waits", LONG, () -> semaphore.block().get(Block.START) < 0);
      semaphore.release();
      assertThat(waiter.get()).isTrue();
    }
  }
}
