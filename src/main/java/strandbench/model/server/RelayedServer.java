package strandbench.model.server;

import java.util.concurrent.ExecutorService;
import strandbench.workload.EchoServer;
import strandbench.workload.ListeningServer;

/**
 * An echo server, and what its sessions run in, which ends after it.
 *
 * @param sessions waits for them when it is closed
 */
record RelayedServer(EchoServer server, SessionRunner sessions) implements ListeningServer {
  /** Where sessions run. */
  interface SessionRunner extends AutoCloseable {
    @Override
    void close();
  }

  /** A server whose sessions are tasks of an executor, which it closes. */
  static RelayedServer open(ExecutorService executor) {
    return new RelayedServer(EchoServer.open(executor), executor::close);
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    sessions.close();
  }
}
