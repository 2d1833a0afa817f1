package strandbench.process;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import strandbench.process.wire.Codec;

/**
 * Some of the items of a map, as one task: applies the function to each in turn, and ends at the
 * first that fails. Its result is an {@code Object[]}.
 *
 * <p>As bytes it is the number of the map and the function's bytes, their size (4 bytes) before
 * them, then one byte, 1 for a single item and 0 for an array of items, and the bytes of that. So a
 * map writes its function once, however many chunks it makes, and numbers travel as primitives.
 */
final class Chunk<T, R> implements Callable<Object[]> {
  private static final byte ARRAY = 0;
  private static final byte SINGLE = 1;
  private static final AtomicLong MAPS = new AtomicLong();

  private final RemoteFunction<? super T, ? extends R> function;
  private final ByteBuffer functionBytes;
  private final Object[] items;

  /**
   * The bytes of a function, for all chunks of one map.
   *
   * @throws RejectedExecutionException if it can't be serialized
   */
  static ByteBuffer write(RemoteFunction<?, ?> function) {
    ByteBuffer bytes = PoolTask.serialize(function);
    return ByteBuffer.allocate(Long.BYTES + bytes.remaining())
        .putLong(MAPS.incrementAndGet())
        .put(bytes)
        .flip();
  }

  /**
   * @param functionBytes the function's, as {@link #write(RemoteFunction)} makes them; not consumed
   */
  Chunk(
      RemoteFunction<? super T, ? extends R> function,
      ByteBuffer functionBytes,
      Collection<? extends T> items) {
    this(function, functionBytes, items.toArray());
  }

  private Chunk(
      RemoteFunction<? super T, ? extends R> function, ByteBuffer functionBytes, Object[] items) {
    this.function = function;
    this.functionBytes = functionBytes;
    this.items = items;
  }

  @Override
  public Object[] call() throws Exception {
    Object[] results = new Object[items.length];
    for (int i = 0; i < results.length; i++) {
      @SuppressWarnings("unchecked") // They come from a collection of such.
      T item = (T) items[i];
      results[i] = function.apply(item);
    }
    return results;
  }

  /**
   * Its bytes, as {@link Reader} reads them.
   *
   * @throws IOException as {@link Codec#write}
   */
  ByteBuffer write() throws IOException {
    boolean single = items.length == 1;
    ByteBuffer content = Codec.write(single ? items[0] : items);
    long size = Integer.BYTES + 1L + functionBytes.remaining() + content.remaining();
    if (size > Codec.MAX_OBJECT) {
      throw new IOException(this + " takes " + size + " bytes, the limit is " + Codec.MAX_OBJECT);
    }
    return ByteBuffer.allocate((int) size)
        .putInt(functionBytes.remaining())
        .put(functionBytes.duplicate())
        .put(single ? SINGLE : ARRAY)
        .put(content)
        .flip();
  }

  @Override
  public String toString() {
    return function + " for " + items.length + " items";
  }

  /**
   * Reads chunks. Those of one map that follow each other get one copy of its function. Not
   * thread-safe.
   */
  static final class Reader {
    private final ObjectInputFilter rules;
    private ByteBuffer lastBytes;
    private RemoteFunction<Object, Object> last;

    Reader(ObjectInputFilter rules) {
      this.rules = rules;
    }

    /**
     * Reads a chunk.
     *
     * @param bytes consumed
     * @throws IOException as {@link Codec#read}
     */
    Chunk<?, ?> read(ByteBuffer bytes) throws IOException, ClassNotFoundException {
      int size = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
      if (size < Long.BYTES || size >= bytes.remaining()) {
        throw new StreamCorruptedException("refused a part of a map that is cut off");
      }
      ByteBuffer functionBytes = bytes.slice(bytes.position(), size);
      bytes.position(bytes.position() + size);
      if (!functionBytes.equals(lastBytes)) {
        // Before the function, which may be refused.
        lastBytes = null;
        @SuppressWarnings("unchecked") // It is asked for what the pool's caller gave with it.
        var function =
            (RemoteFunction<Object, Object>)
                Codec.read(functionBytes.slice(Long.BYTES, size - Long.BYTES), rules);
        last = function;
        lastBytes = functionBytes;
      }
      boolean single = bytes.get() == SINGLE;
      Object content = Codec.read(bytes, rules);
      Object[] items = single ? new Object[] {content} : (Object[]) content;
      return new Chunk<>(last, functionBytes, items);
    }
  }
}
