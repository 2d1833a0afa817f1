package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.process.Await;
import strandbench.process.ProcessPool;
import strandbench.process.WorkerDiedException;

/** Kills at whatever instruction, with a lock and a permit held, waited for, or neither. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockKillTest {
  private static final int KILLS = 12;
  private static final int WORKERS = 2;
  private static final Duration LONG = Duration.ofSeconds(30);

  /**
   * What all work at. The lock guards two numbers that are equal whenever it is free, but for the
   * dead.
   *
   * @param wrong how often they were not, and how often two were inside at once
   */
  record Shared(
      SharedLock lock,
      SharedSemaphore semaphore,
      SharedLong first,
      SharedLong second,
      SharedLong repaired,
      SharedLong wrong)
      implements Serializable {
    static Shared create() {
      return new Shared(
          SharedLock.create(),
          SharedSemaphore.create(1),
          SharedLong.create(0),
          SharedLong.create(0),
          SharedLong.create(0),
          SharedLong.create(0));
    }

    void step() {
      semaphore.acquireUninterruptibly();
      if (lock.lockOrRecover()) {
        repaired.addAndGet(1);
        second.set(first.get());
      }
      try {
        long number = first.get();
        if (second.get() != number) {
          wrong.addAndGet(1);
        }
        first.set(number + 1);
        second.set(number + 1);
        if (first.get() != number + 1) {
          wrong.addAndGet(1);
        }
      } finally {
        lock.unlock();
        semaphore.release();
      }
    }
  }

  record WorkForEver(Shared shared, SharedLong pid) implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      pid.set(ProcessHandle.current().pid());
      while (!Thread.currentThread().isInterrupted()) {
        shared.step();
      }
      return null;
    }
  }

  @Test
  void theOthersGoOnAndRepair() throws Exception {
    Random random = new Random();
    Shared shared = Shared.create();
    List<SharedLong> pids = new ArrayList<>();
    List<Future<Object>> work = new ArrayList<>();
    try (ProcessPool pool =
        ProcessPool.builder().workers(WORKERS).accept("strandbench.process.**").build()) {
      for (int i = 0; i < WORKERS; i++) {
        pids.add(SharedLong.create(0));
        work.add(pool.submit(new WorkForEver(shared, pids.get(i))));
      }
      for (int kill = 0; kill < KILLS; kill++) {
        int victim = random.nextInt(WORKERS);
        SharedLong pid = pids.get(victim);
        Await.until("it works", LONG, () -> pid.get() != 0);
        LockSupport.parkNanos(random.nextInt(3_000_000)); // Not for a result: to vary it.
        Await.kill9(pid.get());
        pid.set(0);
        long before = shared.first().get();
        Await.until("the others go on", LONG, () -> shared.first().get() > before + 100);
        try {
          work.get(victim).get();
          throw new AssertionError("it was not killed");
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(WorkerDiedException.class);
        }
        work.set(victim, pool.submit(new WorkForEver(shared, pid)));
      }
      pool.shutdownNow();
    }
    assertThat(shared.wrong().get()).isZero();
    assertThat(shared.repaired().get()).isLessThanOrEqualTo(KILLS);
    Await.until("the permit is back", LONG, () -> shared.semaphore().availablePermits() == 1);
    shared.step();
    assertThat(shared.second().get()).isEqualTo(shared.first().get());
  }
}
