package strandbench.process;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/**
 * Carries messages over a pair of blocking byte channels. A message up to the size of the buffer
 * leaves in one write. A peer can make this neither allocate more than twice what it has sent, nor
 * wait for a frame beyond the limit.
 *
 * <p>One thread may send while another receives; neither side is safe for two threads.
 */
final class FrameTransport implements Closeable {
  private static final int BUFFER_SIZE = 1 << 16;

  private final ReadableByteChannel in;
  private final WritableByteChannel out;
  private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER_SIZE).limit(0);
  private final ByteBuffer sending = ByteBuffer.allocateDirect(BUFFER_SIZE);
  private int maxSize;

  FrameTransport(ReadableByteChannel in, WritableByteChannel out, int maxSize) {
    this.in = in;
    this.out = out;
    this.maxSize = maxSize;
  }

  /** Lets frames up to another size in from now on. */
  void setMaxSize(int maxSize) {
    this.maxSize = maxSize;
  }

  /** Returns when the message is with the operating system. */
  void send(Message message) throws IOException {
    ByteBuffer frame = message.encode();
    while (frame.hasRemaining()) {
      sending.clear();
      int size = Math.min(sending.remaining(), frame.remaining());
      sending.put(0, frame, frame.position(), size).limit(size);
      frame.position(frame.position() + size);
      while (sending.hasRemaining()) {
        out.write(sending);
      }
    }
  }

  /**
   * Waits for a message.
   *
   * @return null at the end of the stream
   * @throws EOFException if the stream ends inside a frame
   * @throws ProtocolException if what comes is no frame, or one beyond the limit
   */
  Message receive() throws IOException {
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
    return Message.decode(ByteBuffer.wrap(take(size)));
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

  @Override
  public void close() throws IOException {
    in.close();
    out.close();
  }
}
