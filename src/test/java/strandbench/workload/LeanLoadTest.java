package strandbench.workload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The load counts right answers, notices wrong ones, and does not wait for a slow server. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeanLoadTest {
  private static final String BODY = "a page, the same each time";
  private static final LeanLoad.Target PAGE = target("/page", BODY);
  private static final String RIGHT =
      "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 26\r\n\r\n" + BODY;

  private static LeanLoad.Target target(String path, String body) {
    CRC32C checksum = new CRC32C();
    checksum.update(body.getBytes(US_ASCII));
    return new LeanLoad.Target(path, body.length(), checksum.getValue());
  }

  /** Sends the same bytes for each request, in two parts; an empty answer hangs up. */
  private static final class Server implements AutoCloseable {
    private final ServerSocket listening =
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger connections = new AtomicInteger();
    private final String answer;
    private final long delayNanos;

    Server(String answer, long delayMillis) throws IOException {
      this.answer = answer;
      this.delayNanos = 1_000_000 * delayMillis;
      threads.execute(this::accept);
    }

    private void accept() {
      try {
        while (true) {
          Socket client = listening.accept();
          connections.incrementAndGet();
          threads.execute(() -> serve(client));
        }
      } catch (IOException e) {
        // Closed: the test is over.
      }
    }

    private void serve(Socket client) {
      try (client) {
        client.setTcpNoDelay(true);
        BufferedReader requests =
            new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
          if (line.isEmpty()) {
            if (answer.isEmpty()) {
              return;
            }
            LockSupport.parkNanos(delayNanos);
            int half = answer.length() / 2;
            client.getOutputStream().write(answer.substring(0, half).getBytes(US_ASCII));
            client.getOutputStream().write(answer.substring(half).getBytes(US_ASCII));
          }
        }
      } catch (IOException e) {
        // The load has found fault with it, and left.
      }
    }

    LeanLoad load(int perSecond, int mostConnections) throws IOException {
      return LeanLoad.start(listening.getLocalPort(), List.of(PAGE), perSecond, mostConnections);
    }

    @Override
    public void close() throws IOException {
      listening.close();
      threads.shutdownNow();
      threads.close();
    }
  }

  @Test
  void refusesToSendNothing() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LeanLoad.start(1, List.of(), 10, 10).close())
        .withMessageStartingWith("0 targets, 10 requests a second, 10 connections");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LeanLoad.start(1, List.of(PAGE), 0, 10).close());
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 26\r\n\r\n', 503 service unavailable",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', 'no length, expected 26'",
    "'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n', '25, expected 26'",
    "'HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\nb page, the same each time', '26 bytes with'",
    "'', hung up",
  })
  void anAnswerThatIsWrongIsTold(String answer, String complaint) throws Exception {
    try (Server server = new Server(answer, 0);
        LeanLoad load = server.load(100, 10)) {
      assertThatThrownBy(() -> load.await(10))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("/page: ")
          .hasMessageContaining(complaint);
    }
  }

  @Test
  void bytesBeyondTheAnswerAreWrong() throws Exception {
    try (Server server = new Server(RIGHT + "x", 0);
        LeanLoad load = server.load(100, 10)) {
      assertThatThrownBy(() -> load.await(10)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aHeadWithoutEndIsWrong() throws Exception {
    try (Server server = new Server("HTTP/1.1 200 OK\r\nX: " + "x".repeat(3000), 0);
        LeanLoad load = server.load(100, 10)) {
      assertThatThrownBy(() -> load.await(10))
          .hasMessageContaining("no head of 1024 bytes or less");
    }
  }

  @Test
  void aServerThatIsNotThereIsTold() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    try (LeanLoad load = LeanLoad.start(port, List.of(PAGE), 100, 10)) {
      assertThatThrownBy(() -> load.await(1)).hasMessageContaining("refused");
    }
  }

  /** 40 a second is what two connections carry, and 1,000 are due. */
  @Test
  void requestsThatFindNoConnectionLeaveLate() throws Exception {
    try (Server server = new Server(RIGHT, 50);
        LeanLoad load = server.load(1000, 2)) {
      load.await(20);

      assertThat(load.connections()).isEqualTo(2);
      assertThat(load.lateness().getMaxValue()).isGreaterThanOrEqualTo(400_000);

      load.reset();
      assertThat(load.lateness().getTotalCount()).isLessThan(20);
    }
  }

  @Test
  void connectionsAreKeptAlive() throws Exception {
    try (Server server = new Server(RIGHT, 0);
        LeanLoad load = server.load(2000, 1000)) {
      load.await(500);

      assertThat(server.connections.get()).isEqualTo(load.connections()).isLessThan(500);
      assertThat(load.latencies().getTotalCount()).isGreaterThanOrEqualTo(500);
    }
  }

  @Test
  void latenciesAreThoseSinceTheLastReset() throws Exception {
    try (Server server = new Server(RIGHT, 30);
        LeanLoad load = server.load(100, 100)) {
      load.await(20);
      assertThat(load.latencies().getMinValue()).isGreaterThanOrEqualTo(29_900);
      load.reset();
      load.await(5);
      assertThat(load.latencies().getTotalCount()).isBetween(5L, 19L);
    }
  }

  @Test
  void closesTwice() throws Exception {
    try (Server server = new Server(RIGHT, 0)) {
      LeanLoad load = server.load(100, 10);
      load.await(1);
      load.close();
      load.close();
    }
  }
}
