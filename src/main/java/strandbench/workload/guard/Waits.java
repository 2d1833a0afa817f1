package strandbench.workload.guard;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How waiting is sampled, with threads and with processes alike. */
public final class Waits {
  /**
   * One operation in so many is timed: two readings of the clock cost as much as a free lock. It
   * shares no factor with 100, so that reads and updates are sampled in their proportion.
   */
  public static final int EVERY = 17;

  private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);
  private static final int DIGITS = 2;

  private Waits() {}

  /** A histogram of nanoseconds, to 1%, up to ten minutes. */
  public static Histogram histogram() {
    return new Histogram(LONGEST, DIGITS);
  }
}
