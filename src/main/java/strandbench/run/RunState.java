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
import strandbench.result.Objection;

/** What is known of every cell so far: the journal, by cell. Not thread-safe. */
final class RunState {
  private final int plannedForks;
  private final PrecisionRule precision;
  private final Map<BenchmarkKey, List<JsonNode>> measured = new HashMap<>();
  private final Map<BenchmarkKey, List<Objection>> setAside = new HashMap<>();
  private final Map<BenchmarkKey, String> failures = new HashMap<>();
  private final Map<BenchmarkKey, JsonNode> merged = new HashMap<>();
  private final Set<BenchmarkKey> left = new HashSet<>();

  RunState(int plannedForks, PrecisionRule precision) {
    this.plannedForks = plannedForks;
    this.precision = precision;
  }

  /** The most forks of a cell that are measured in place of some that were set aside. */
  private int mostRepeats() {
    return Math.max(1, plannedForks / 2);
  }

  /** Takes in a fork, from this run or from the journal of the one that is resumed. */
  void add(ForkEntry fork) {
    if (fork.failed()) {
      failures.putIfAbsent(fork.key(), fork.failure());
      return;
    }
    if (fork.isSetAside()) {
      setAside.computeIfAbsent(fork.key(), key -> new ArrayList<>()).add(fork.objection());
      return;
    }
    measured.computeIfAbsent(fork.key(), key -> new ArrayList<>()).add(fork.jmh());
    merged.remove(fork.key());
    if (precision.isMet(forkMeans(fork.key()))) {
      left.add(fork.key());
    }
  }

  /** The forks of a cell that count. */
  int forks(BenchmarkKey key) {
    return measured.getOrDefault(key, List.of()).size();
  }

  /** The forks of a cell that were measured, also those that don't count. */
  int attempts(BenchmarkKey key) {
    return forks(key) + setAside(key).size();
  }

  /** The objections to forks of a cell that were set aside, in order. */
  List<Objection> setAside(BenchmarkKey key) {
    return List.copyOf(setAside.getOrDefault(key, List.of()));
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
    if (failures.containsKey(key) || left.contains(key)) {
      return 0;
    }
    int wanted = plannedForks - forks(key);
    return Math.max(0, Math.min(wanted, wanted + mostRepeats() - setAside(key).size()));
  }

  /** The merged JMH entry of a cell's forks; empty while there is none. */
  Optional<JsonNode> merged(BenchmarkKey key) {
    return Optional.ofNullable(
        measured.containsKey(key)
            ? merged.computeIfAbsent(key, any -> JmhEntries.merge(measured.get(any)))
            : null);
  }

  /** What was measured of a cell; empty while there is nothing. */
  Optional<CellResult> result(BenchmarkKey key) {
    return merged(key).map(JmhEntry::cell);
  }

  private double[] forkMeans(BenchmarkKey key) {
    return result(key).orElseThrow().primary().forkMeans();
  }
}
