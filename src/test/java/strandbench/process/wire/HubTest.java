package strandbench.process.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HubTest {
  private static final int MAX_SIZE = 1000;
  private final AtomicInteger served = new AtomicInteger();
  private Hub.Address address;

  @BeforeEach
  void register() {
    address =
        Hub.own()
            .register(
                channel -> {
                  served.incrementAndGet();
                  channel.setMaxSize(MAX_SIZE);
                  for (ByteBuffer next = channel.receive(); next != null; ) {
                    channel.send(FrameChannel.frame(next.remaining()).put(next).flip());
                    next = channel.receive();
                  }
                  channel.close();
                });
  }

  @AfterEach
  void unregister() {
    Hub.own().unregister(address);
  }

  private void assertServes() throws IOException {
    try (FrameChannel channel = Hub.connect(address, MAX_SIZE)) {
      channel.send(FrameChannel.frame(2).put(new byte[] {4, 2}).flip());
      assertThat(channel.receive()).isEqualTo(ByteBuffer.wrap(new byte[] {4, 2}));
    }
  }

  private SocketChannel stranger() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(address.socket()));
  }

  @Test
  void whoKnowsTheTokenIsServedAndOneWhoDoesNotIsTurnedAway() throws Exception {
    assertServes();
    Hub.Address wrong = new Hub.Address(address.socket(), "0".repeat(address.token().length()));
    try (FrameChannel channel = Hub.connect(wrong, MAX_SIZE)) {
      assertThat(channel.receive()).as("the end").isNull();
    }
    Hub.own().unregister(address);
    try (FrameChannel channel = Hub.connect(address, MAX_SIZE)) {
      assertThat(channel.receive()).as("the end").isNull();
    }
    assertThat(served).hasValue(1);
  }

  @Test
  void aRefusalSaysWhereWhyAndWhatItMeans() throws Exception {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try (SocketChannel stranger = stranger()) {
      stranger.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 'x'}));
      assertThat(stranger.read(ByteBuffer.allocate(1))).as("the end").isEqualTo(-1);
    } finally {
      System.setErr(before);
    }
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains(address.socket(), "wrong token", "ran nothing", "closed", "ss -xp")
        .hasLineCount(1);
  }

  @Test
  void theTokenIsInNoText() {
    assertThat(address.toString()).doesNotContain(address.token());
    assertThat(address.token()).hasSizeGreaterThanOrEqualTo(30);
  }

  @Test
  void garbageAnOversizedGreetingAndOneThatIsCutOffAreTurnedAway() throws Exception {
    for (byte[] greeting :
        List.of(
            new byte[] {-1, -1, -1, -1},
            ByteBuffer.allocate(4).putInt(1 << 30).array(),
            "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
      try (SocketChannel stranger = stranger()) {
        stranger.write(ByteBuffer.wrap(greeting));
        assertThat(stranger.read(ByteBuffer.allocate(1))).as("the end").isEqualTo(-1);
      }
    }
    try (SocketChannel stranger = stranger()) {
      stranger.write(ByteBuffer.wrap(new byte[] {0, 0}));
    }
    assertServes();
    assertThat(served).hasValue(1);
  }

  @Test
  void aThousandSilentConnectionsKeepNobodyOut() throws Exception {
    List<SocketChannel> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        silent.add(stranger());
      }
      assertServes();
      assertThat(silent.getFirst().read(ByteBuffer.allocate(1)))
          .as("the first have been turned away")
          .isEqualTo(-1);
    } finally {
      for (SocketChannel channel : silent) {
        channel.close();
      }
    }
    assertServes();
  }

  @Test
  void aServedClientIsHeldToTheLimitOfTheService() throws Exception {
    try (FrameChannel channel = Hub.connect(address, MAX_SIZE)) {
      channel.send(FrameChannel.frame(MAX_SIZE + 1).put(new byte[MAX_SIZE + 1]).flip());
      assertThatThrownBy(
              () -> {
                if (channel.receive() == null) {
                  throw new EOFException("the end");
                }
              })
          .isInstanceOf(IOException.class);
    }
    assertServes();
  }
}
