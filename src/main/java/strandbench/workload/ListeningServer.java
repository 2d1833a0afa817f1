package strandbench.workload;

/**
 * An echo server, whatever serves its clients: it greets each that it serves ({@code "served by
 * PID"} and a line feed), then returns every byte, ASCII letters in upper case, until the client
 * leaves. It answers what has come, be it a whole line or not. Listens on loopback; a client that
 * resets or leaves in mid-line is forgotten, and others don't notice.
 */
public interface ListeningServer extends AutoCloseable {

  /** Where clients connect, on loopback. */
  int port();

  /** Ends all connections. The server's threads have ended and its sockets are closed on return. */
  @Override
  void close();
}
