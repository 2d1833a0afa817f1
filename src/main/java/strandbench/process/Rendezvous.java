package strandbench.process;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where one worker meets its pool: a directory that only its owner can enter, with a listening
 * socket and the worker's board in it. It lasts from the worker's start until it has connected.
 *
 * <p>The order leaves nothing behind whenever the parent dies: the worker is told the name first,
 * then the directory is made, and the worker removes it when its standard input ends.
 */
final class Rendezvous implements Closeable {
  /** What fits into a socket address is 107 bytes; the directory's own name takes 35. */
  private static final int LONGEST_ROOT = 70;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final String name;
  private final WorkerDirectory directory;
  private final String secret = random();
  private final CompletableFuture<FrameTransport> connected = new CompletableFuture<>();
  private final Set<SocketChannel> strangers = ConcurrentHashMap.newKeySet();
  private ServerSocketChannel server;

  /** Chooses a directory, and doesn't make it yet. */
  Rendezvous(String name) {
    Path root = Path.of(System.getProperty("java.io.tmpdir"));
    if (root.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_ROOT) {
      root = Path.of("/tmp");
    }
    this.name = name;
    this.directory = new WorkerDirectory(root.toAbsolutePath().resolve("sb-" + random()));
  }

  private static String random() {
    byte[] bytes = new byte[15];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  WorkerDirectory directory() {
    return directory;
  }

  String secret() {
    return secret;
  }

  /** Makes the directory, and listens. Returns the worker's board. */
  FileChannel open() throws IOException {
    directory.create();
    FileChannel board =
        FileChannel.open(
            directory.board(),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      // Written, not only sized: a disk that is full says so here, not by a SIGBUS in the worker.
      board.write(ByteBuffer.allocate(Board.SIZE));
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(directory.socket()));
    } catch (IOException e) {
      board.close();
      throw e;
    }
    ChildJvm.daemon(name + "-accept", this::accept);
    return board;
  }

  /** Completes with the connection of the first who knows the secret. Never fails by itself. */
  CompletableFuture<FrameTransport> connected() {
    return connected;
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel channel = server.accept();
        strangers.add(channel);
        ChildJvm.daemon(name + "-hello", () -> greet(channel));
      }
    } catch (IOException closed) {
      // The worker is there, or its start was given up.
    }
  }

  /**
   * On a thread of its own for each who connects: one who stays silent must not keep others out.
   */
  private void greet(SocketChannel channel) {
    String reason = "no greeting";
    try {
      FrameTransport transport = new FrameTransport(channel, channel, Message.MAX_HELLO);
      Message first = transport.receive();
      if (first instanceof Message.Hello hello) {
        reason = "wrong secret";
        if (isSecret(hello.secret())) {
          transport.setMaxSize(Message.MAX_SIZE);
          strangers.remove(channel);
          if (connected.complete(transport)) {
            return;
          }
        }
      }
    } catch (IOException e) {
      reason = e.getMessage();
    }
    if (!connected.isDone()) {
      System.err.println("[" + name + "] refused a stranger on the worker's socket: " + reason);
    }
    closeQuietly(channel);
  }

  private boolean isSecret(String offered) {
    return MessageDigest.isEqual(
        secret.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
  }

  /** Stops listening, removes the directory and turns all strangers away. */
  @Override
  public void close() {
    connected.cancel(false);
    closeQuietly(server);
    strangers.forEach(Rendezvous::closeQuietly);
    directory.remove();
  }

  private static void closeQuietly(Closeable channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // It is of no use any more, open or closed.
    }
  }
}
