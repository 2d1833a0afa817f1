package strandbench.workload;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;

/**
 * One connection of {@link EchoLoad}: sends a line when the last has come back right. Every line
 * tells the connection and which of its lines it is, both in letters, so that one that went astray
 * or came twice shows. Not thread-safe.
 */
final class EchoCaller {
  /** What the two numbers and the line feed take. */
  static final int SHORTEST_LINE = 16;

  private static final int ALPHABET = 26;
  private static final int CONNECTION_LETTERS = 5;
  private static final int LINE_LETTERS = 10;

  private final SocketChannel channel;
  private final int number;
  private final ByteBuffer line;
  private final ByteBuffer expected;
  private final ByteBuffer answer;

  private SelectionKey key;
  private long lines;
  private int toGo;
  private long sentNanos;

  /**
   * Connects, and waits to be served at another time.
   *
   * @param number distinguishes the connection
   * @param length of a line in bytes, {@value #SHORTEST_LINE} or more
   */
  EchoCaller(int port, int number, int length) throws IOException {
    this.number = number;
    this.line = ByteBuffer.allocateDirect(length);
    this.expected = ByteBuffer.allocateDirect(length);
    this.answer = ByteBuffer.allocateDirect(length);
    fill(line, 'a');
    fill(expected, 'A');
    this.channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  private static void fill(ByteBuffer line, char first) {
    for (int i = 0; i < line.capacity() - 1; i++) {
      line.put(i, (byte) (first + i % ALPHABET));
    }
    line.put(line.capacity() - 1, (byte) '\n');
  }

  /** Waits until the connection is served; from then on it is the selector's. */
  void awaitGreeting(Selector selector) throws IOException {
    EchoTalk.served(channel.socket().getInputStream());
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** How many lines are to be sent from the next {@link #begin} on, 0 or more. */
  void owe(int count) {
    toGo = count;
  }

  /**
   * Sends the first line, if there is one to go.
   *
   * @return how many are
   */
  int begin() throws IOException {
    int count = toGo;
    if (count > 0) {
      sendNext();
    }
    return count;
  }

  private void sendNext() throws IOException {
    write(line, 'a', number, 0, CONNECTION_LETTERS);
    write(line, 'a', lines, CONNECTION_LETTERS, LINE_LETTERS);
    write(expected, 'A', number, 0, CONNECTION_LETTERS);
    write(expected, 'A', lines, CONNECTION_LETTERS, LINE_LETTERS);
    line.clear();
    answer.clear();
    sentNanos = System.nanoTime();
    send();
  }

  private static void write(ByteBuffer to, char zero, long value, int from, int letters) {
    long rest = value;
    for (int i = from; i < from + letters; i++) {
      to.put(i, (byte) (zero + rest % ALPHABET));
      rest /= ALPHABET;
    }
  }

  /** A line that is longer than the sockets' buffers has to be read back while it is sent. */
  private void send() throws IOException {
    channel.write(line);
    int wanted =
        line.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  /**
   * Takes what has come; with the end of an answer, sends the next line if there is one to go.
   *
   * @param latencies gets the time from before a line was sent until its answer was read, in ns
   * @return how many answers are complete now, 0 or 1
   * @throws IllegalStateException if an answer is wrong
   * @throws IOException if the connection breaks
   */
  int proceed(Histogram latencies) throws IOException {
    if (line.hasRemaining()) {
      send();
    }
    if (channel.read(answer) < 0) {
      throw new EOFException("the server ended connection " + number);
    }
    if (answer.hasRemaining()) {
      return 0;
    }
    latencies.recordValue(System.nanoTime() - sentNanos);
    if (toGo == 0) {
      throw new IllegalStateException("connection " + number + " got an answer to nothing");
    }
    if (!answer.flip().equals(expected)) {
      throw new IllegalStateException("connection " + number + ": line " + lines + " came wrong");
    }
    lines++;
    toGo--;
    if (toGo > 0) {
      sendNext();
    }
    return 1;
  }
}
