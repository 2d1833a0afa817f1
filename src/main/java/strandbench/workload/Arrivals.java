package strandbench.workload;

import java.time.Duration;
import java.util.SplittableRandom;

/** When the requests of an open loop are due, fixed before the first of them is sent. */
public final class Arrivals {
  private Arrivals() {}

  /**
   * Arrivals of a Poisson process: users that know nothing of one another. How many there are is
   * fixed as well, so that the rate is exactly what was asked for; given their number, the arrivals
   * of such a process are independent and uniform over its length (Ross, Introduction to
   * Probability Models, theorem 5.2).
   *
   * @param count how many, 0 or more
   * @param length in which they arrive, 1 ns or more
   * @param seed the same arguments give the same arrivals
   * @return nanoseconds from the start, rising, each below the length
   */
  public static long[] poisson(int count, Duration length, long seed) {
    return new SplittableRandom(seed).longs(count, 0, length.toNanos()).sorted().toArray();
  }
}
