package strandbench.report;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import strandbench.result.BenchmarkKey;

/**
 * Something in which the cells of one question differ.
 *
 * @param name as a table's head has it
 * @param params the parameters that it is made of
 * @param of the value of a cell; the empty string where the cell has none, and so is no part of
 *     this
 * @param where how a sentence names a value: {@code with 512 connections}
 */
record Dimension(
    String name,
    List<String> params,
    Function<BenchmarkKey, String> of,
    UnaryOperator<String> where) {
  private static final String NONE = "all";
  private static final String NUMBER = "[0-9]{1,15}(\\.[0-9]{1,9})?";

  Dimension {
    params = List.copyOf(params);
  }

  /** A parameter whose values are told by name. */
  static Dimension named(String name, String param) {
    return joined(name, List.of(param), value -> "for " + label(value));
  }

  /** A parameter whose values are counted: {@code with 512 connections}. */
  static Dimension counted(String name, String param, String noun) {
    return joined(
        name,
        List.of(param),
        value -> "with " + label(value) + " " + (value.equals("1") ? noun : plural(noun)));
  }

  /** {@code pages in flight} for {@code page in flight}. */
  private static String plural(String noun) {
    int end = noun.indexOf(' ');
    return end < 0 ? noun + "s" : noun.substring(0, end) + "s" + noun.substring(end);
  }

  /** Several parameters that vary together: {@code 4 × 2}. */
  static Dimension joined(String name, List<String> params, UnaryOperator<String> where) {
    return new Dimension(
        name,
        params,
        key ->
            params.stream().anyMatch(param -> key.param(param).isEmpty())
                ? ""
                : params.size() == 1
                    ? key.param(params.getFirst())
                    : params.stream()
                        .map(param -> label(key.param(param)))
                        .collect(Collectors.joining(" × ")),
        where);
  }

  /** The benchmark's method. */
  static Dimension method(String name) {
    return new Dimension(
        name,
        List.of(),
        key -> Names.camelWords(key.benchmark().substring(key.benchmark().lastIndexOf('.') + 1)),
        value -> "for " + label(value));
  }

  /** None: all cells are of one kind. */
  static Dimension none(String where) {
    return new Dimension("", List.of(), key -> NONE, value -> where);
  }

  boolean isNone() {
    return name.isEmpty();
  }

  boolean has(BenchmarkKey key) {
    return !of.apply(key).isEmpty();
  }

  static boolean isNumber(String value) {
    return value.matches(NUMBER);
  }

  /** {@code virtual threads} for VIRTUAL_THREADS, {@code 1,024} for 1024. */
  static String label(String value) {
    return isNumber(value) ? Numbers.tick(Double.parseDouble(value)) : Names.words(value);
  }

  /** The distinct values of some cells: numbers by size, else in plan order. */
  List<String> values(List<BenchmarkKey> keys) {
    List<String> values = keys.stream().map(of).distinct().toList();
    return values.stream().allMatch(Dimension::isNumber)
        ? values.stream().sorted(Comparator.comparingDouble(Double::parseDouble)).toList()
        : values;
  }
}
