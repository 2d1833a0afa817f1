package strandbench.process.wire;

/** Arrays of boxed numbers that can travel as arrays of primitives. */
final class Boxed {
  private Boxed() {}

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

  static Object[] unpack(int[] ints) {
    Object[] array = new Object[ints.length];
    for (int i = 0; i < array.length; i++) {
      array[i] = ints[i];
    }
    return array;
  }

  static Object[] unpack(long[] longs) {
    Object[] array = new Object[longs.length];
    for (int i = 0; i < array.length; i++) {
      array[i] = longs[i];
    }
    return array;
  }

  static Object[] unpack(double[] doubles) {
    Object[] array = new Object[doubles.length];
    for (int i = 0; i < array.length; i++) {
      array[i] = doubles[i];
    }
    return array;
  }
}
