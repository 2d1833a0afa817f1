package strandbench.origin;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;

/** Vert.x on one event loop; a thread of its own accepts. */
final class VertxServer {
  private static final int BACKLOG = 16_384;

  private VertxServer() {}

  public static void main(String[] args) {
    CandidateOptions options = CandidateOptions.of(args);
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    DelayLine delayed = new DelayLine(context.nettyEventLoop(), options.delay());
    context.runOnContext(start -> listen(vertx, options, delayed));
  }

  private static void listen(Vertx vertx, CandidateOptions options, DelayLine delayed) {
    HttpServer server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(0)
                    .setTcpNoDelay(true)
                    .setAcceptBacklog(BACKLOG)
                    .setIdleTimeout(0)
                    .setHttp2ClearTextEnabled(false))
            .requestHandler(request -> delayed.add(() -> answer(request, options)));
    server.listen().onSuccess(listening -> CandidateOptions.sayPort(server.actualPort()));
  }

  private static void answer(HttpServerRequest request, CandidateOptions options) {
    var unused = request.response().end(Buffer.buffer(options.body(request.path())));
  }
}
