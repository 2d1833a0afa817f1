package strandbench.model.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.process.Await;
import strandbench.process.JvmProcess;
import strandbench.workload.EchoTalk;
import strandbench.workload.ListeningServer;

/** Every server does the same; what is different about them is what the benchmark measures. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerModelTest {
  private static final Pattern SERVER_FRAME =
      Pattern.compile("strandbench[.]workload[.]\\w*(Echo|Listening)");

  private static final int SEVERAL = 3;

  @TempDir Path directory;

  /** A client that is served. */
  private static final class Client implements AutoCloseable {
    final Socket socket;
    final long servedBy;

    Client(ListeningServer server) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      StringBuilder greeting = new StringBuilder();
      for (int next = socket.getInputStream().read(); next != '\n'; ) {
        assertThat(next).as("after " + greeting).isNotNegative();
        greeting.append((char) next);
        next = socket.getInputStream().read();
      }
      servedBy = Long.parseLong(greeting.substring("served by ".length()));
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    String receive(int length) throws IOException {
      return new String(socket.getInputStream().readNBytes(length), US_ASCII);
    }

    String echo(String text) throws IOException {
      send(text);
      return receive(text.length());
    }

    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalClientsAtOnceGetTheirOwnLinesInCapitals(ServerModel model) throws Exception {
    try (ListeningServer server = model.open(SEVERAL);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Long>> talks = new ArrayList<>();
      for (int i = 0; i < SEVERAL; i++) {
        talks.add(new EchoTalk(server.port(), 50, 1 + 20_000 * i));
      }
      for (Future<Long> talk : clients.invokeAll(talks)) {
        assertThat(talk.get()).isPositive();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void processModelsServeElsewhereAndTheOthersHere(ServerModel model) throws Exception {
    try (ListeningServer server = model.open(2);
        Client one = new Client(server);
        Client other = new Client(server)) {
      if (model.name().startsWith("PROCESS")) {
        assertThat(one.servedBy)
            .isNotEqualTo(ProcessHandle.current().pid())
            .isNotEqualTo(other.servedBy);
      } else {
        assertThat(List.of(one.servedBy, other.servedBy))
            .containsOnly(ProcessHandle.current().pid());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfALineKeepsNobodyWaitingAndIsCompletedLater(ServerModel model) throws Exception {
    try (ListeningServer server = model.open(2);
        Client slow = new Client(server);
        Client other = new Client(server)) {
      slow.send("half a ");

      assertThat(other.echo("Whole line, 1.\n")).isEqualTo("WHOLE LINE, 1.\n");
      slow.send("line\n");
      assertThat(slow.receive(12)).isEqualTo("HALF A LINE\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientsThatLeaveInMidLineOrResetAreForgotten(ServerModel model) throws Exception {
    try (ListeningServer server = model.open(SEVERAL);
        Client stays = new Client(server)) {
      Set<String> before = openSockets();
      // More of them, one after the other, than the server could hold at once.
      for (int i = 0; i < SEVERAL; i++) {
        try (Client leaves = new Client(server)) {
          assertThat(leaves.echo("in mid-l")).isEqualTo("IN MID-L");
          leaves.socket.shutdownOutput();
          // Not the count of sockets alone: a collector would close what the server has forgotten.
          assertThat(leaves.socket.getInputStream().read()).isNegative();
        }
        Client resets = new Client(server);
        resets.send("in mid-l");
        resets.reset();

        assertThat(stays.echo("still here " + i)).isEqualTo("STILL HERE " + i);
      }
      Await.until(
          "their sockets are closed",
          Duration.ofSeconds(20),
          () -> before.containsAll(openSockets()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatDoesNotReadKeepsNobodyElseWaiting(ServerModel model) throws Exception {
    try (ListeningServer server = model.open(2);
        Client deaf = new Client(server);
        Client other = new Client(server)) {
      byte[] much = "x".repeat(1 << 25).getBytes(US_ASCII);
      Thread sender = Thread.ofVirtual().start(() -> sendUntilClosed(deaf, much));

      for (int i = 0; i < 100; i++) {
        assertThat(other.echo("line " + i)).isEqualTo("LINE " + i);
      }
      assertThat(deaf.receive(much.length)).isEqualTo("X".repeat(much.length));
      sender.join();
    }
  }

  private static void sendUntilClosed(Client client, byte[] text) {
    try {
      client.socket.getOutputStream().write(text);
    } catch (IOException e) {
      // The test has failed.
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingLeavesNoThreadProcessOrOpenSocket(ServerModel model) throws Exception {
    // What the JVM opens once, and keeps.
    closeWhileServing(model);
    Set<String> socketsBefore = openSockets();
    long processesBefore = ProcessHandle.current().descendants().count();

    closeWhileServing(model);

    assertThat(JvmProcess.activeChildren()).isEmpty();
    Await.until(
        "its processes have ended",
        Duration.ofSeconds(20),
        () -> ProcessHandle.current().descendants().count() <= processesBefore);
    Await.until(
        "its sockets are closed",
        Duration.ofSeconds(20),
        () -> socketsBefore.containsAll(openSockets()));
    assertThat(threadsThatServe()).isEmpty();
  }

  private void closeWhileServing(ServerModel model) throws IOException {
    ListeningServer server = model.open(2);
    try (Client served = new Client(server);
        Client inMidLine = new Client(server)) {
      inMidLine.send("in mid-l");
      assertThat(served.echo("line")).isEqualTo("LINE");
      assertThat(threadsThatServe()).as("what the check would see").isNotEmpty();
      server.close();

      assertThat(served.socket.getInputStream().read()).isNegative();
    }
  }

  /** Stack frames of the servers, of threads of either kind. */
  private List<String> threadsThatServe() throws IOException {
    Path dump = directory.resolve("threads");
    Files.deleteIfExists(dump);
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    try (Stream<String> lines = Files.lines(dump)) {
      // Not what other tests' servers have left in this JVM.
      return lines.filter(SERVER_FRAME.asPredicate()).toList();
    }
  }

  private static Set<String> openSockets() {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:")) {
            sockets.add(target);
          }
        } catch (IOException e) {
          // Closed meanwhile.
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return sockets;
  }

  @ParameterizedTest
  @EnumSource(names = {"NIO_SELECTOR", "FIXED_POOL", "THREAD_PER_CONNECTION_VIRTUAL"})
  void sixHundredConnections(ServerModel model) throws Exception {
    int connections = 600;
    try (ListeningServer server = model.open(connections);
        EchoClients clients = new EchoClients(server.port(), connections, 16, 2)) {
      assertThat(clients.run(7 * connections + 5)).isEqualTo(7 * connections + 5);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.MATCH_ALL,
      names = {"PROCESS_.*"})
  void processModelsRefuseMoreThanSixteen(ServerModel model) {
    assertThatThrownBy(() -> model.open(17))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            model
                + " can't hold 17 connections: it needs a JVM for each, and 16 is the most that is"
                + " started here");
  }
}
