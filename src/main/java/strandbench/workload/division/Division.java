package strandbench.workload.division;

import strandbench.workload.CountingRange;

/** A way to divide work, have the parts done at once, and put their answers together. */
public interface Division extends AutoCloseable {
  /**
   * Halves the range until it has {@code cutOff} numbers or less, and sums the answers of the
   * parts. Lets every exception of a part through, as it is or as a cause.
   */
  long sum(CountingRange range, int cutOff) throws Exception;

  /** How many tasks were stolen so far, where a pool tells it; else 0. */
  default long steals() {
    return 0;
  }

  @Override
  void close();
}
