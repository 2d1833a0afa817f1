package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.process.ProcessPool;

/**
 * Waits that give up just when they are woken, in threads of several processes, where there is room
 * for one only: a wake that is lost leaves somebody waiting for ever.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostWakeTest {
  private static final int THREADS = 3;
  private static final int EACH = 700;

  /** Half of the waits have no limit, the others one about as long as it takes to be woken. */
  private static long limitNanos() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return random.nextBoolean() ? Long.MAX_VALUE : random.nextLong(100_000);
  }

  /** In threads that put and threads that take, as many items. */
  record Pass(SharedQueue<Integer> queue, SharedLong sum)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() throws Exception {
      all(
          () -> {
            for (int i = 1; i <= EACH; i++) {
              while (!queue.offer(i, limitNanos(), TimeUnit.NANOSECONDS)) {
                // Again.
              }
            }
          },
          () -> {
            for (int i = 1; i <= EACH; i++) {
              Integer item = null;
              while (item == null) {
                item = queue.poll(limitNanos(), TimeUnit.NANOSECONDS);
              }
              sum.addAndGet(item);
            }
          });
      return null;
    }
  }

  /** A place for one, kept with a lock and a condition, and entered with a permit. */
  record Enter(SharedSemaphore semaphore, SharedLock lock, SharedCondition changed, SharedLong turn)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() throws Exception {
      all(() -> take(0), () -> take(1));
      return null;
    }

    private void take(int parity) throws InterruptedException {
      for (int i = 0; i < EACH; i++) {
        while (!semaphore.tryAcquire(limitNanos(), TimeUnit.NANOSECONDS)) {
          // Again.
        }
        semaphore.release();
        while (!lock.tryLock(limitNanos(), TimeUnit.NANOSECONDS)) {
          // Again.
        }
        try {
          while (turn.get() % 2 != parity) {
            changed.awaitNanos(limitNanos());
          }
          turn.set(turn.get() + 1);
          changed.signalAll();
        } finally {
          lock.unlock();
        }
      }
    }
  }

  private interface Body {
    void run() throws Exception;
  }

  /** Each body in as many virtual threads. */
  private static void all(Body... bodies) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (Body body : bodies) {
      for (int i = 0; i < THREADS; i++) {
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  try {
                    body.run();
                  } catch (Throwable e) {
                    failure.set(e);
                  }
                }));
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  @Test
  void aQueueOfOneLosesNone() throws Exception {
    try (ProcessPool pool = pool();
        SharedQueue<Integer> queue = SharedQueue.create(1);
        SharedLong sum = SharedLong.create(0)) {
      inThreeProcesses(pool, new Pass(queue, sum));
      assertThat(sum.get()).isEqualTo(3L * THREADS * EACH * (EACH + 1) / 2);
    }
  }

  @Test
  void neitherDoAPermitALockAndACondition() throws Exception {
    try (ProcessPool pool = pool();
        SharedSemaphore semaphore = SharedSemaphore.create(1);
        SharedLock lock = SharedLock.create();
        SharedCondition changed = lock.newCondition();
        SharedLong turn = SharedLong.create(0)) {
      inThreeProcesses(pool, new Enter(semaphore, lock, changed, turn));
      assertThat(turn.get()).isEqualTo(3L * 2 * THREADS * EACH);
      assertThat(semaphore.availablePermits()).isEqualTo(1);
    }
  }

  private static ProcessPool pool() {
    return ProcessPool.builder().workers(2).accept("strandbench.process.**").build();
  }

  private static void inThreeProcesses(ProcessPool pool, Callable<Object> task) throws Exception {
    Future<Object> one = pool.submit(task);
    Future<Object> other = pool.submit(task);
    task.call();
    one.get();
    other.get();
  }
}
