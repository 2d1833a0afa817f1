package strandbench.workload.guard;

import java.util.Arrays;

/**
 * Jain's index of fairness: (Σx)² / (n Σx²), which is 1 where all got the same and k/n where k of n
 * shared everything (R. Jain, D. Chiu, W. Hawe, "A Quantitative Measure of Fairness and
 * Discrimination for Resource Allocation in Shared Computer Systems", DEC TR-301, 1984).
 */
public final class JainIndex {
  private JainIndex() {}

  /**
   * The index of some shares.
   *
   * @param shares what each got; none negative, and at least one positive
   * @return from 1/n to 1
   */
  public static double of(long... shares) {
    if (Arrays.stream(shares).anyMatch(share -> share < 0)
        || Arrays.stream(shares).noneMatch(share -> share > 0)) {
      throw new IllegalArgumentException("no shares: " + Arrays.toString(shares));
    }
    double sum = Arrays.stream(shares).asDoubleStream().sum();
    double squares = Arrays.stream(shares).asDoubleStream().map(share -> share * share).sum();
    return sum * sum / (shares.length * squares);
  }
}
