package strandbench.run;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import strandbench.catalog.CellLimit;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.LimitedBy;
import strandbench.catalog.MayBeZero;
import strandbench.catalog.Question;

/**
 * A benchmark of this jar.
 *
 * @param name fully qualified class and method
 * @param type the class
 * @param mode JMH's short name of its mode
 * @param threads JMH's worker threads
 * @param jvmArgs the flags of its forks
 * @param params the values that it is run with unless told otherwise, by parameter
 */
public record BenchmarkInfo(
    String name,
    Class<?> type,
    String mode,
    int threads,
    List<String> jvmArgs,
    SortedMap<String, List<String>> params) {

  /** The question that its class asks. */
  public String question() {
    Question question = type.getAnnotation(Question.class);
    return question == null ? "" : question.value();
  }

  /** The constructs whose cost its class tells. */
  public List<Construct> constructs() {
    Covers covers = type.getAnnotation(Covers.class);
    return covers == null ? List.of() : List.of(covers.value());
  }

  /** Simple class name, dot, method. */
  public String shortName() {
    return type.getSimpleName() + name.substring(name.lastIndexOf('.'));
  }

  boolean isCalled(String simpleName) {
    return simpleName.equals(type.getSimpleName()) || simpleName.equals(shortName());
  }

  /** Why a parameter can't have a value, in one line; empty if it can. */
  public Optional<String> refusal(String param, String value) {
    Field field = field(param);
    Class<?> wanted = field.getType();
    if (wanted.isEnum()) {
      List<String> constants = constants(param).map(Enum::name).toList();
      return constants.contains(value)
          ? Optional.empty()
          : Optional.of(
              "unknown " + param + " \"" + value + "\": one of " + String.join(", ", constants));
    }
    boolean zero = field.isAnnotationPresent(MayBeZero.class) && value.equals("0");
    boolean fits =
        (wanted != int.class || value.matches("[1-9]\\d{0,8}"))
            && (wanted != long.class || value.matches("[1-9]\\d{0,17}"));
    if (!zero && !fits) {
      return Optional.of(param + " \"" + value + "\": a positive whole number is wanted");
    }
    return Optional.empty();
  }

  /** Why there can't be a cell with these parameters, in one line; empty if there can. */
  Optional<String> refusal(Map<String, String> cell, int cores) {
    LimitedBy limited = type.getAnnotation(LimitedBy.class);
    return limited == null ? Optional.empty() : limit(limited).refusal(cell, cores);
  }

  private static CellLimit limit(LimitedBy limited) {
    try {
      return limited.value().getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(limited.value() + " has no public constructor", e);
    }
  }

  /** The values that a parameter may have; none where it is no enum. */
  private Stream<Enum<?>> constants(String param) {
    Class<?> wanted = field(param).getType();
    return wanted.isEnum()
        ? Arrays.stream(wanted.getEnumConstants()).map(constant -> (Enum<?>) constant)
        : Stream.empty();
  }

  private Field field(String param) {
    try {
      return type.getField(param);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(type + " declares no public @Param field " + param, e);
    }
  }

  /** The parameters with some of their values replaced. */
  Map<String, List<String>> paramsWith(Map<String, List<String>> replaced) {
    SortedMap<String, List<String>> all = new TreeMap<>(params);
    all.putAll(replaced);
    return all;
  }
}
