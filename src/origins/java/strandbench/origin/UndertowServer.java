package strandbench.origin;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.xnio.Options;

/** Undertow with one I/O thread, which writes the answers as well. */
final class UndertowServer {
  private static final int BACKLOG = 16_384;

  private UndertowServer() {}

  public static void main(String[] args) {
    CandidateOptions options = CandidateOptions.of(args);
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1", exchange -> handle(options, exchange))
            .setIoThreads(1)
            .setWorkerThreads(1)
            .setSocketOption(Options.BACKLOG, BACKLOG)
            .setSocketOption(Options.TCP_NODELAY, true)
            .setServerOption(UndertowOptions.ALWAYS_SET_DATE, false)
            .build();
    server.start();
    InetSocketAddress address =
        (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
    CandidateOptions.sayPort(address.getPort());
  }

  private static void handle(CandidateOptions options, HttpServerExchange exchange) {
    exchange.dispatch(
        SameThreadExecutor.INSTANCE,
        () -> {
          var unused =
              exchange
                  .getIoThread()
                  .executeAfter(
                      () -> answer(exchange, options.body(exchange.getRequestPath())),
                      options.delay().toNanos(),
                      TimeUnit.NANOSECONDS);
        });
  }

  private static void answer(HttpServerExchange exchange, byte[] body) {
    exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, body.length);
    exchange.getResponseSender().send(ByteBuffer.wrap(body));
  }
}
