package strandbench.workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;

/**
 * Serves one client of an {@link EchoServer}, on the calling thread, until the client leaves: says
 * who serves ({@code "served by PID"} and a line feed), then returns every byte, ASCII letters in
 * upper case. Wherever it runs, it connects to the server's hand-over port and shows its ticket,
 * since a connection that is open can't be sent to another JVM.
 *
 * @param handOver the port, on loopback
 * @param ticket which of the clients that wait
 */
public record EchoSession(int handOver, long ticket) implements Callable<Long>, Serializable {
  private static final int BUFFER_BYTES = 8192;

  /**
   * Serves.
   *
   * @return how many bytes came from the client
   * @throws IOException if the server is gone
   */
  @Override
  public Long call() throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), handOver)) {
      client.setTcpNoDelay(true);
      client.getOutputStream().write(ByteBuffer.allocate(Long.BYTES).putLong(ticket).array());
      return serve(client);
    }
  }

  /**
   * Greets, and serves until the client leaves.
   *
   * @return how many bytes came from it
   * @throws IOException if the connection breaks
   */
  static long serve(Socket client) throws IOException {
    long count = 0;
    InputStream in = client.getInputStream();
    OutputStream out = client.getOutputStream();
    out.write(UpperCase.greeting());
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      UpperCase.apply(buffer, n);
      out.write(buffer, 0, n);
      count += n;
    }
    return count;
  }
}
