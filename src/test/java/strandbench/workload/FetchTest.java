package strandbench.workload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.junit.jupiter.api.Test;

class FetchTest {
  private static final String BODY = "what the page holds";

  @Test
  void refusesAWrongLength() throws Exception {
    try (Stub server = new Stub("200 OK", BODY.length(), BODY)) {
      assertThatThrownBy(() -> fetch(server.page(), BODY + "!").call())
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage(server.page() + ": 19 bytes, expected 20");
      assertThatThrownBy(() -> fetch(server.page(), "").call())
          .hasMessage(server.page() + ": 19 bytes, expected 0");
    }
  }

  @Test
  void refusesAWrongChecksum() throws Exception {
    try (Stub server = new Stub("200 OK", BODY.length(), BODY)) {
      assertThatThrownBy(() -> fetch(server.page(), "what the page h0lds").call())
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageMatching(".*: CRC32C [0-9a-f]{8}, expected [0-9a-f]{8}");
    }
  }

  @Test
  void refusesAnyStatusBut200AndAsksOnce() throws Exception {
    for (String status : List.of("500 Oops", "503 Later\r\nRetry-After: 0", "204 None")) {
      try (Stub server = new Stub(status, BODY.length(), BODY)) {
        assertThatThrownBy(() -> fetch(server.page(), BODY).call())
            .isExactlyInstanceOf(IllegalStateException.class)
            .hasMessage(server.page() + ": status " + status.substring(0, 3) + ", expected 200");
        assertThat(server.requests).hasSize(1);
      }
    }
  }

  @Test
  void followsNoRedirect() throws Exception {
    try (Stub target = new Stub("200 OK", BODY.length(), BODY);
        Stub server = new Stub("302 There\r\nLocation: " + target.page(), 0, "")) {
      assertThatThrownBy(() -> fetch(server.page(), BODY).call())
          .hasMessage(server.page() + ": status 302, expected 200");
      assertThat(target.requests).isEmpty();
    }
  }

  @Test
  void failsWhereNobodyListens() throws Exception {
    ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    String authority = "127.0.0.1:" + listener.getLocalPort();
    listener.close();
    assertThatThrownBy(() -> fetch(URI.create("http://" + authority + "/page"), BODY).call())
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining(authority);
  }

  @Test
  void failsOnAServerThatClosesInMidBodyAndAsksOnce() throws Exception {
    try (Stub server = new Stub("200 OK", BODY.length(), BODY.substring(5))) {
      assertThatThrownBy(() -> fetch(server.page(), BODY).call())
          .isInstanceOf(ConnectionClosedException.class);
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void failsOnAServerThatClosesWithoutAnAnswerAndAsksOnce() throws Exception {
    try (Stub server = new Stub(null, 0, "")) {
      assertThatThrownBy(() -> fetch(server.page(), BODY).call()).isInstanceOf(IOException.class);
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void returnsTheChecksumItExpected() throws Exception {
    for (String body : List.of("", BODY, "x".repeat(100_000))) {
      try (Stub server = new Stub("200 OK", body.length(), body)) {
        Fetch fetch = fetch(server.page(), body);
        assertThat(fetch.call()).isEqualTo(fetch.expected()).isEqualTo(checksum(body));
      }
    }
  }

  @Test
  void keepsItsConnectionAndSendsNothingItWasNotToldTo() throws Exception {
    try (Stub server = new Stub("200 OK\r\nSet-Cookie: a=b", BODY.length(), BODY)) {
      Fetch fetch = fetch(server.page(), BODY);
      fetch.call();
      fetch.call();
      assertThat(server.connections).hasValue(1);
      assertThat(server.requests)
          .hasSize(2)
          .allSatisfy(
              head ->
                  assertThat(head.lines().skip(1).map(line -> line.replaceFirst(":.*", "")))
                      .contains("Host")
                      .isSubsetOf("Host", "Connection", "User-Agent"));
    }
  }

  @Test
  void survivesSerialization() throws Exception {
    try (Stub server = new Stub("200 OK", BODY.length(), BODY)) {
      Fetch fetch = fetch(server.page(), BODY);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(fetch);
      }
      ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
      Fetch copy = (Fetch) in.readObject();
      assertThat(copy).isEqualTo(fetch);
      assertThat(copy.call()).isEqualTo(fetch.expected());
    }
  }

  @Test
  void refusesANegativeLength() {
    assertThatThrownBy(() -> new Fetch(URI.create("http://127.0.0.1/"), -1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Fetch fetch(URI page, String body) {
    return new Fetch(page, body.length(), checksum(body));
  }

  private static long checksum(String body) {
    CRC32C checksum = new CRC32C();
    checksum.update(body.getBytes(ISO_8859_1));
    return checksum.getValue();
  }

  /** Gives every request the same answer; closes the connection where that is not whole. */
  private static final class Stub implements AutoCloseable {
    final List<String> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket listener =
        new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final String status;
    private final int length;
    private final String body;

    Stub(String status, int length, String body) throws IOException {
      this.status = status;
      this.length = length;
      this.body = body;
      Thread.ofVirtual().start(this::accept);
    }

    URI page() {
      return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/page");
    }

    private void accept() {
      try {
        while (true) {
          Socket socket = listener.accept();
          connections.incrementAndGet();
          Thread.ofVirtual().start(() -> serve(socket));
        }
      } catch (IOException e) {
        // Closed.
      }
    }

    private void serve(Socket socket) {
      try (socket) {
        do {
          StringBuilder head = new StringBuilder();
          while (head.indexOf("\r\n\r\n") < 0) {
            int read = socket.getInputStream().read();
            if (read < 0) {
              return;
            }
            head.append((char) read);
          }
          requests.add(head.toString().strip());
          if (status != null) {
            String answer =
                "HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\n\r\n" + body;
            socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
          }
        } while (status != null && body.length() == length);
      } catch (IOException e) {
        // The client has gone.
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
