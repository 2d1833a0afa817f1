package strandbench.run;

import strandbench.result.BenchmarkKey;

/**
 * One planned combination of a benchmark and its parameters.
 *
 * @param key which
 * @param entry how each of its forks is run
 */
public record Cell(BenchmarkKey key, Plan.Entry entry) {

  /** Whether it rides along with others, as controls and baselines do. */
  public boolean isCompanion() {
    return entry.companion().isPresent();
  }
}
