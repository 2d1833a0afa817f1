package strandbench.threads;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.Await;

/**
 * T4: an event that is set once is a latch; one that is cleared again is a flag with a condition.
 */
@Covers(Construct.T4)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventTest {
  private static final int WAITERS = 5;

  @Test
  void settingItWakesAllWhoWait() throws Exception {
    CountDownLatch event = new CountDownLatch(1);
    List<Thread> waiters = new ArrayList<>();
    List<Future<Boolean>> woken = new ArrayList<>();
    try (ExecutorService executor =
        Executors.newCachedThreadPool(
            task -> {
              waiters.add(new Thread(task));
              return waiters.getLast();
            })) {
      for (int i = 0; i < WAITERS; i++) {
        woken.add(executor.submit(() -> event.await(30, SECONDS)));
      }
      Await.until(
          "all wait",
          Duration.ofSeconds(20),
          () ->
              waiters.stream().allMatch(waiter -> waiter.getState() == Thread.State.TIMED_WAITING));
      assertThat(event.getCount()).isOne();
      event.countDown();
      for (Future<Boolean> each : woken) {
        assertThat(each.get()).isTrue();
      }
    }
    assertThat(event.getCount()).as("is set").isZero();
    assertThat(event.await(0, SECONDS)).as("a later waiter").isTrue();
  }

  @Test
  void aTimeOutIsTold() throws Exception {
    assertThat(new CountDownLatch(1).await(1, MILLISECONDS)).isFalse();
  }

  @Test
  void aConnectionIsTriedAgainUntilTheServerIsUp() throws Exception {
    CountDownLatch serverIsUp = new CountDownLatch(1);
    CountDownLatch failedThrice = new CountDownLatch(3);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> attempts =
          executor.submit(
              () -> {
                int failed = 0;
                while (!serverIsUp.await(1, MILLISECONDS)) {
                  failed++;
                  failedThrice.countDown();
                }
                return failed;
              });
      failedThrice.await();
      assertThat(attempts.isDone()).isFalse();
      serverIsUp.countDown();
      assertThat(attempts.get()).isGreaterThanOrEqualTo(3);
    }
  }

  /** The one to write where an event has to be cleared. */
  private static final class ClearableEvent {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean set;

    void set() {
      change(true);
    }

    void clear() {
      change(false);
    }

    private void change(boolean to) {
      lock.lock();
      try {
        set = to;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    boolean await(long time, TimeUnit unit) throws InterruptedException {
      long nanos = unit.toNanos(time);
      lock.lock();
      try {
        while (!set) {
          if (nanos <= 0) {
            return false;
          }
          nanos = changed.awaitNanos(nanos);
        }
        return true;
      } finally {
        lock.unlock();
      }
    }

    boolean hasWaiters() {
      lock.lock();
      try {
        return lock.hasWaiters(changed);
      } finally {
        lock.unlock();
      }
    }
  }

  @Test
  void oneThatIsClearedMakesWaitersWaitAgain() throws Exception {
    ClearableEvent event = new ClearableEvent();
    event.set();
    assertThat(event.await(0, SECONDS)).isTrue();
    event.clear();
    assertThat(event.await(1, MILLISECONDS)).isFalse();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> waiter = executor.submit(() -> event.await(1, HOURS));
      Await.until("it waits", Duration.ofSeconds(20), event::hasWaiters);
      event.set();
      assertThat(waiter.get()).isTrue();
    }
  }
}
