package strandbench.process.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/**
 * Carries frames over a pair of blocking byte channels. A frame is a length of four bytes (of what
 * follows), and what follows. Frames that are appended leave together. A peer can make this neither
 * allocate more than twice what it has sent, nor wait for a frame beyond the limit.
 *
 * <p>One thread may send while another receives; neither side is safe for two threads.
 */
public final class FrameChannel implements Closeable {
  private static final int BUFFER_SIZE = 1 << 16;

  private final UninterruptibleChannel socket;
  private final ReadableByteChannel in;
  private final WritableByteChannel out;
  private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER_SIZE).limit(0);
  private final ByteBuffer sending = ByteBuffer.allocateDirect(BUFFER_SIZE);
  private int maxSize;

  /**
   * @param in null for a channel that only sends
   * @param out null for a channel that only receives
   * @param maxSize of a received frame without its length
   */
  public FrameChannel(ReadableByteChannel in, WritableByteChannel out, int maxSize) {
    this.socket = null;
    this.in = in;
    this.out = out;
    this.maxSize = maxSize;
  }

  /** Over a socket, in both directions; only such a one can {@link #poll}. */
  public FrameChannel(UninterruptibleChannel socket, int maxSize) {
    this.socket = socket;
    this.in = socket;
    this.out = socket;
    this.maxSize = maxSize;
  }

  /** Lets frames up to another size in from now on. */
  public void setMaxSize(int maxSize) {
    this.maxSize = maxSize;
  }

  /** A frame with its length in place, and room for so many bytes after it. Flip it when filled. */
  public static ByteBuffer frame(int size) {
    return ByteBuffer.allocate(Integer.BYTES + size).putInt(size);
  }

  /**
   * Adds a frame to those that leave with the next {@link #flush}. Where there are many, the first
   * of them leave now.
   *
   * @param frame whole, its length included; consumed
   */
  public void append(ByteBuffer frame) throws IOException {
    while (frame.hasRemaining()) {
      if (!sending.hasRemaining()) {
        flush();
      }
      int size = Math.min(sending.remaining(), frame.remaining());
      sending.put(sending.position(), frame, frame.position(), size);
      sending.position(sending.position() + size);
      frame.position(frame.position() + size);
    }
  }

  /** How many bytes wait for a {@link #flush}. */
  public int appended() {
    return sending.position();
  }

  /** Returns when all that was appended is with the operating system. */
  public void flush() throws IOException {
    sending.flip();
    while (sending.hasRemaining()) {
      out.write(sending);
    }
    sending.clear();
  }

  /** Appends a frame and flushes. */
  public void send(ByteBuffer frame) throws IOException {
    append(frame);
    flush();
  }

  /**
   * Takes a frame that is there, or has begun to come and doesn't fit into the buffer.
   *
   * @return null where none is there
   * @throws EOFException at the end of the stream
   * @throws ProtocolException as {@link #receive}
   */
  public ByteBuffer poll() throws IOException {
    if (!hasFrame()) {
      received.compact();
      int count = socket.readNow(received);
      received.flip();
      if (count < 0) {
        throw new EOFException("the stream ended");
      }
    }
    return hasFrame() ? receive() : null;
  }

  private boolean hasFrame() {
    int available = received.remaining() - Integer.BYTES;
    if (available < 0) {
      return false;
    }
    int size = received.getInt(received.position());
    return available >= size || size > BUFFER_SIZE - Integer.BYTES;
  }

  /**
   * Waits until more has come, or the end of the stream. {@link #poll} until nothing is there
   * before; another thread may poll meanwhile.
   *
   * @param limitMillis 0 for none
   */
  public void await(long limitMillis) throws IOException {
    socket.awaitReadable(limitMillis);
  }

  /** Has an {@link #await} return: one that is under way, or else the next. For any thread. */
  public void wake() throws IOException {
    socket.wakeReader();
  }

  /**
   * Waits for a frame.
   *
   * @return what follows the length, backed by an array of its own; null at the end of the stream
   * @throws EOFException if the stream ends inside a frame
   * @throws ProtocolException if what comes is no frame, or one beyond the limit
   */
  public ByteBuffer receive() throws IOException {
    while (received.remaining() < Integer.BYTES) {
      received.compact();
      int count = in.read(received);
      received.flip();
      if (count < 0) {
        if (received.hasRemaining()) {
          throw new EOFException("the stream ended inside a frame");
        }
        return null;
      }
    }
    int size = received.getInt();
    if (size < 1 || size > maxSize) {
      throw new ProtocolException("refused a frame of " + size + " bytes (limit " + maxSize + ")");
    }
    return ByteBuffer.wrap(take(size));
  }

  private byte[] take(int size) throws IOException {
    byte[] bytes = new byte[Math.min(size, BUFFER_SIZE)];
    int filled = 0;
    while (true) {
      int count = Math.min(received.remaining(), bytes.length - filled);
      received.get(bytes, filled, count);
      filled += count;
      if (filled == size) {
        return bytes;
      }
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(size, 2L * filled));
      }
      if (!received.hasRemaining()) {
        received.clear();
        int read = in.read(received);
        received.flip();
        if (read < 0) {
          throw new EOFException("the stream ended inside a frame");
        }
      }
    }
  }

  /**
   * Ends this channel but not its socket, for one who goes on with that. Only for a channel over a
   * socket; ask for what was {@linkplain #readAhead read ahead} as well.
   *
   * @return the socket, in non-blocking mode
   */
  public SocketChannel detach() throws IOException {
    return socket.detach();
  }

  /** What was read behind the last frame; for one who goes on without this. */
  public ByteBuffer readAhead() {
    return ByteBuffer.allocate(received.remaining()).put(received).flip();
  }

  @Override
  public void close() throws IOException {
    in.close();
    out.close();
  }
}
