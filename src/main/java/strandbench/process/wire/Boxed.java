package strandbench.process.wire;

/** Arrays of boxed numbers as arrays of primitives, and back. */
public final class Boxed {
  private Boxed() {}

  /**
   * Packs an array.
   *
   * @return an {@code int[]}, {@code long[]} or {@code double[]} if all elements are boxed numbers
   *     of that type and there is one at least, else the array itself
   */
  public static Object pack(Object[] array) {
    Class<?> type = typeOf(array);
    if (type == Integer.class) {
      int[] packed = new int[array.length];
      for (int i = 0; i < packed.length; i++) {
        packed[i] = (Integer) array[i];
      }
      return packed;
    } else if (type == Long.class) {
      long[] packed = new long[array.length];
      for (int i = 0; i < packed.length; i++) {
        packed[i] = (Long) array[i];
      }
      return packed;
    } else if (type == Double.class) {
      double[] packed = new double[array.length];
      for (int i = 0; i < packed.length; i++) {
        packed[i] = (Double) array[i];
      }
      return packed;
    }
    return array;
  }

  /** Which of Integer, Long and Double all elements are; null if none, or there are none. */
  static Class<?> typeOf(Object[] array) {
    Class<?> type = array.length == 0 || array[0] == null ? null : array[0].getClass();
    if (type != Integer.class && type != Long.class && type != Double.class) {
      return null;
    }
    for (Object element : array) {
      if (element == null || element.getClass() != type) {
        return null;
      }
    }
    return type;
  }

  /** Undoes {@link #pack}. What was not packed is returned as it is. */
  public static Object[] unpack(Object packed) {
    if (packed instanceof int[] ints) {
      Object[] array = new Object[ints.length];
      for (int i = 0; i < array.length; i++) {
        array[i] = ints[i];
      }
      return array;
    } else if (packed instanceof long[] longs) {
      Object[] array = new Object[longs.length];
      for (int i = 0; i < array.length; i++) {
        array[i] = longs[i];
      }
      return array;
    } else if (packed instanceof double[] doubles) {
      Object[] array = new Object[doubles.length];
      for (int i = 0; i < array.length; i++) {
        array[i] = doubles[i];
      }
      return array;
    }
    return (Object[]) packed;
  }
}
