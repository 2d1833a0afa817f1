package strandbench.bench;

import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.consumer.RecordingStream;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * Counts, in the JVM where it runs, how often a virtual thread has blocked and kept its carrier, as
 * JDK Flight Recorder tells it.
 */
final class PinnedEvents {
  /** One at a time in a JVM. */
  private static PinnedEvents current;

  private final RecordingStream stream = new RecordingStream();
  private final AtomicLong count = new AtomicLong();

  private PinnedEvents() {
    // The default threshold is 20 ms: everything shorter would go unseen.
    stream.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withoutStackTrace();
    stream.onEvent("jdk.VirtualThreadPinned", event -> count.incrementAndGet());
    stream.startAsync();
  }

  private long stop() {
    try (stream) {
      stream.stop(); // Returns when every event so far has been counted.
    }
    return count.get();
  }

  /**
   * What was counted.
   *
   * @param pinned events since the start
   * @param parallelism how many carriers the scheduler may have running
   * @param poolSize how many it has
   */
  record Count(long pinned, int parallelism, int poolSize) implements Serializable {}

  /** Starts to count. */
  record Start() implements Callable<Boolean>, Serializable {
    @Override
    public Boolean call() {
      current = new PinnedEvents();
      return true;
    }
  }

  /** Stops counting. */
  record Stop() implements Callable<Count>, Serializable {
    @Override
    public Count call() {
      VirtualThreadSchedulerMXBean scheduler =
          ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
      return new Count(current.stop(), scheduler.getParallelism(), scheduler.getPoolSize());
    }
  }
}
