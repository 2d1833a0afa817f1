package strandbench.process.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Where other processes reach this one: a listening socket in the {@linkplain Scratch scratch
 * directory}, and the services that are registered with it, each found by a token that nobody can
 * guess. Who connects says the token first, and is turned away, with a line on standard error,
 * where it is none.
 *
 * <p>Thread-safe. The threads behind it are daemons.
 */
public final class Hub {
  private static final int TOKEN_BYTES = 15;
  private static final int MAX_GREETING = 64;
  private static final int MAX_SILENT = 512;
  private static final long RETRY_NANOS = 10_000_000;

  /** Talks with one who has connected, on a thread for it alone. */
  @FunctionalInterface
  public interface Service {
    /** Whoever serves closes the channel, now or later; where this throws, the hub does. */
    void serve(FrameChannel channel) throws IOException;
  }

  /**
   * By which another process reaches a service. Keep it as secret as what the service gives.
   *
   * @param socket its path
   */
  public record Address(String socket, String token) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Where the token doesn't belong. */
    @Override
    public String toString() {
      return socket;
    }
  }

  private static final class Own {
    static final Hub HUB = new Hub();
  }

  /** The listener's: who only connects would pay for it at its start. */
  private final SecureRandom random = new SecureRandom();

  private final Path socket = Scratch.newPath();
  private final ServerSocketChannel server;
  private final Map<String, Service> services = new ConcurrentHashMap<>();
  private final Queue<SocketChannel> silent = new ConcurrentLinkedQueue<>();

  private Hub() {
    try {
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("sb-hub").start(this::accept);
  }

  /**
   * This JVM's, which listens from its first use on.
   *
   * @throws UncheckedIOException if the socket can't be made
   */
  public static Hub own() {
    return Own.HUB;
  }

  /** Serves who knows the address, until it is {@linkplain #unregister unregistered}. */
  public Address register(Service service) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = HexFormat.of().formatHex(bytes);
    services.put(token, service);
    return new Address(socket.toString(), token);
  }

  /** Turns away who comes from now on. Connections that stand are not touched. */
  public void unregister(Address address) {
    services.remove(address.token());
  }

  /**
   * Connects to a service of another process.
   *
   * @param maxSize of a frame that may come from there
   * @throws IOException if the other process has ended, or is another user's. An unknown token is
   *     told by the end of the stream
   */
  public static FrameChannel connect(Address address, int maxSize) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(address.socket()));
    try {
      FrameChannel frames = new FrameChannel(new UninterruptibleChannel(channel), maxSize);
      byte[] token = address.token().getBytes(StandardCharsets.US_ASCII);
      frames.send(FrameChannel.frame(token.length).put(token).flip());
      return frames;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel channel = server.accept();
        if (silent.size() >= MAX_SILENT) {
          closeQuietly(silent.poll());
        }
        silent.add(channel);
        Thread.ofPlatform().daemon().name("sb-hub-connection").start(() -> greet(channel));
      } catch (IOException e) {
        // Out of file descriptors, most likely: whoever connects waits meanwhile.
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  /**
   * On a thread of its own for each who connects: one who stays silent must not keep others out.
   */
  private void greet(SocketChannel channel) {
    Service service;
    FrameChannel frames;
    try {
      frames = new FrameChannel(new UninterruptibleChannel(channel), MAX_GREETING);
      ByteBuffer greeting = frames.receive();
      service =
          greeting == null
              ? null
              : services.get(StandardCharsets.US_ASCII.decode(greeting).toString());
      if (service == null) {
        refuse(channel, greeting == null ? "no greeting" : "wrong token");
        return;
      }
    } catch (IOException e) {
      refuse(channel, e.getMessage());
      return;
    } finally {
      silent.remove(channel);
    }
    try {
      service.serve(frames);
    } catch (IOException e) {
      // The other side is gone; who needs to know has its own ways.
      closeQuietly(channel);
    }
  }

  private void refuse(SocketChannel channel, String reason) {
    System.err.println(
        "strandbench: refused a connection to "
            + socket
            + " ("
            + reason
            + "), and ran nothing that came over it. Once, it was most likely a process that came"
            + " too late, for a pool or a shared object that this one has closed. Again and again,"
            + " a program of yours or of root's tries the socket: `ss -xp` shows which");
    closeQuietly(channel);
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
