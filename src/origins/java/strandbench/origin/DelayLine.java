package strandbench.origin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Answers that leave an event loop when they are due, all after the same delay, woken as the origin
 * is: by a thread that parks, at most every half millisecond. Confined to the loop.
 */
final class DelayLine {
  private static final long GRANULARITY_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final Executor loop;
  private final long delayNanos;
  private final Queue<Due> waiting = new ArrayDeque<>();
  private final ScheduledExecutorService alarm =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private boolean isSet;

  private record Due(long nanos, Runnable send) {}

  DelayLine(Executor loop, Duration delay) {
    this.loop = loop;
    this.delayNanos = delay.toNanos();
  }

  void add(Runnable send) {
    waiting.add(new Due(System.nanoTime() + delayNanos, send));
    setAlarm();
  }

  private void setAlarm() {
    if (isSet || waiting.isEmpty()) {
      return;
    }
    isSet = true;
    long wait = waiting.peek().nanos() - System.nanoTime();
    var unused =
        alarm.schedule(
            () -> loop.execute(this::sendDue),
            Math.max(GRANULARITY_NANOS, wait),
            TimeUnit.NANOSECONDS);
  }

  private void sendDue() {
    isSet = false;
    while (!waiting.isEmpty() && waiting.peek().nanos() - System.nanoTime() <= 0) {
      waiting.remove().send().run();
    }
    setAlarm();
  }
}
