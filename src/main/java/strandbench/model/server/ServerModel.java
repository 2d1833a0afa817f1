package strandbench.model.server;

import java.util.Optional;
import strandbench.model.ConcurrencyModel;
import strandbench.workload.EchoServer;
import strandbench.workload.ListeningServer;
import strandbench.workload.SelectorEchoServer;
import strandbench.workload.ThreadEchoServer;

/** What serves the clients of an echo server. */
public enum ServerModel {
  /** A platform thread for each connection, which waits in {@code read}. */
  THREAD_PER_CONNECTION_PLATFORM(Integer.MAX_VALUE) {
    @Override
    ListeningServer start(int connections) {
      return ThreadEchoServer.open(Thread.ofPlatform().factory());
    }
  },

  /** A virtual thread for each connection, which waits in {@code read}. */
  THREAD_PER_CONNECTION_VIRTUAL(Integer.MAX_VALUE) {
    @Override
    ListeningServer start(int connections) {
      return ThreadEchoServer.open(Thread.ofVirtual().factory());
    }
  },

  /**
   * One thread waits for all connections and hands each request to a fixed pool, of as many threads
   * as there are processors. (A fixed pool whose threads wait in {@code read} needs one for each
   * connection that is kept, and is the thread per connection over again.)
   */
  FIXED_POOL(Integer.MAX_VALUE) {
    @Override
    ListeningServer start(int connections) {
      return SelectorEchoServer.open(Runtime.getRuntime().availableProcessors());
    }
  },

  /** One thread waits for all connections, and serves them. */
  NIO_SELECTOR(Integer.MAX_VALUE) {
    @Override
    ListeningServer start(int connections) {
      return SelectorEchoServer.open();
    }
  },

  /**
   * The control for the two that follow: a platform thread for each connection, behind the relay
   * that processes need. What it loses against the thread without is the relay's.
   */
  THREAD_PER_CONNECTION_RELAYED(Integer.MAX_VALUE) {
    @Override
    ListeningServer start(int connections) {
      return RelayedServer.open(ConcurrencyModel.PLATFORM_THREADS.open(connections));
    }
  },

  /** A JVM for each connection, started when the client comes; behind the relay. */
  PROCESS_PER_CONNECTION(ServerModel.MOST_PROCESSES) {
    @Override
    ListeningServer start(int connections) {
      ProcessPerConnection processes = new ProcessPerConnection();
      return new RelayedServer(EchoServer.open(processes), processes);
    }
  },

  /** A JVM for each connection, from a pool; behind the relay. */
  PROCESS_POOL(ServerModel.MOST_PROCESSES) {
    @Override
    ListeningServer start(int connections) {
      return RelayedServer.open(ConcurrencyModel.PROCESS_POOL.open(connections));
    }
  };

  private static final int MOST_PROCESSES = 16;

  private final int maxConnections;

  ServerModel(int maxConnections) {
    this.maxConnections = maxConnections;
  }

  /**
   * Opens a server that serves so many clients at once.
   *
   * @throws IllegalArgumentException if this model can't hold so many, which is no cell of a plan
   */
  public ListeningServer open(int connections) {
    refusal(connections)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
    return start(connections);
  }

  /** Why it can't serve so many clients at once, in one line; empty if it can. */
  public Optional<String> refusal(int connections) {
    return connections <= maxConnections
        ? Optional.empty()
        : Optional.of(
            "%s can't hold %d connections: it needs a JVM for each, and %d is the most that is"
                .concat(" started here")
                .formatted(name(), connections, maxConnections));
  }

  abstract ListeningServer start(int connections);
}
