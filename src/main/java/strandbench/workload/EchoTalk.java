package strandbench.workload;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.Callable;

/**
 * A client of an {@link EchoServer}: waits until it is served, sends lines of small letters, each
 * when the last has come back in capitals, checks them all, and leaves.
 *
 * @param port of the server, on loopback
 * @param lines how many, 0 or more
 * @param length of a line in bytes, 1 or more
 */
public record EchoTalk(int port, int lines, int length) implements Callable<Long>, Serializable {
  private static final int ALPHABET = 26;
  private static final int LONGEST_GREETING = 64;
  private static final String GREETING = "served by ";

  public EchoTalk {
    if (lines < 0 || length < 1) {
      throw new IllegalArgumentException(lines + " lines of " + length + " bytes");
    }
  }

  /**
   * Talks.
   *
   * @return the pid of the process that served
   * @throws IllegalStateException if a line comes back wrong
   * @throws IOException if the server can't be reached, or ends first
   */
  @Override
  public Long call() throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      server.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
      OutputStream out = server.getOutputStream();
      final long pid = served(in);
      byte[] answer = new byte[length];
      for (int i = 0; i < lines; i++) {
        out.write(line(i, 'a'));
        in.readFully(answer);
        if (!Arrays.equals(answer, line(i, 'A'))) {
          throw new IllegalStateException("line " + i + " came back wrong");
        }
      }
      return pid;
    }
  }

  private byte[] line(int number, char first) {
    byte[] line = new byte[length];
    for (int i = 0; i < length; i++) {
      line[i] = (byte) (first + (number + i) % ALPHABET);
    }
    return line;
  }

  /**
   * Waits until a client is served.
   *
   * @param in what comes from the server, from its first byte on
   * @return the pid of the process that serves
   * @throws IOException if the server ends before that
   */
  static long served(InputStream in) throws IOException {
    StringBuilder greeting = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || greeting.length() > LONGEST_GREETING) {
        throw new EOFException("the server ended before it served");
      }
      greeting.append((char) next);
    }
    if (greeting.indexOf(GREETING) != 0) {
      throw new IllegalStateException("no greeting: " + greeting);
    }
    return Long.parseLong(greeting.substring(GREETING.length()));
  }
}
