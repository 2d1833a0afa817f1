package strandbench.run;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the command line changes about a plan.
 *
 * @param includes a benchmark is selected where one of these is found in its name; empty: all are
 * @param params values that replace a plan's, by parameter
 */
public record Selection(List<Pattern> includes, Map<String, List<String>> params) {
  /** The plan as it stands. */
  public static final Selection ALL = new Selection(List.of(), Map.of());

  public Selection {
    includes = List.copyOf(includes);
    params = Map.copyOf(params);
  }

  /** Whether the benchmark was asked for by name. */
  boolean names(BenchmarkInfo benchmark) {
    return !includes.isEmpty() && includes(benchmark);
  }

  boolean includes(BenchmarkInfo benchmark) {
    return includes.isEmpty()
        || includes.stream().anyMatch(pattern -> pattern.matcher(benchmark.name()).find());
  }
}
