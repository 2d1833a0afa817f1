package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.bench.KeepBenchmark;
import strandbench.result.BenchmarkKey;
import strandbench.result.ForkEntry;
import strandbench.result.Journal;
import strandbench.result.Json;
import strandbench.result.Objection;

class ForkRuleTest {
  private static final List<ForkRule> ALL = List.of(ForkRule.values());

  @Test
  void theForkThatWasStolenFromInTheCommittedRunIsSetAsideAndNoOther() {
    List<ForkEntry> journal =
        Journal.read(Path.of("results", "contention-amd-epyc-2cpu", "journal.jsonl"));

    assertThat(journal)
        .hasSizeGreaterThan(200)
        .filteredOn(fork -> ForkRule.objection(fork, ALL).isPresent())
        .singleElement()
        .satisfies(
            fork -> {
              assertThat(fork.stealShare()).isCloseTo(0.061, within(0.001));
              assertThat(ForkRule.objection(fork, ALL).orElseThrow().reason())
                  .isEqualTo("the hypervisor took 6.1% of the processor time, more than 5.0%");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "steal,            0.051, 0,    0,    0",
    "load-from-others, 0,     0.11, 0,    0",
    "compiling,        0,     0,    0.31, 0",
    "gc-pauses,        0,     0,    0,    21"
  })
  void eachLimitSetsAsideWhatIsBeyondItUnlessThatIsTolerated(
      String rule, double steal, double others, double compilerCores, double pausePercent) {
    ForkEntry fork = fork(steal, others, compilerCores, pausePercent, 1, 1);

    assertThat(ForkRule.objection(fork, ALL)).map(Objection::rule).contains(rule);
    assertThat(
            ForkRule.objection(
                fork, ALL.stream().filter(any -> !any.label().equals(rule)).toList()))
        .isEmpty();
  }

  @Test
  void whatIsWithinEveryLimitOrUnknownPasses() {
    assertThat(ForkRule.objection(fork(0.049, 0.09, 0.29, 19, 1, 1), ALL)).isEmpty();
    assertThat(ForkRule.objection(fork(Double.NaN, null, Double.NaN, Double.NaN, 1), ALL))
        .isEmpty();
  }

  @Test
  void whatHasGarbageCollectedOnPurposeMayPause() {
    String weighs = KeepBenchmark.class.getName() + ".memory";

    assertThat(ForkRule.objection(fork(weighs, 0, 0.0, 0, 60, 1), ALL)).isEmpty();
    assertThat(ForkRule.objection(fork(weighs, 0.06, 0.0, 0, 60, 1), ALL))
        .map(Objection::rule)
        .contains("steal");
    assertThat(ForkRule.objection(fork("some.Gone.benchmark", 0, 0.0, 0, 60, 1), ALL))
        .map(Objection::rule)
        .contains("gc-pauses");
  }

  @Test
  void iterationsThatFollowATrendAreADriftUnderFiveTheyAreNone() {
    assertThat(drift(10, 11, 12, 13, 14)).map(Objection::rule).contains("drift");
    assertThat(drift(14, 13, 12, 11, 10)).map(Objection::rule).contains("drift");
    assertThat(drift(10, 12, 11, 13, 14)).as("not in order").isEmpty();
    assertThat(drift(10, 10.1, 10.2, 10.3, 10.4)).as("a drift of 4%").isEmpty();
    assertThat(drift(10, 20, 30, 40)).as("four iterations").isEmpty();
    assertThat(ForkFigures.drift(fork(0, 0.0, 0, 0, 10, 11, 12, 13, 14)))
        .isCloseTo(4 / 12.0, within(1e-12));
  }

  @Property
  void aDriftDoesNotDependOnUnitOrDirection(
      @ForAll @Size(min = 5, max = 12) List<@DoubleRange(min = 1, max = 100) Double> iterations) {
    double[] values = iterations.stream().mapToDouble(value -> value).toArray();
    double[] scaled = Arrays.stream(values).map(value -> 1000 * value).toArray();
    double[] reversed = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i] = values[values.length - 1 - i];
    }

    double drift = ForkFigures.drift(fork(0, 0.0, 0, 0, values));
    assertThat(ForkFigures.drift(fork(0, 0.0, 0, 0, scaled))).isCloseTo(drift, within(1e-9));
    assertThat(ForkFigures.drift(fork(0, 0.0, 0, 0, reversed))).isCloseTo(drift, within(1e-9));
  }

  @ParameterizedTest
  @EnumSource
  void theReadmeHasEachRuleWithItsLimit(ForkRule rule) throws Exception {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(
            "| `%s` | %.0f%% | %s |".formatted(rule.label(), 100 * rule.most(), rule.meaning()));
  }

  private static Optional<Objection> drift(double... iterations) {
    return ForkRule.objection(fork(0, 0.0, 0, 0, iterations), ALL);
  }

  private static ForkEntry fork(
      double steal, Double others, double compilerCores, double pausePercent, double... scores) {
    return fork("a.B.c", steal, others, compilerCores, pausePercent, scores);
  }

  private static ForkEntry fork(
      String benchmark,
      double steal,
      Double others,
      double compilerCores,
      double pausePercent,
      double... scores) {
    JsonNode jmh =
        Json.MAPPER.valueToTree(
            Map.of(
                "benchmark",
                benchmark,
                "mode",
                "thrpt",
                "primaryMetric",
                metric("ops/s", scores),
                "secondaryMetrics",
                Map.of(
                    "tree.c2",
                    metric("cores", compilerCores),
                    "tree.gc.pauses",
                    metric("% of time", pausePercent))));
    return new ForkEntry(
        1,
        1,
        BenchmarkKey.of(benchmark, "thrpt", 1, Map.of()),
        "2026-01-01T00:00:00Z",
        1,
        steal,
        0,
        others,
        null,
        false,
        null,
        jmh);
  }

  private static Map<String, Object> metric(String unit, double... values) {
    return Map.of("score", values[0], "scoreUnit", unit, "rawData", List.of(values));
  }
}
