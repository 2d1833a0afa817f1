package strandbench.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import strandbench.result.BenchmarkKey;
import strandbench.result.ForkEntry;

/** What forks take, to tell the time left. Not thread-safe. */
final class ForkTimes {
  private final Map<BenchmarkKey, Double> estimates = new HashMap<>();
  private final Map<BenchmarkKey, Double> last = new HashMap<>();
  private double taken;
  private double estimated;

  ForkTimes(List<Cell> cells) {
    cells.forEach(cell -> estimates.put(cell.key(), cell.entry().expectedSeconds()));
  }

  /** Takes in a fork, from this run or from the journal of the one that is resumed. */
  void add(ForkEntry fork) {
    last.put(fork.key(), fork.seconds());
    if (!fork.failed() && estimates.containsKey(fork.key())) {
      taken += fork.seconds();
      estimated += estimates.get(fork.key());
    }
  }

  /**
   * What the next fork of a cell is expected to take, in seconds: what its last one took; before
   * that, the plan's estimate times how far out the estimates were so far.
   */
  double expectedSeconds(BenchmarkKey key) {
    double correction = estimated == 0 ? 1 : taken / estimated;
    return last.containsKey(key) ? last.get(key) : correction * estimates.get(key);
  }
}
