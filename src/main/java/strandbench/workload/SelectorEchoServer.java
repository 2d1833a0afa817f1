package strandbench.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves all clients from one thread that waits for all of them in a {@link Selector}. That thread
 * serves whoever has sent something, or hands each of them to a fixed pool of threads, one request
 * being one task. A client that doesn't read what it is sent is not read from either. Thread-safe.
 */
public final class SelectorEchoServer implements ListeningServer {
  private static final int BACKLOG = 1024;
  private static final int BUFFER_BYTES = 8192;

  private final Selector selector;
  private final ServerSocketChannel listening;
  private final int port;
  private final ExecutorService loop =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("echo-selector").factory());

  /** Null where the selector's thread serves. */
  private final ExecutorService pool;

  private volatile boolean closing;

  private SelectorEchoServer(ExecutorService pool) throws IOException {
    this.pool = pool;
    this.selector = Selector.open();
    this.listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    listening.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
    this.port = listening.socket().getLocalPort();
  }

  /**
   * Listens from now on, and serves from the selector's thread.
   *
   * @throws UncheckedIOException if it can't listen
   */
  public static SelectorEchoServer open() {
    return listen(null);
  }

  /**
   * Listens from now on, and serves from a pool.
   *
   * @param poolThreads how many, beside the selector's
   * @throws UncheckedIOException if it can't listen
   */
  public static SelectorEchoServer open(int poolThreads) {
    return listen(
        Executors.newFixedThreadPool(
            poolThreads, Thread.ofPlatform().name("echo-pool-", 0).factory()));
  }

  private static SelectorEchoServer listen(ExecutorService pool) {
    try {
      SelectorEchoServer server = new SelectorEchoServer(pool);
      server.loop.execute(server::serve);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int port() {
    return port;
  }

  private void serve() {
    try {
      while (!closing) {
        selector.select(this::ready);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      end();
    }
  }

  private void ready(SelectionKey key) {
    if (key.channel() == listening) {
      accept();
    } else if (pool == null) {
      proceed(key);
    } else {
      key.interestOps(0);
      pool.execute(
          () -> {
            proceed(key);
            // What a key waits for takes effect when the next select begins.
            selector.wakeup();
          });
    }
  }

  private void accept() {
    try {
      SocketChannel client = listening.accept();
      if (client != null) {
        client.configureBlocking(false);
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        proceed(client.register(selector, SelectionKey.OP_READ, new Session(client)));
      }
    } catch (IOException e) {
      // A client that left at once.
    }
  }

  private static void proceed(SelectionKey key) {
    Session session = (Session) key.attachment();
    try {
      int next = session.proceed();
      if (key.interestOps() != next) {
        key.interestOps(next);
      }
    } catch (IOException | CancelledKeyException e) {
      // The client has left, or reset the connection, or this server has ended.
      drop(session.client);
    }
  }

  private static void drop(SocketChannel client) {
    try {
      client.close();
    } catch (IOException e) {
      // It is of no use any more, open or closed.
    }
  }

  /** One client. One thread at a time. */
  private static final class Session {
    final SocketChannel client;

    /** Between position and limit stands what is to be sent yet. */
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    Session(SocketChannel client) {
      this.client = client;
      buffer.put(UpperCase.greeting()).flip();
    }

    /** Does what can be done without waiting, and says what to wait for. */
    int proceed() throws IOException {
      if (buffer.hasRemaining()) {
        client.write(buffer);
      }
      if (!buffer.hasRemaining()) {
        int length = client.read(buffer.clear());
        if (length < 0) {
          throw new IOException("the client has left");
        }
        UpperCase.apply(buffer.array(), length);
        client.write(buffer.flip());
      }
      return buffer.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    }
  }

  private void end() {
    if (pool != null) {
      pool.close();
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

  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    loop.close();
  }
}
