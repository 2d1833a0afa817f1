package strandbench.origin;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty's core server, without servlets: one selector, and as few threads as it starts with. */
final class JettyServer {
  private static final int THREADS = 6;
  private static final int BACKLOG = 16_384;

  private JettyServer() {}

  public static void main(String[] args) throws Exception {
    CandidateOptions options = CandidateOptions.of(args);
    HttpConfiguration lean = new HttpConfiguration();
    lean.setSendServerVersion(false);
    lean.setSendDateHeader(false);
    Server server = new Server(new QueuedThreadPool(THREADS, THREADS));
    ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(lean));
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(BACKLOG);
    server.addConnector(connector);
    server.setHandler(new Pages(options));
    server.start();
    CandidateOptions.sayPort(connector.getLocalPort());
  }

  private static final class Pages extends Handler.Abstract.NonBlocking {
    private final CandidateOptions options;

    Pages(CandidateOptions options) {
      this.options = options;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String path = Request.getPathInContext(request);
      var unused =
          request
              .getComponents()
              .getScheduler()
              .schedule(
                  () -> answer(response, options.body(path), callback),
                  options.delay().toNanos(),
                  TimeUnit.NANOSECONDS);
      return true;
    }

    private static void answer(Response response, byte[] body, Callback callback) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
      response.write(true, ByteBuffer.wrap(body), callback);
    }
  }
}
