package strandbench.origin;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts connections, and says what the origin has done so far. Confined to the event loop. */
final class Traffic {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Outbox outbox;
  private final long startNanos =
      System.nanoTime()
          - TimeUnit.MILLISECONDS.toNanos(ManagementFactory.getRuntimeMXBean().getUptime());
  private long connections;
  private int open;
  private int openPeak;

  Traffic(Outbox outbox) {
    this.outbox = outbox;
  }

  void opened() {
    connections++;
    open++;
    openPeak = Math.max(openPeak, open);
  }

  void closed() {
    open--;
  }

  /** A snapshot, taken on the event loop: its processor time is the calling thread's. */
  OriginStats stats() {
    Answers<?> answers = outbox.answers();
    return new OriginStats(
        Duration.ofNanos(System.nanoTime() - startNanos),
        answers.requests(),
        answers.answers(),
        connections,
        Duration.ofNanos(PROCESS.getProcessCpuTime()),
        Duration.ofNanos(THREADS.getCurrentThreadCpuTime()),
        Duration.ofNanos(answers.latenessNanos()),
        Duration.ofNanos(answers.maxLatenessNanos()),
        answers.backlog(),
        answers.backlogPeak(),
        answers.inFlight(),
        answers.inFlightPeak(),
        open,
        openPeak,
        outbox.faults());
  }

  void resetPeaks() {
    outbox.answers().resetPeaks();
    openPeak = open;
  }
}
