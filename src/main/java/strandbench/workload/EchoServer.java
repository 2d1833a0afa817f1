package strandbench.workload;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * A server that upper-cases what its clients send, on any executor: each client is one task, which
 * ends when the client leaves. So as many clients are served at once as the executor runs tasks,
 * and the others wait in its queue.
 *
 * <p>How a client gets to a task in another JVM: this server accepts it and submits a task with a
 * ticket; the task connects back, and this JVM passes the bytes on, on two virtual threads per
 * client. So every executor does the same, and the executor's own queue decides who is next. The
 * alternatives decide it elsewhere: listeners in each worker, on ports of their own or on one with
 * {@code SO_REUSEPORT}, get a client by a hash of its address, be their worker free or not; and the
 * JDK can't pass an open connection to another process. The price is one more hop each way.
 *
 * <pre>{@code
 * try (ExecutorService executor = ConcurrencyModel.PROCESS_POOL.open(4);
 *     EchoServer server = EchoServer.open(executor)) {
 *   new EchoTalk(server.port(), 100, 64).call();
 * }
 * }</pre>
 *
 * <p>Listens on loopback. Thread-safe.
 */
public final class EchoServer implements ListeningServer {
  private static final int BUFFER_BYTES = 8192;
  private static final int BACKLOG = 1024;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Launcher launcher;
  private final ServerSocket clients;
  private final ServerSocket handOver;
  private final Map<Long, Socket> waiting = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Has a session run somewhere. */
  @FunctionalInterface
  public interface Launcher {
    /**
     * Starts the session, or queues it.
     *
     * @return done when the session is; fails where the session does
     * @throws RejectedExecutionException if it will never run
     */
    Future<?> launch(EchoSession session);
  }

  private EchoServer(Launcher launcher) throws IOException {
    this.launcher = launcher;
    this.clients = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    this.handOver = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  }

  /**
   * Listens from now on.
   *
   * @param executor runs a session per client; the caller's, to be closed after this server
   * @throws UncheckedIOException if it can't listen
   */
  public static EchoServer open(ExecutorService executor) {
    return open(executor::submit);
  }

  /**
   * Listens from now on.
   *
   * @param launcher is called once per client, on a thread of this server, one client after the
   *     other
   * @throws UncheckedIOException if it can't listen
   */
  public static EchoServer open(Launcher launcher) {
    try {
      EchoServer server = new EchoServer(launcher);
      server.threads.execute(server::acceptClients);
      server.threads.execute(server::acceptSessions);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int port() {
    return clients.getLocalPort();
  }

  private void acceptClients() {
    while (!clients.isClosed()) {
      try {
        Socket client = keep(clients.accept());
        long ticket = RANDOM.nextLong();
        waiting.put(ticket, client);
        try {
          Future<?> session = launcher.launch(new EchoSession(handOver.getLocalPort(), ticket));
          threads.execute(() -> watch(session, ticket, client));
        } catch (RejectedExecutionException e) {
          waiting.remove(ticket);
          drop(client);
        }
      } catch (IOException e) {
        // A client that left at once, or the end of this server.
      }
    }
  }

  /** A session that fails, or never starts, must not leave its client waiting. */
  private void watch(Future<?> session, long ticket, Socket client) {
    try {
      session.get();
    } catch (ExecutionException | CancellationException | InterruptedException e) {
      waiting.remove(ticket);
      drop(client);
    }
  }

  private void acceptSessions() {
    while (!handOver.isClosed()) {
      try {
        Socket session = keep(handOver.accept());
        threads.execute(() -> serve(session));
      } catch (IOException | RejectedExecutionException e) {
        // As above.
      }
    }
  }

  private void serve(Socket session) {
    try {
      InputStream in = session.getInputStream();
      Socket client = waiting.remove(new DataInputStream(in).readLong());
      if (client == null) {
        drop(session);
        return;
      }
      threads.execute(() -> pass(client, session));
      pass(session, client);
      drop(client);
      drop(session);
    } catch (IOException | RejectedExecutionException e) {
      drop(session);
    }
  }

  /** Passes bytes on until one side ends; then the other is told. */
  private static void pass(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // The end, all the same.
    }
    try {
      to.shutdownOutput();
    } catch (IOException e) {
      // It has ended itself.
    }
  }

  private Socket keep(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    open.add(socket);
    if (clients.isClosed()) {
      drop(socket);
    }
    return socket;
  }

  private void drop(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, open or closed.
    }
  }

  /** The sessions' tasks end then, too. */
  @Override
  public void close() {
    try {
      clients.close();
      handOver.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      open.forEach(this::drop);
      // Those that wait for a session that may run much later, or never.
      threads.shutdownNow();
      threads.close();
    }
  }
}
