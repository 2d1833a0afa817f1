package strandbench.model.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import strandbench.workload.ListeningServer;
import strandbench.workload.SelectorEchoServer;

/** The clients notice what a server does wrong, and say right what they saw. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EchoClientsTest {
  private static final int LINE = 32;

  /** What a server makes of the n-th line, from 0; an empty answer ends the connection. */
  @FunctionalInterface
  private interface Answering {
    byte[] answer(int number, String line);
  }

  /** A server that serves one client. */
  private static final class OneClientServer implements AutoCloseable {
    private final ServerSocket listening;
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();

    OneClientServer(Answering answering) throws IOException {
      listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      thread.execute(() -> serve(answering));
    }

    private void serve(Answering answering) {
      try (Socket client = listening.accept()) {
        client.getOutputStream().write("served by 1\n".getBytes(US_ASCII));
        for (int i = 0; ; i++) {
          byte[] line = client.getInputStream().readNBytes(LINE);
          if (line.length < LINE) {
            return;
          }
          byte[] answer = answering.answer(i, new String(line, US_ASCII));
          if (answer.length == 0) {
            return;
          }
          client.getOutputStream().write(answer);
        }
      } catch (IOException e) {
        // The client has found fault with it, and left.
      }
    }

    EchoClients client() throws Exception {
      return new EchoClients(listening.getLocalPort(), 1, LINE, 1);
    }

    @Override
    public void close() throws IOException {
      listening.close();
      thread.close();
    }
  }

  private static byte[] capitals(String line) {
    return line.toUpperCase(Locale.ROOT).getBytes(US_ASCII);
  }

  @Test
  void rightAnswersAreCounted() throws Exception {
    try (OneClientServer server = new OneClientServer((number, line) -> capitals(line));
        EchoClients clients = server.client()) {
      assertThat(clients.run(100)).isEqualTo(100);
      assertThat(clients.opening()).isPositive();
    }
  }

  @Test
  void smallLettersAreWrong() throws Exception {
    assertRefused((number, line) -> line.getBytes(US_ASCII), "line 0 came wrong");
  }

  @Test
  void oneWrongByteIsFound() throws Exception {
    assertRefused(
        (number, line) -> {
          byte[] answer = capitals(line);
          if (number == 7) {
            answer[LINE - 2]++;
          }
          return answer;
        },
        "line 7 came wrong");
  }

  @Test
  void anAnswerThatComesAgainInPlaceOfTheNextIsFound() throws Exception {
    byte[][] last = new byte[1][];
    assertRefused(
        (number, line) -> last[0] = number == 26 ? last[0] : capitals(line), "line 26 came wrong");
  }

  @Test
  void aSecondAnswerToOneLineIsFound() throws Exception {
    assertRefused(
        (number, line) -> {
          byte[] answer = capitals(line);
          return number == 3 ? Arrays.copyOf(answer, LINE + 1) : answer;
        },
        "line 4 came wrong");
  }

  @Test
  void aServerThatEndsIsNamed() throws Exception {
    assertRefused(
        (number, line) -> number == 5 ? new byte[0] : capitals(line),
        "the server ended connection 0");
  }

  private static void assertRefused(Answering answering, String complaint) throws Exception {
    try (OneClientServer server = new OneClientServer(answering);
        EchoClients clients = server.client()) {
      assertThatThrownBy(() -> clients.run(100))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(complaint);
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    assertThatThrownBy(() -> new EchoClients(port, 1, LINE, 1).close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ConnectException");
  }

  @Test
  void latenciesAreThoseSinceTheLastReset() throws Exception {
    long slowNanos = 30_000_000;
    try (OneClientServer server =
            new OneClientServer(
                (number, line) -> {
                  if (number < 10) {
                    LockSupport.parkNanos(slowNanos);
                  }
                  return capitals(line);
                });
        EchoClients clients = server.client()) {
      clients.run(10);
      EchoClients.Stats slow = clients.stats();
      assertThat(slow.p50Nanos()).isGreaterThanOrEqualTo(slowNanos);
      assertThat(slow.p99Nanos()).isGreaterThanOrEqualTo(slow.p50Nanos());
      assertThat(slow.wallNanos()).isGreaterThanOrEqualTo(10 * slowNanos);
      assertThat(slow.cpuNanos()).isPositive().isLessThan(slow.wallNanos());

      clients.reset();
      clients.run(1000);
      assertThat(clients.stats().p50Nanos()).isPositive().isLessThan(slow.p50Nanos());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8192, 8193, 5_000_000})
  void linesOfAnyLength(int bytes) throws Exception {
    try (ListeningServer server = SelectorEchoServer.open();
        EchoClients clients = new EchoClients(server.port(), 3, bytes, 2)) {
      assertThat(clients.run(7)).isEqualTo(7);
    }
  }

  @Test
  void aLineThatIsTooShortToTellItsNumberIsRefused() throws Exception {
    try (ListeningServer server = SelectorEchoServer.open()) {
      assertThatThrownBy(() -> new EchoClients(server.port(), 1, 15, 1).close())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("lines of 15 bytes: 16 or more are needed");
    }
  }
}
