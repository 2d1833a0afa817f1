package strandbench.process.shared;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Puts frames together from a stream that comes in pieces: the form that {@link
 * strandbench.process.wire.FrameChannel} has, for one who may not wait for the rest of a frame.
 * Allocates no more than {@value #FIRST_PIECE} bytes or twice what has come.
 *
 * <p>For one thread.
 */
final class FrameAssembler {
  private static final int FIRST_PIECE = 1 << 16;

  /** Takes one frame after the other. */
  @FunctionalInterface
  interface Taker {
    /**
     * Takes one.
     *
     * @param frame without its length, backed by an array of its own
     */
    void take(ByteBuffer frame) throws IOException;
  }

  private final int maxSize;
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
  private byte[] body;
  private int size;
  private int filled;

  /**
   * @param maxSize of a frame without its length
   */
  FrameAssembler(int maxSize) {
    this.maxSize = maxSize;
  }

  /**
   * Consumes all the bytes, and hands on every frame that they complete.
   *
   * @throws ProtocolException if what comes is no frame, or one beyond the limit
   * @throws IOException what the taker throws; the rest of the bytes is lost then
   */
  void feed(ByteBuffer bytes, Taker taker) throws IOException {
    while (bytes.hasRemaining()) {
      if (body == null && !begin(bytes)) {
        return;
      }
      int count = Math.min(bytes.remaining(), size - filled);
      if (filled + count > body.length) {
        long more = Math.max(2L * body.length, filled + count);
        body = Arrays.copyOf(body, (int) Math.min(size, more));
      }
      bytes.get(body, filled, count);
      filled += count;
      if (filled == size) {
        ByteBuffer frame = ByteBuffer.wrap(body, 0, size);
        body = null;
        taker.take(frame);
      }
    }
  }

  /** Whether the length is whole now. */
  private boolean begin(ByteBuffer bytes) throws ProtocolException {
    while (length.hasRemaining() && bytes.hasRemaining()) {
      length.put(bytes.get());
    }
    if (length.hasRemaining()) {
      return false;
    }
    size = length.flip().getInt();
    length.clear();
    if (size < 1 || size > maxSize) {
      throw new ProtocolException("refused a frame of " + size + " bytes (limit " + maxSize + ")");
    }
    body = new byte[Math.min(size, FIRST_PIECE)];
    filled = 0;
    return true;
  }

  /** Whether the stream would be cut if it ended here. */
  boolean isInsideFrame() {
    return body != null || length.position() > 0;
  }
}
