package strandbench.origin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** The JDK's server, a virtual thread for each request. */
final class JdkServer {
  private static final int BACKLOG = 16_384;

  private JdkServer() {}

  public static void main(String[] args) throws IOException {
    // Else it keeps 200 idle connections only, and Nagle's algorithm delays its answers.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "100000");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    CandidateOptions options = CandidateOptions.of(args);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(Site.PAGES, exchange -> handle(options, exchange));
    server.start();
    CandidateOptions.sayPort(server.getAddress().getPort());
  }

  private static void handle(CandidateOptions options, HttpExchange exchange) throws IOException {
    try (exchange) {
      Thread.sleep(options.delay());
      byte[] body = options.body(exchange.getRequestURI().getPath());
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }
}
