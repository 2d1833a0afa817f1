package strandbench.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.Await;

/** T5: n signals wake n, signalAll wakes all. */
@Covers(Construct.T5)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConditionTest {
  private static final int WAITERS = 5;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition condition = lock.newCondition();
  private final AtomicInteger woken = new AtomicInteger();
  private final List<Thread> waiters = new ArrayList<>();

  private void startWaiters(boolean virtual) {
    for (int i = 0; i < WAITERS; i++) {
      Thread.Builder kind = virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
      waiters.add(
          kind.start(
              () -> {
                lock.lock();
                try {
                  condition.awaitUninterruptibly();
                  woken.incrementAndGet();
                } finally {
                  lock.unlock();
                }
              }));
    }
    Await.until("all wait", Duration.ofSeconds(20), () -> waiting() == WAITERS);
  }

  private int waiting() {
    lock.lock();
    try {
      return lock.getWaitQueueLength(condition);
    } finally {
      lock.unlock();
    }
  }

  private void signal(int times) {
    lock.lock();
    try {
      for (int i = 0; i < times; i++) {
        condition.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void signalAll() throws InterruptedException {
    lock.lock();
    try {
      condition.signalAll();
    } finally {
      lock.unlock();
    }
    for (Thread waiter : waiters) {
      waiter.join();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nSignalsWakeNAndTheOthersWaitOn(boolean virtual) throws Exception {
    startWaiters(virtual);
    signal(2);
    Await.until("two have woken", Duration.ofSeconds(20), () -> woken.get() == 2);
    assertThat(waiting()).isEqualTo(WAITERS - 2);
    signal(1);
    Await.until("the third has woken", Duration.ofSeconds(20), () -> woken.get() == 3);
    assertThat(waiting()).isEqualTo(WAITERS - 3);
    signalAll();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void signalAllWakesAll(boolean virtual) throws Exception {
    startWaiters(virtual);
    signalAll();
    assertThat(woken).hasValue(WAITERS);
  }

  @Test
  void aTimeOutIsTold() throws Exception {
    lock.lock();
    try {
      assertThat(condition.await(1, TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      lock.unlock();
    }
  }
}
