package strandbench.origin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The origin's JVM. One event loop thread accepts connections, reads the requests, keeps the
 * answers until they are due, and writes them; one further thread wakes it when an answer is due.
 * It says its port on standard output and halts when its standard input ends.
 */
final class OriginServer {
  /** What stands before the port, in the line that says it. */
  static final String PORT_PREFIX = "strandbench origin listens on port ";

  /** The kernel cuts it down to {@code net.core.somaxconn}. */
  private static final int ACCEPT_BACKLOG = 16_384;

  private OriginServer() {}

  public static void main(String[] args) {
    Thread.ofPlatform().daemon().name("end-of-stdin").start(OriginServer::haltWithParent);
    OriginOptions options =
        new OriginOptions(
            DelayDistribution.valueOf(args[0]),
            Duration.parse(args[1]),
            Integer.parseInt(args[2]),
            Long.parseLong(args[3]),
            new Faults(
                Integer.parseInt(args[4]),
                Integer.parseInt(args[5]),
                Integer.parseInt(args[6]),
                Long.parseLong(args[7])));
    EventLoop eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()).next();
    System.out.println(PORT_PREFIX + listen(eventLoop, options));
  }

  /** Ends this JVM at once when nobody holds the other end of its standard input any longer. */
  private static void haltWithParent() {
    try (InputStream in = System.in) {
      while (in.read() >= 0) {
        // Nothing is ever sent.
      }
    } catch (IOException e) {
      // A pipe that can't be read has no parent at its other end either.
    }
    Runtime.getRuntime().halt(0);
  }

  /** Returns the port. */
  private static int listen(EventLoop eventLoop, OriginOptions options) {
    Site site = new Site(options);
    Outbox outbox = new Outbox(eventLoop);
    Traffic traffic = new Traffic(outbox);
    // The first snapshot loads classes for 0.1 s, which must not fall into a measurement.
    byte[] unused = traffic.stats().toJson();
    Channel listening =
        new ServerBootstrap()
            .group(eventLoop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, ACCEPT_BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    client
                        .pipeline()
                        .addLast(
                            new HttpRequestDecoder(
                                new HttpDecoderConfig().setValidateHeaders(false)),
                            new Conversation(site, outbox, traffic));
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }
}
