package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.JmhResultFile;

/**
 * How many operations the plans give to each guard: such that one of JMH's lasts for 0.1 to 1 s,
 * long beside the release of the contenders and beside a time slice.
 */
class ContentionOperationsTest {
  private static final double SHORTEST_SECONDS = 0.1;
  private static final double LONGEST_SECONDS = 1;
  private static final Path MEASURED = Path.of("results/contention-amd-epyc-2cpu/jmh-result.json");

  private static List<BenchmarkKey> planned;

  @BeforeAll
  static void workOut() {
    CellPlanner planner = new CellPlanner(BenchmarkCatalog.load(), 2);
    planned =
        Stream.of("standard", "contention", "thorough")
            .flatMap(name -> planner.plan(Plans.find(name), Selection.ALL).cells().stream())
            .map(Cell::key)
            .filter(key -> !key.param("contenders").isEmpty())
            .toList();
  }

  /** Contenders share them out, so that the same work is done however many they are. */
  @Test
  void aGuardHasTheSameNumberForAllNumbersOfContendersAndInAllPlans() {
    Map<String, Set<String>> operations = new TreeMap<>();
    for (BenchmarkKey key : planned) {
      operations
          .computeIfAbsent(guard(key) + work(key), any -> new TreeSet<>())
          .add(key.param("operations"));
    }

    assertThat(operations).hasSizeGreaterThan(20);
    assertThat(operations.entrySet())
        .allSatisfy(guard -> assertThat(guard.getValue()).as(guard.getKey()).hasSize(1));
  }

  /** Nothing waits for a fair lock that one thread passes alone: 15 ms, as is said there. */
  @Test
  void whereTheSpeedOfAGuardIsKnownAnOperationLastsForATenthOfASecondToASecond() {
    Map<String, Double> rates =
        JmhResultFile.read(MEASURED).cells().stream()
            .collect(
                Collectors.toMap(
                    cell -> setting(cell.key()), ContentionOperationsTest::rate, (a, b) -> a));
    Map<String, Double> seconds = new TreeMap<>();
    for (BenchmarkKey key : planned) {
      Double rate = rates.get(setting(key));
      if (rate != null) {
        seconds.put(setting(key), Integer.parseInt(key.param("operations")) / rate);
      }
    }

    assertThat(seconds).hasSizeGreaterThan(40);
    assertThat(seconds.remove("REENTRANT_LOCK_FAIR PLATFORM 0% read, 1, 50 inside, 50 outside"))
        .isLessThan(SHORTEST_SECONDS);
    assertThat(seconds.entrySet())
        .allSatisfy(
            each ->
                assertThat(each.getValue())
                    .as(each.getKey())
                    .isBetween(SHORTEST_SECONDS, LONGEST_SECONDS));
  }

  private static String guard(BenchmarkKey key) {
    return key.param("lock").isEmpty()
        ? key.param("guard") + " " + key.param("thread")
        : key.param("lock") + " between processes";
  }

  private static String work(BenchmarkKey key) {
    return " %s inside, %s outside".formatted(key.param("criticalWork"), key.param("outsideWork"));
  }

  private static String setting(BenchmarkKey key) {
    String reads = key.param("readPercent").isEmpty() ? "0" : key.param("readPercent");
    return "%s %s%% read, %s,%s".formatted(guard(key), reads, key.param("contenders"), work(key));
  }

  private static double rate(CellResult cell) {
    return Arrays.stream(cell.secondary("acquisitions").orElseThrow().forkMeans())
        .average()
        .orElseThrow();
  }
}
