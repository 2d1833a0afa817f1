package strandbench.workload;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * A connection of {@link LeanLoad}: one request at a time, and as much of HTTP/1.1 as its answer
 * needs, which must be a 200 that tells its length. Not thread-safe.
 */
final class LeanConnection {
  /** A longer head is taken for a wrong answer. */
  private static final int LONGEST_HEAD = 1024;

  private static final String OK = "http/1.1 200 ";
  private static final String LENGTH = "\r\ncontent-length:";

  private final SocketChannel channel;
  private final CRC32C checksum = new CRC32C();
  private ByteBuffer answer = ByteBuffer.allocateDirect(0);
  private LeanLoad.Target target;
  private long sentNanos;
  private long latencyNanos;

  /** Where the body begins; 0 while the head has not all come. */
  private int body;

  private LeanConnection(SocketChannel channel) {
    this.channel = channel;
  }

  /** Connects; from then on the connection is the selector's. */
  static LeanConnection open(InetSocketAddress server, Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    LeanConnection connection = new LeanConnection(channel);
    channel.register(selector, SelectionKey.OP_READ, connection);
    return connection;
  }

  /** Closes a selector with all connections that are its. Has no effect the second time. */
  static void closeAll(Selector selector) {
    if (!selector.isOpen()) {
      return;
    }
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request; the last one must have been answered. */
  void send(LeanLoad.Target asked) throws IOException {
    target = asked;
    body = 0;
    int room = LONGEST_HEAD + asked.length();
    answer = answer.capacity() < room ? ByteBuffer.allocateDirect(room) : answer.clear();
    ByteBuffer request =
        StandardCharsets.US_ASCII.encode(
            "GET " + asked.path() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    sentNanos = System.nanoTime();
    channel.write(request);
    if (request.hasRemaining()) {
      throw new IOException(asked.path() + ": the server does not read its requests");
    }
  }

  /**
   * Takes what has come.
   *
   * @return whether the answer is complete, and right
   * @throws IOException if it is wrong, or the connection breaks
   */
  boolean receive() throws IOException {
    if (target == null) {
      throw new IOException("the server sent something that nobody asked for, or hung up");
    }
    if (channel.read(answer) < 0) {
      throw new EOFException(target.path() + ": the server hung up before the answer");
    }
    if (body == 0) {
      body = endOfHead();
      if (body == 0) {
        return false;
      }
      checkHead();
    }
    int received = answer.position() - body;
    if (received < target.length()) {
      return false;
    }
    latencyNanos = System.nanoTime() - sentNanos;
    checkBody(received);
    target = null;
    return true;
  }

  /** Of the last request, from before it was sent until its answer was seen. */
  long latencyNanos() {
    return latencyNanos;
  }

  /** The index after the empty line; 0 if that has not come. */
  private int endOfHead() throws IOException {
    int last = Math.min(answer.position(), LONGEST_HEAD) - 4;
    for (int i = 0; i <= last; i++) {
      if (answer.getInt(i) == 0x0d0a0d0a) {
        return i + 4;
      }
    }
    if (answer.position() >= LONGEST_HEAD) {
      throw new IOException(
          target.path() + ": no head of " + LONGEST_HEAD + " bytes or less in the answer");
    }
    return 0;
  }

  private void checkHead() throws IOException {
    byte[] bytes = new byte[body];
    answer.get(0, bytes);
    String head = new String(bytes, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    if (!head.startsWith(OK)) {
      throw new IOException(
          target.path() + ": " + head.lines().findFirst().orElse("") + ", expected status 200");
    }
    int length = head.indexOf(LENGTH);
    String told =
        length < 0
            ? "no length"
            : head.substring(length + LENGTH.length(), head.indexOf('\r', length + 2)).strip();
    if (!told.equals(Integer.toString(target.length()))) {
      throw new IOException(target.path() + ": " + told + ", expected " + target.length());
    }
  }

  private void checkBody(int received) throws IOException {
    checksum.reset();
    checksum.update(answer.slice(body, received));
    if (received > target.length() || checksum.getValue() != target.crc32c()) {
      throw new IOException(
          "%s: %d bytes with CRC32C %08x, expected %d with %08x"
              .formatted(
                  target.path(), received, checksum.getValue(), target.length(), target.crc32c()));
    }
  }
}
