package strandbench.cli;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import strandbench.result.BenchmarkKey;
import strandbench.result.UnusableInputException;

/**
 * Which benchmarks a gate compares, by patterns that are found in {@code package.Class.method
 * [param=value, …]}: so that parameters can be chosen whatever stands in their values.
 *
 * @param includes one of them must be found, where there is any
 * @param excludes none of them may be found
 */
record GateSelection(List<Pattern> includes, List<Pattern> excludes)
    implements Predicate<BenchmarkKey> {

  static GateSelection of(List<String> includes, List<String> excludes) {
    return new GateSelection(patterns("--include", includes), patterns("--exclude", excludes));
  }

  private static List<Pattern> patterns(String option, List<String> texts) {
    return texts.stream().map(text -> pattern(option, text)).toList();
  }

  private static Pattern pattern(String option, String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new UnusableInputException(
          option + " " + text + ": not a regular expression: " + e.getDescription(), e);
    }
  }

  @Override
  public boolean test(BenchmarkKey key) {
    return (includes.isEmpty() || isFound(includes, key.fullName()))
        && !isFound(excludes, key.fullName());
  }

  private static boolean isFound(List<Pattern> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(name).find());
  }
}
