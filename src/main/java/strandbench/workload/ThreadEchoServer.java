package strandbench.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

/** Serves each client on a thread of its own, which waits in {@code read}. Thread-safe. */
public final class ThreadEchoServer implements ListeningServer {
  private static final int BACKLOG = 1024;

  private final ServerSocket listening;
  private final ExecutorService threads;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private ThreadEchoServer(ThreadFactory factory) throws IOException {
    this.listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    this.threads = Executors.newThreadPerTaskExecutor(factory);
  }

  /**
   * Listens from now on.
   *
   * @param factory makes the thread that accepts, and one for each client
   * @throws UncheckedIOException if it can't listen
   */
  public static ThreadEchoServer open(ThreadFactory factory) {
    try {
      ThreadEchoServer server = new ThreadEchoServer(factory);
      server.threads.execute(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        admit(listening.accept());
      } catch (IOException | RejectedExecutionException e) {
        // A client that left at once, or the end of this server.
      }
    }
  }

  private void admit(Socket client) {
    boolean admitted = false;
    open.add(client);
    try {
      // Whoever closes the server after this look finds the client among the open ones.
      if (!listening.isClosed()) {
        threads.execute(() -> serve(client));
        admitted = true;
      }
    } finally {
      if (!admitted) {
        drop(client);
      }
    }
  }

  private void serve(Socket client) {
    try {
      client.setTcpNoDelay(true);
      EchoSession.serve(client);
    } catch (IOException e) {
      // The client has reset the connection, or this server has ended.
    } finally {
      drop(client);
    }
  }

  private void drop(Socket client) {
    open.remove(client);
    try {
      client.close();
    } catch (IOException e) {
      // It is of no use any more, open or closed.
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      open.forEach(this::drop);
      threads.close();
    }
  }
}
