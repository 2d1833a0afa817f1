package strandbench.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.Await;

/** T3: never more than four inside. */
@Covers(Construct.T3)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SemaphoreTest {
  private static final int PERMITS = 4;
  private static final int VISITORS = 10;
  private static final int VISITS = 1_000;

  static Stream<Supplier<ExecutorService>> threads() {
    return Stream.of(Executors::newCachedThreadPool, Executors::newVirtualThreadPerTaskExecutor);
  }

  @ParameterizedTest
  @MethodSource("threads")
  void fourAreInsideAndTheOthersWaitUntilOneLeaves(Supplier<ExecutorService> threads)
      throws Exception {
    Semaphore semaphore = new Semaphore(PERMITS);
    AtomicInteger inside = new AtomicInteger();
    CountDownLatch gate = new CountDownLatch(1);
    List<Future<?>> visits = new ArrayList<>();
    try (ExecutorService executor = threads.get()) {
      try {
        for (int i = 0; i < VISITORS; i++) {
          visits.add(
              executor.submit(
                  () -> {
                    semaphore.acquire();
                    inside.incrementAndGet();
                    gate.await();
                    inside.decrementAndGet();
                    semaphore.release();
                    return null;
                  }));
        }
        Await.until(
            "six wait and four are inside",
            Duration.ofSeconds(20),
            () -> semaphore.getQueueLength() == VISITORS - PERMITS && inside.get() == PERMITS);
        assertThat(semaphore.tryAcquire()).isFalse();
      } finally {
        gate.countDown();
      }
      for (Future<?> visit : visits) {
        visit.get();
      }
    }
    assertThat(semaphore.availablePermits()).isEqualTo(PERMITS);
  }

  @ParameterizedTest
  @MethodSource("threads")
  void underLoadTheyAreNeverMore(Supplier<ExecutorService> threads) throws Exception {
    Semaphore semaphore = new Semaphore(PERMITS);
    AtomicInteger inside = new AtomicInteger();
    List<Future<Integer>> most = new ArrayList<>();
    try (ExecutorService executor = threads.get()) {
      for (int i = 0; i < VISITORS; i++) {
        most.add(
            executor.submit(
                () -> {
                  int seen = 0;
                  for (int visit = 0; visit < VISITS; visit++) {
                    semaphore.acquire();
                    seen = Math.max(seen, inside.incrementAndGet());
                    Thread.yield();
                    inside.decrementAndGet();
                    semaphore.release();
                  }
                  return seen;
                }));
      }
      for (Future<Integer> seen : most) {
        assertThat(seen.get()).isBetween(1, PERMITS);
      }
    }
  }
}
