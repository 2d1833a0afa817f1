package strandbench.stats;

/**
 * One measurement of throughput at a level of concurrency; a level may have many, one per fork.
 *
 * @param n how many run at once: threads, processes, processors; a whole number, 1 or more
 * @param throughput work per time in any unit, the same for all points; above 0
 */
public record ScalingPoint(double n, double throughput) {
  public ScalingPoint {
    if (!(n >= 1) || n != Math.rint(n) || Double.isInfinite(n)) {
      throw new IllegalArgumentException("n must be a whole number, 1 or more: " + n);
    }
    if (!(throughput > 0) || Double.isInfinite(throughput)) {
      throw new IllegalArgumentException("throughput must be a number above 0: " + throughput);
    }
  }
}
