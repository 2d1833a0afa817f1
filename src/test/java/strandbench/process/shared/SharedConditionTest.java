package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.Await;
import strandbench.process.ProcessPool;

@Covers(Construct.P8)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedConditionTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static ProcessPool pool;

  private final SharedLock lock = SharedLock.create();
  private final SharedCondition condition = lock.newCondition();
  private final SharedLong waiting = SharedLong.create(0);
  private final SharedLong woken = SharedLong.create(0);

  @BeforeAll
  static void start() {
    pool = ProcessPool.builder().workers(4).accept("strandbench.process.**").build();
  }

  @AfterAll
  static void stop() {
    pool.shutdownNow();
    pool.close();
  }

  @AfterEach
  void close() {
    condition.close();
    lock.close();
    waiting.close();
    woken.close();
  }

  /** Waits once, holding the lock twice; says when it waits and when it was woken. */
  record Wait(SharedLock lock, SharedCondition condition, SharedLong waiting, SharedLong woken)
      implements Callable<Long>, Serializable {
    @Override
    public Long call() throws InterruptedException {
      lock.lock();
      lock.lock();
      try {
        waiting.addAndGet(1);
        condition.await();
        return woken.addAndGet(1);
      } finally {
        lock.unlock();
        lock.unlock();
      }
    }
  }

  /** The lock guards the number too: who has counted waits as soon as the lock can be had. */
  private void awaitWaiting(int count) {
    Await.until(
        count + " wait",
        LONG,
        () -> {
          lock.lock();
          try {
            return waiting.get() == count;
          } finally {
            lock.unlock();
          }
        });
  }

  private void signal(int count) {
    lock.lock();
    try {
      condition.signal(count);
    } finally {
      lock.unlock();
    }
  }

  @Test
  void aSignalWakesAsManyAsItSays() throws Exception {
    List<Future<Long>> all = new ArrayList<>();
    Wait wait = new Wait(lock, condition, waiting, woken);
    for (int i = 0; i < 3; i++) {
      all.add(pool.submit(wait));
    }
    for (int i = 0; i < 3; i++) {
      FutureTask<Long> thread = new FutureTask<>(wait);
      Thread.startVirtualThread(thread);
      all.add(thread);
    }
    awaitWaiting(6);
    assertThat(woken.get()).isZero();
    for (int after : new int[] {0, 2, 3}) {
      int count = after == 0 ? 2 : after == 2 ? 1 : 0;
      signal(count);
      Await.until(after + count + " were woken", LONG, () -> woken.get() == after + count);
    }
    // Three are left. One more that waits now stands behind them: it is the last to be woken.
    FutureTask<Long> last = new FutureTask<>(wait);
    Thread.startVirtualThread(last);
    awaitWaiting(7);
    signal(3);
    for (Future<Long> each : all) {
      each.get();
    }
    assertThat(last.isDone()).isFalse();
    assertThat(woken.get()).isEqualTo(6);
    lock.lock();
    condition.signalAll();
    lock.unlock();
    assertThat(last.get()).isEqualTo(7);
  }

  @Test
  void itBelongsToItsLock() {
    assertThatThrownBy(condition::signal).isInstanceOf(IllegalMonitorStateException.class);
    assertThatThrownBy(condition::await).isInstanceOf(IllegalMonitorStateException.class);
  }

  @Test
  void aTimeLimitAndAnInterruptEndTheWaitWithTheLockHeld() throws Exception {
    lock.lock();
    assertThat(condition.await(20, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(condition.awaitNanos(1000)).isNotPositive();
    Thread.currentThread().interrupt();
    assertThatThrownBy(condition::await).isInstanceOf(InterruptedException.class);
    assertThat(lock.isHeldByCurrentThread()).isTrue();
    lock.unlock();
    assertThat(lock.isLocked()).isFalse();
  }

  /** Signals, and dies with the lock. */
  record SignalAndHalt(SharedLock lock, SharedCondition condition)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      lock.lock();
      condition.signalAll();
      Runtime.getRuntime().halt(9);
      return null;
    }
  }

  @Test
  void whoIsWokenLearnsThatTheLocksOwnerDied() {
    FutureTask<Boolean> repairs =
        new FutureTask<>(
            () -> {
              lock.lock();
              try {
                waiting.addAndGet(1);
                assertThatThrownBy(condition::await).isInstanceOf(OwnerDiedException.class);
                assertThat(lock.isHeldByCurrentThread()).isTrue();
                return true;
              } finally {
                lock.unlock();
              }
            });
    Thread.startVirtualThread(repairs);
    awaitWaiting(1);
    Future<Object> dying = pool.submit(new SignalAndHalt(lock, condition));
    assertThatThrownBy(dying::get).hasMessageContaining("9");
    assertThat(repairs).succeedsWithin(LONG).isEqualTo(true);
    assertThatThrownBy(lock::lock).isInstanceOf(OwnerDiedException.class);
    assertThat(lock.lockOrRecover()).isTrue();
    lock.unlock();
    lock.lock();
    lock.unlock();
  }

  /** Makes a condition of its own, and waits for it until the number is what the caller sets. */
  record Own(SharedLock lock, SharedQueue<SharedCondition> out, SharedLong number)
      implements Callable<Boolean>, Serializable {
    @Override
    public Boolean call() throws InterruptedException {
      try (SharedCondition own = lock.newCondition()) {
        lock.lock();
        try {
          out.put(own);
          while (number.get() == 0) {
            own.await();
          }
          return own.isCreator();
        } finally {
          lock.unlock();
        }
      }
    }
  }

  @Test
  void anyProcessCanMakeOne() throws Exception {
    try (SharedQueue<SharedCondition> out =
        SharedQueue.create(1, 10_000, "strandbench.process.**")) {
      Future<Boolean> waiter = pool.submit(new Own(lock, out, waiting));
      SharedCondition theirs = out.take();
      assertThat(theirs.isCreator()).isFalse();
      lock.lock();
      try {
        waiting.set(1);
        theirs.signal();
      } finally {
        lock.unlock();
      }
      assertThat(waiter.get()).isTrue();
    }
  }
}
