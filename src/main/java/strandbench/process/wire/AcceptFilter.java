package strandbench.process.wire;

import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.util.List;

/**
 * Lets classes of java.base and the accepted ones in, within limits, and remembers what it refused,
 * because the JDK's exception doesn't say. One instance reads one stream.
 */
public final class AcceptFilter implements ObjectInputFilter {
  /**
   * An element takes a byte at least. Hash tables are made larger than what is in them, but by less
   * than this, as the keys are objects.
   */
  private static final int MOST_ELEMENTS_PER_BYTE = 4;

  private static final int SMALL_ARRAY = 1024;

  private final ObjectInputFilter rules;
  private final long longestArray;
  private String refusal;

  /**
   * @param size of the stream: what doesn't fit into it is no array
   */
  AcceptFilter(ObjectInputFilter rules, int size) {
    this.rules = rules;
    this.longestArray = SMALL_ARRAY + (long) MOST_ELEMENTS_PER_BYTE * size;
  }

  /**
   * The rules as text, for {@link ObjectInputFilter.Config#createFilter}.
   *
   * @throws IllegalArgumentException if an accepted pattern is none
   */
  public static String rules(List<String> accepted) {
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

  /**
   * Asks for a class that comes by another way than the JDK's serialization. The filter that the
   * whole JVM may have been given has a say as well, as it has there.
   *
   * @throws InvalidClassException if it is refused
   */
  void require(Class<?> type) throws InvalidClassException {
    FilterInfo info = new ClassInfo(type);
    ObjectInputFilter ofAll = Config.getSerialFilter();
    if (checkInput(info) == Status.REJECTED) {
      throw new InvalidClassException(refusal);
    } else if (ofAll != null && ofAll.checkInput(info) == Status.REJECTED) {
      throw new InvalidClassException(type.getName() + " is refused by this JVM's filter");
    }
  }

  /** A class alone. */
  private record ClassInfo(Class<?> serialClass) implements FilterInfo {
    @Override
    public long arrayLength() {
      return -1;
    }

    @Override
    public long depth() {
      return 1;
    }

    @Override
    public long references() {
      return 1;
    }

    @Override
    public long streamBytes() {
      return 0;
    }
  }

  @Override
  public Status checkInput(FilterInfo info) {
    Status status = info.arrayLength() > longestArray ? Status.REJECTED : rules.checkInput(info);
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
            + " is refused: it is not accepted. To accept \""
            + (where.isEmpty() ? type.getName() : where + ".**")
            + "\" where the pool, process or queue is made would let it in";
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
