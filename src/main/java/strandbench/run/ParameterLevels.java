package strandbench.run;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Parameter values that follow the machine. In a plan, {@code cores} stands for the processors that
 * the process may use, {@code 100*cores} for a multiple of them, {@code to-cores} for the powers of
 * two below them and themselves, and {@code scaling} for those and twice as many. Everything else
 * stands for itself.
 */
final class ParameterLevels {
  private static final Pattern MULTIPLE = Pattern.compile("(?:(\\d{1,9})\\*)?cores");

  private final int cores;

  ParameterLevels(int cores) {
    this.cores = cores;
  }

  /** The literal values that {@code values} stand for, in order, each once. */
  List<String> expand(List<String> values) {
    return values.stream().flatMap(this::expand).distinct().toList();
  }

  private Stream<String> expand(String value) {
    if (value.equals("to-cores") || value.equals("scaling")) {
      IntStream beyond = value.equals("scaling") ? IntStream.of(2 * cores) : IntStream.empty();
      return IntStream.concat(
              IntStream.concat(
                  IntStream.iterate(1, n -> n < cores, n -> 2 * n), IntStream.of(cores)),
              beyond)
          .mapToObj(Integer::toString);
    }
    Matcher multiple = MULTIPLE.matcher(value);
    if (multiple.matches()) {
      long factor = multiple.group(1) == null ? 1 : Long.parseLong(multiple.group(1));
      return Stream.of(Long.toString(factor * cores));
    }
    return Stream.of(value);
  }
}
