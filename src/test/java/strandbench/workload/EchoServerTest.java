package strandbench.workload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.Await;
import strandbench.process.ProcessPool;

/** P18: the echo server on a process pool. */
@Covers(Construct.P18)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EchoServerTest {
  private static final int WORKERS = 4;

  private static final class Client implements AutoCloseable {
    final Socket socket;

    Client(EchoServer server) throws Exception {
      socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    long served() throws Exception {
      return EchoTalk.served(socket.getInputStream());
    }

    String echo(String text) throws Exception {
      socket.getOutputStream().write(text.getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes(text.length()), US_ASCII);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void fourWorkersServeFourClientsAndTheFifthWaitsUntilOneLeaves() throws Exception {
    try (ProcessPool pool =
            ProcessPool.builder().workers(WORKERS).accept("strandbench.workload.*").build();
        EchoServer server = EchoServer.open(pool)) {
      List<Client> clients = new ArrayList<>();
      List<Long> pids = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        clients.add(new Client(server));
      }
      for (Client client : clients) {
        pids.add(client.served());
      }
      assertThat(pids).containsExactlyInAnyOrderElementsOf(pool.pids());

      try (Client fifth = new Client(server)) {
        fifth.socket.getOutputStream().write("early".getBytes(US_ASCII));
        for (int round = 0; round < 20; round++) {
          for (Client client : clients) {
            assertThat(client.echo("Hello, 1.")).isEqualTo("HELLO, 1.");
          }
        }
        assertThat(fifth.socket.getInputStream().available()).isZero();
        clients.get(2).close();
        assertThat(fifth.served()).as("the one that has become free").isEqualTo(pids.get(2));
        assertThat(new String(fifth.socket.getInputStream().readNBytes(5), US_ASCII))
            .isEqualTo("EARLY");
        assertThat(clients.get(0).echo("still")).isEqualTo("STILL");
      }
      for (Client client : clients) {
        client.close();
      }
    }
  }

  @Test
  void manyClientsAreServedByTheSamePids() throws Exception {
    try (ProcessPool pool =
            ProcessPool.builder().workers(WORKERS).accept("strandbench.workload.*").build();
        EchoServer server = EchoServer.open(pool)) {
      Set<Long> before = new HashSet<>(pool.pids());
      Set<Long> seen = new HashSet<>();
      for (Future<Long> pid : talks(server, 40)) {
        seen.add(pid.get());
      }
      assertThat(before).containsAll(seen);
    }
  }

  @Test
  void anyExecutorServes() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        EchoServer server = EchoServer.open(threads)) {
      for (Future<Long> pid : talks(server, 10)) {
        assertThat(pid.get()).isEqualTo(ProcessHandle.current().pid());
      }
    }
  }

  private static List<Future<Long>> talks(EchoServer server, int count) throws Exception {
    List<Callable<Long>> talks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      talks.add(new EchoTalk(server.port(), 10, 10 + 1000 * (i % 10)));
    }
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      return clients.invokeAll(talks);
    }
  }

  @Test
  void aSessionThatFailsEndsItsClient() throws Exception {
    try (ProcessPool strict = ProcessPool.builder().workers(1).build();
        EchoServer server = EchoServer.open(strict);
        Client client = new Client(server)) {
      assertThat(client.socket.getInputStream().read()).as("the filter refuses it").isNegative();
    }
  }

  @Test
  void closingTheServerEndsItsSessions() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      EchoServer server = EchoServer.open(threads);
      try (Client client = new Client(server)) {
        assertThat(client.served()).isPositive();
        server.close();
        assertThat(client.socket.getInputStream().read()).isNegative();
      }
      threads.shutdown();
      Await.until("the session ends", Duration.ofSeconds(20), threads::isTerminated);
    }
  }
}
