package strandbench.process;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread for the time limits of all pools. What it runs is short. */
final class Clock {
  private static final ScheduledThreadPoolExecutor EXECUTOR = executor();

  private Clock() {}

  private static ScheduledThreadPoolExecutor executor() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, body -> Thread.ofPlatform().daemon().name("process-clock").unstarted(body));
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  static void after(Duration delay, Runnable action) {
    var unused = alarm(delay, action);
  }

  /** One that can be cancelled. */
  static ScheduledFuture<?> alarm(Duration delay, Runnable action) {
    // What is longer than nanoseconds can say, is as long as they can.
    long nanos = TimeUnit.NANOSECONDS.convert(delay);
    return EXECUTOR.schedule(action, nanos, TimeUnit.NANOSECONDS);
  }
}
