package strandbench.threads;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;

/** T6: a timer fires once, after its delay, and can be cancelled. */
@Covers(Construct.T6)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimerTest {

  @Test
  void firesOnceAfterItsDelay() throws Exception {
    try (ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor()) {
      AtomicInteger fired = new AtomicInteger();
      long start = System.nanoTime();
      Future<Long> at =
          timers.schedule(
              () -> {
                fired.incrementAndGet();
                return System.nanoTime();
              },
              20,
              MILLISECONDS);
      assertThat(Duration.ofNanos(at.get() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
      // One that came again would have come before this one is through.
      timers.schedule(() -> {}, 50, MILLISECONDS).get();
      assertThat(fired).hasValue(1);
    }
  }

  @Test
  void doesNotFireOnceItIsCancelled() throws Exception {
    try (ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor()) {
      AtomicInteger fired = new AtomicInteger();
      Future<?> cancelled = timers.schedule(fired::incrementAndGet, 20, MILLISECONDS);
      assertThat(cancelled.cancel(false)).isTrue();
      assertThat(cancelled.isCancelled()).isTrue();
      // One thread fires them in the order in which they are due.
      timers.schedule(() -> {}, 21, MILLISECONDS).get();
      assertThat(fired).hasValue(0);
    }
  }

  @Test
  void cancellingOneThatHasFiredSaysNo() throws Exception {
    try (ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor()) {
      Future<?> timer = timers.schedule(() -> {}, 0, MILLISECONDS);
      timer.get();
      assertThat(timer.cancel(false)).isFalse();
    }
  }
}
