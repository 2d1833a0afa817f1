package strandbench.process.shared;

import java.lang.foreign.MemorySegment;

/**
 * A block of memory that several processes share. What one writes there the others see; when, is up
 * to them: order the accesses with a {@link SharedLock}, or the end of a task, or access the
 * segment with the modes of a {@link java.lang.invoke.VarHandle}.
 *
 * <pre>{@code
 * record Invert(SharedMemory image, long from, long to) implements Runnable, Serializable {
 *   public void run() {
 *     MemorySegment pixels = image.segment();
 *     for (long i = from; i < to; i++) {
 *       pixels.set(ValueLayout.JAVA_BYTE, i, (byte) ~pixels.get(ValueLayout.JAVA_BYTE, i));
 *     }
 *   }
 * }
 *
 * try (SharedMemory image = SharedMemory.create(size)) {
 *   image.segment().copyFrom(MemorySegment.ofArray(pixels));
 *   pool.invokeAll(List.of(new Invert(image, 0, size / 2), new Invert(image, size / 2, size)));
 * }
 * }</pre>
 *
 * <p><b>Removal.</b> The memory has no name in the file system, so that nothing is left of it
 * whoever is killed. {@link #close} in the creator lets nobody else open it. Whoever has it mapped
 * keeps it, the creator too: a segment that {@link #segment} gave stays valid until the garbage
 * collector finds it and this object unused, and the system takes the memory back when that is so
 * in every process.
 */
public final class SharedMemory extends SharedObject {
  private static final long serialVersionUID = 1L;

  private final transient MemorySegment segment;

  SharedMemory(Block block) {
    super(block);
    this.segment = block.memory().asSlice(Block.START);
  }

  /**
   * Creates a block that holds zeros.
   *
   * @param size in bytes, 1 or more
   * @throws IllegalArgumentException if it is less
   * @throws java.io.UncheckedIOException if there is no room for it; the message says how much
   *     there is
   */
  public static SharedMemory create(long size) {
    if (size < 1 || size > Long.MAX_VALUE - Block.START) {
      throw new IllegalArgumentException("shared memory of " + size + " bytes");
    }
    return create("memory", Block.START + size, SharedMemory::new);
  }

  /** In bytes. */
  public long size() {
    return segment.byteSize();
  }

  /**
   * The memory, which any thread may access; it begins at a multiple of 128 bytes. Accesses outside
   * throw {@link IndexOutOfBoundsException}.
   */
  public MemorySegment segment() {
    return segment;
  }

  @Override
  Handle handle() {
    return Handle.of(Handle.Kind.MEMORY, block(), null);
  }
}
