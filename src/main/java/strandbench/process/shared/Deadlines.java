package strandbench.process.shared;

import java.time.Duration;

/** Points in time on the clock of {@link System#nanoTime}, {@link ReactorLink#NEVER} among them. */
final class Deadlines {
  private static final Duration LONGEST = Duration.ofDays(10_000);

  private Deadlines() {}

  /** From now on; a limit of ten thousand days or more is none. */
  static long after(Duration limit) {
    return limit.compareTo(LONGEST) >= 0 ? ReactorLink.NEVER : System.nanoTime() + limit.toNanos();
  }
}
