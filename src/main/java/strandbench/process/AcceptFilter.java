package strandbench.process;

import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.util.List;

/**
 * Lets classes of java.base and the accepted ones in, within limits, and remembers what it refused,
 * because the JDK's exception doesn't say. One instance reads one stream.
 */
final class AcceptFilter implements ObjectInputFilter {
  private final ObjectInputFilter rules;
  private String refusal;

  AcceptFilter(ObjectInputFilter rules) {
    this.rules = rules;
  }

  /**
   * The rules as text, for {@link ObjectInputFilter.Config#createFilter}.
   *
   * @throws IllegalArgumentException if an accepted pattern is none
   */
  static String rules(List<String> accepted) {
    StringBuilder rules = new StringBuilder("maxdepth=500;maxrefs=20000000;maxarray=67108864;");
    for (String pattern : accepted) {
      if (pattern.isBlank() || pattern.startsWith("!") || pattern.contains("=")) {
        throw new IllegalArgumentException("no pattern of classes to accept: '" + pattern + "'");
      }
      rules.append(pattern).append(';');
    }
    String all = rules.append("java.base/*;!*").toString();
    ObjectInputFilter.Config.createFilter(all);
    return all;
  }

  @Override
  public Status checkInput(FilterInfo info) {
    Status status = rules.checkInput(info);
    if (status == Status.REJECTED) {
      refusal = refusal(info);
    }
    return status;
  }

  private static String refusal(FilterInfo info) {
    Class<?> type = info.serialClass();
    if (type != null) {
      while (type.isArray()) {
        type = type.getComponentType();
      }
      if (info.arrayLength() < 0 && !type.getModule().equals(Object.class.getModule())) {
        String where = type.getPackageName();
        return type.getName()
            + " is refused: this pool doesn't accept it. ProcessPool.builder().accept(\""
            + (where.isEmpty() ? type.getName() : where + ".**")
            + "\") would";
      }
    }
    return "too deep, too long or too many objects: depth "
        + info.depth()
        + ", array length "
        + info.arrayLength()
        + ", references "
        + info.references();
  }

  /** The exception to throw for the JDK's: this filter's reason where it had one. */
  InvalidClassException explain(InvalidClassException thrown) {
    if (refusal == null) {
      return thrown;
    }
    InvalidClassException explained = new InvalidClassException(refusal);
    explained.initCause(thrown);
    return explained;
  }
}
