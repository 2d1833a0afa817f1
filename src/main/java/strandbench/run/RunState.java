package strandbench.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.ForkEntry;
import strandbench.result.JmhEntries;
import strandbench.result.JmhEntry;

/** What is known of every cell so far: the journal, by cell. Not thread-safe. */
final class RunState {
  private final int plannedForks;
  private final PrecisionRule precision;
  private final Map<BenchmarkKey, List<JsonNode>> measured = new HashMap<>();
  private final Map<BenchmarkKey, String> failures = new HashMap<>();
  private final Map<BenchmarkKey, Double> seconds = new HashMap<>();
  private final Set<BenchmarkKey> left = new HashSet<>();

  RunState(int plannedForks, PrecisionRule precision) {
    this.plannedForks = plannedForks;
    this.precision = precision;
  }

  /** Takes in a fork, from this run or from the journal of the one that is resumed. */
  void add(ForkEntry fork) {
    seconds.put(fork.key(), fork.seconds());
    if (fork.failed()) {
      failures.putIfAbsent(fork.key(), fork.failure());
      return;
    }
    measured.computeIfAbsent(fork.key(), key -> new ArrayList<>()).add(fork.jmh());
    if (precision.isMet(forkMeans(fork.key()))) {
      left.add(fork.key());
    }
  }

  int forks(BenchmarkKey key) {
    return measured.getOrDefault(key, List.of()).size();
  }

  /** The causes of its first failed fork, if one failed. */
  Optional<String> failure(BenchmarkKey key) {
    return Optional.ofNullable(failures.get(key));
  }

  /** Whether a cell gets another fork. A cell that failed once has failed. */
  boolean remains(BenchmarkKey key) {
    return forksToCome(key) > 0;
  }

  /** The most forks that a cell still gets. */
  int forksToCome(BenchmarkKey key) {
    return failures.containsKey(key) || left.contains(key) ? 0 : plannedForks - forks(key);
  }

  /** What the next fork of a cell is expected to take: what its last one took. */
  double expectedSeconds(Cell cell) {
    return seconds.getOrDefault(cell.key(), cell.entry().expectedSeconds());
  }

  /** The merged JMH entry of a cell's forks; empty while there is none. */
  Optional<JsonNode> merged(BenchmarkKey key) {
    return Optional.ofNullable(measured.get(key)).map(JmhEntries::merge);
  }

  /** What was measured of a cell; empty while there is nothing. */
  Optional<CellResult> result(BenchmarkKey key) {
    return merged(key).map(JmhEntry::cell);
  }

  private double[] forkMeans(BenchmarkKey key) {
    return result(key).orElseThrow().primary().forkMeans();
  }
}
