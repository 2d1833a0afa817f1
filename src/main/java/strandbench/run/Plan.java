package strandbench.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import strandbench.result.UnusableInputException;

/**
 * What to measure, as it stands in a plan file (JSON).
 *
 * @param name a short name
 * @param purpose one line: what the plan is for, and what not
 * @param forks forks per cell, at least 1
 * @param looks fork counts at which a cell may leave the run early where a precision is asked for,
 *     each 8 or more; empty where no cell may
 * @param benchmarks what to run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Plan(
    String name, String purpose, int forks, List<Integer> looks, List<Entry> benchmarks) {

  public Plan {
    require(name != null && !name.isBlank(), "it has no name");
    require(forks >= 1, "forks must be 1 or more, not " + forks);
    require(benchmarks != null && !benchmarks.isEmpty(), "it names no benchmarks");
    purpose = Objects.requireNonNullElse(purpose, "");
    looks = looks == null ? List.of() : List.copyOf(looks);
    require(
        looks.stream().allMatch(look -> look >= PrecisionRule.FEWEST_FORKS && look < forks),
        "looks must lie between " + PrecisionRule.FEWEST_FORKS + " and the forks: " + looks);
    benchmarks = List.copyOf(benchmarks);
  }

  private static void require(boolean condition, String complaint) {
    if (!condition) {
      throw new UnusableInputException(complaint);
    }
  }

  /** This plan with other entries. */
  Plan withBenchmarks(List<Entry> entries) {
    return new Plan(name, purpose, forks, looks, entries);
  }

  /**
   * Some cells of one benchmark.
   *
   * @param benchmark simple class name, or simple class name, dot, method
   * @param companionOf a parameter's name: the entry rides along whenever a selected cell has that
   *     parameter, as controls and baselines do; null where it doesn't
   * @param params values by parameter name; a parameter left out keeps the benchmark's own. Beside
   *     literals, see {@link ParameterLevels}
   * @param warmup iterations before measurement
   * @param measurement measured iterations
   * @param expectedSeconds what a fork takes, JVM start and set-up included, to estimate the time
   *     left before anything was measured
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(
      String benchmark,
      String companionOf,
      Map<String, List<String>> params,
      Iterations warmup,
      Iterations measurement,
      double expectedSeconds) {

    public Entry {
      require(benchmark != null, "an entry names no benchmark");
      require(warmup != null && measurement != null, benchmark + " has no warmup or measurement");
      require(warmup.count() >= 0, benchmark + ": warmup count must not be negative");
      require(measurement.count() >= 1, benchmark + ": measurement count must be 1 or more");
      params = params == null ? Map.of() : Map.copyOf(params);
      expectedSeconds =
          expectedSeconds > 0 ? expectedSeconds : 1 + warmup.seconds() + measurement.seconds();
    }

    Entry withParams(Map<String, List<String>> values) {
      return new Entry(benchmark, companionOf, values, warmup, measurement, expectedSeconds);
    }

    Optional<String> companion() {
      return Optional.ofNullable(companionOf);
    }
  }

  /**
   * Iterations of a fork.
   *
   * @param count how many
   * @param millis the least that each lasts
   */
  public record Iterations(int count, int millis) {
    public Iterations {
      require(millis >= 1, "an iteration lasts 1 ms or more, not " + millis);
    }

    double seconds() {
      return count * millis / 1e3;
    }
  }
}
