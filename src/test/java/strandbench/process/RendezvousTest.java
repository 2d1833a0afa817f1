package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may connect to a pool as a worker. */
@Timeout(20)
class RendezvousTest {
  @Test
  void strangersAreTurnedAwayAndTheWorkerComesThrough() throws Exception {
    Rendezvous rendezvous = new Rendezvous("test");
    try (rendezvous;
        FileChannel board = rendezvous.open()) {
      assertThat(board.size()).isEqualTo(Board.SIZE);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(rendezvous.directory().path())))
          .isEqualTo("rwx------");
      try (SocketChannel silent = connect(rendezvous);
          SocketChannel guesser = connect(rendezvous);
          SocketChannel noisy = connect(rendezvous);
          SocketChannel greedy = connect(rendezvous);
          SocketChannel worker = connect(rendezvous)) {
        send(guesser, new Message.Hello("0".repeat(30)).encode());
        send(noisy, ByteBuffer.wrap("GET / HTTP/1.1\r\n".getBytes()));
        send(greedy, new Message.Hello("x".repeat(Message.MAX_HELLO)).encode());
        for (SocketChannel stranger : new SocketChannel[] {guesser, noisy, greedy}) {
          assertIsTurnedAway(stranger);
        }
        assertThat(rendezvous.connected()).isNotDone();
        send(worker, new Message.Hello(rendezvous.secret()).encode());
        assertThat(rendezvous.connected().get(5, TimeUnit.SECONDS)).isNotNull();
        rendezvous.close();
        assertIsTurnedAway(silent);
        worker.shutdownOutput();
        assertThat(rendezvous.connected().join().receive()).isNull();
      }
    }
    assertThat(rendezvous.directory().path()).doesNotExist();
  }

  @Test
  void givingUpLeavesNoFile() throws Exception {
    Rendezvous rendezvous = new Rendezvous("test");
    rendezvous.open().close();
    rendezvous.close();
    assertThat(rendezvous.directory().path()).doesNotExist();
    assertThat(rendezvous.connected()).isCancelled();
  }

  private static SocketChannel connect(Rendezvous rendezvous) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(rendezvous.directory().socket()));
  }

  private static void send(SocketChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private static void assertIsTurnedAway(SocketChannel stranger) {
    int count;
    try {
      count = stranger.read(ByteBuffer.allocate(1));
    } catch (IOException reset) {
      count = -1;
    }
    assertThat(count).isEqualTo(-1);
  }
}
