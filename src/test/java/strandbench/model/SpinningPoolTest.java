package strandbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpinningPoolTest {
  private static final Duration SPIN = Duration.ofNanos(50_000);
  private static final Duration FOR_EVER = Duration.ofDays(1);

  @Test
  void runsEveryTaskOnceAndHandsItsAnswerOver() throws Exception {
    try (ExecutorService pool = SpinningPool.open(2, SPIN)) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        int number = i;
        answers.add(pool.submit(() -> number));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(SpinningPool.get(answers.get(i), SPIN)).isEqualTo(i);
      }
    }
  }

  /** Both must run at once, or neither would come back. */
  @Test
  void runsAsManyAtOnceAsItHasThreads() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    try (ExecutorService pool = SpinningPool.open(2, SPIN)) {
      for (Future<Integer> met :
          pool.invokeAll(List.<Callable<Integer>>of(both::await, both::await))) {
        assertThat(SpinningPool.get(met, SPIN)).isBetween(0, 1);
      }
    }
  }

  @Test
  void whoHasLookedInVainParks() throws Exception {
    try (ExecutorService pool = SpinningPool.open(1, SPIN)) {
      Thread worker = SpinningPool.get(pool.submit(Thread::currentThread), SPIN);
      while (worker.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(SpinningPool.get(pool.submit(() -> "woken"), SPIN)).isEqualTo("woken");
    }
  }

  /** With no limit a worker never parks, so that its task reaches it while it looks. */
  @Test
  void whoLooksFindsItsTaskAndItsAnswer() throws Exception {
    try (ExecutorService pool = SpinningPool.open(1, FOR_EVER)) {
      Thread worker = SpinningPool.get(pool.submit(Thread::currentThread), FOR_EVER);
      CountDownLatch go = new CountDownLatch(1);
      Future<Boolean> late = pool.submit((Callable<Boolean>) () -> go.await(1, TimeUnit.DAYS));
      go.countDown();

      assertThat(SpinningPool.get(late, FOR_EVER)).isTrue();
      assertThat(worker.getState()).isEqualTo(Thread.State.RUNNABLE);
    }
  }

  @Test
  void aTaskThatFailsFailsItsCaller() {
    try (ExecutorService pool = SpinningPool.open(1, SPIN)) {
      Future<Object> failing =
          pool.submit(
              () -> {
                throw new IllegalStateException("on purpose");
              });
      assertThatThrownBy(() -> SpinningPool.get(failing, SPIN))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("on purpose");
    }
  }
}
