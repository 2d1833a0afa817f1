package strandbench.process.shared;

import java.util.Objects;

/**
 * An array of {@code double}s that several processes share; its length is fixed. Each method is
 * atomic by itself, and its memory effects are those of a volatile variable; what {@link
 * SharedDouble} says of {@code get} and {@code set} together holds here as well. For bytes, or for
 * many elements at once, there is {@link SharedMemory}.
 *
 * <pre>{@code
 * SharedDoubleArray histogram = SharedDoubleArray.create(256);
 * record Tally(SharedDoubleArray histogram, byte[] bytes) implements Runnable, Serializable {
 *   public void run() {
 *     for (byte each : bytes) {
 *       histogram.getAndAdd(each & 0xff, 1.0);
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>After {@link #close} nobody can open the array any more; a process that has it keeps it, and
 * can go on using it.
 */
public final class SharedDoubleArray extends SharedObject {
  private static final long serialVersionUID = 1L;

  private final transient int length;

  SharedDoubleArray(Block block) {
    super(block);
    this.length = (int) ((block.memory().byteSize() - Block.START) / Long.BYTES);
  }

  /**
   * Creates one that holds zeros.
   *
   * @throws IllegalArgumentException if the length is negative
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  public static SharedDoubleArray create(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("an array of length " + length);
    }
    return create("double_array", Block.START + (long) length * Long.BYTES, SharedDoubleArray::new);
  }

  /** How many elements there are. */
  public int length() {
    return length;
  }

  /**
   * The element at an index.
   *
   * @throws IndexOutOfBoundsException if there is none, here and in the other methods
   */
  public double get(int index) {
    return Double.longBitsToDouble(block().get(offset(index)));
  }

  public void set(int index, double newValue) {
    block().set(offset(index), Double.doubleToRawLongBits(newValue));
  }

  /** Sets an element; returns the one before. */
  public double getAndSet(int index, double newValue) {
    return Double.longBitsToDouble(
        block().getAndSet(offset(index), Double.doubleToRawLongBits(newValue)));
  }

  /**
   * Sets an element if it is the expected one.
   *
   * @return whether it was. They are compared by their bits: a NaN equals itself, 0.0 is not -0.0
   */
  public boolean compareAndSet(int index, double expected, double newValue) {
    return block()
        .compareAndSet(
            offset(index),
            Double.doubleToRawLongBits(expected),
            Double.doubleToRawLongBits(newValue));
  }

  /** Adds to an element; returns the one before. */
  public double getAndAdd(int index, double delta) {
    while (true) {
      double value = get(index);
      if (compareAndSet(index, value, value + delta)) {
        return value;
      }
    }
  }

  private long offset(int index) {
    return Block.START + (long) Objects.checkIndex(index, length) * Long.BYTES;
  }

  @Override
  Handle handle() {
    return Handle.of(Handle.Kind.DOUBLE_ARRAY, block(), null);
  }
}
