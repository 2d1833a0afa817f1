package strandbench.process.shared;

import java.util.Objects;

/**
 * An array of {@code long}s that several processes share; its length is fixed. Each method is
 * atomic by itself, and its memory effects are those of a volatile variable; what {@link
 * SharedLong} says of {@code get} and {@code set} together holds here as well. For bytes, or for
 * many elements at once, there is {@link SharedMemory}.
 *
 * <pre>{@code
 * SharedLongArray histogram = SharedLongArray.create(256);
 * record Tally(SharedLongArray histogram, byte[] bytes) implements Runnable, Serializable {
 *   public void run() {
 *     for (byte each : bytes) {
 *       histogram.getAndAdd(each & 0xff, 1);
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>After {@link #close} nobody can open the array any more; a process that has it keeps it, and
 * can go on using it.
 */
public final class SharedLongArray extends SharedObject {
  private static final long serialVersionUID = 1L;

  private final transient int length;

  SharedLongArray(Block block) {
    super(block);
    this.length = (int) ((block.memory().byteSize() - Block.START) / Long.BYTES);
  }

  /**
   * Creates one that holds zeros.
   *
   * @throws IllegalArgumentException if the length is negative
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  public static SharedLongArray create(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("an array of length " + length);
    }
    return create("long_array", Block.START + (long) length * Long.BYTES, SharedLongArray::new);
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
  public long get(int index) {
    return block().get(offset(index));
  }

  public void set(int index, long newValue) {
    block().set(offset(index), newValue);
  }

  /** Sets an element; returns the one before. */
  public long getAndSet(int index, long newValue) {
    return block().getAndSet(offset(index), newValue);
  }

  /**
   * Sets an element if it is the expected one.
   *
   * @return whether it was
   */
  public boolean compareAndSet(int index, long expected, long newValue) {
    return block().compareAndSet(offset(index), expected, newValue);
  }

  /** Adds to an element; returns the one before. */
  public long getAndAdd(int index, long delta) {
    return block().getAndAdd(offset(index), delta);
  }

  private long offset(int index) {
    return Block.START + (long) Objects.checkIndex(index, length) * Long.BYTES;
  }

  @Override
  Handle handle() {
    return Handle.of(Handle.Kind.LONG_ARRAY, block(), null);
  }
}
