package strandbench.process.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UninterruptibleChannelTest {
  @TempDir Path directory;

  private UninterruptibleChannel here;
  private UninterruptibleChannel there;

  @BeforeEach
  void connect() throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      here = new UninterruptibleChannel(SocketChannel.open(address));
      there = new UninterruptibleChannel(server.accept());
    }
  }

  @AfterEach
  void close() throws IOException {
    here.close();
    there.close();
  }

  /** 20 MB one way, both threads interrupted all the time: all arrives, and the interrupts stay. */
  @Test
  void interruptsNeitherCloseItNorCostAByte() throws Exception {
    byte[] sent = new byte[20_000_000];
    new Random(1).nextBytes(sent);
    byte[] received = new byte[sent.length];
    CompletableFuture<Boolean> written = new CompletableFuture<>();
    CompletableFuture<Boolean> read = new CompletableFuture<>();
    Thread writer =
        thread(
            written,
            () -> {
              here.write(ByteBuffer.wrap(sent));
            });
    Thread reader =
        thread(
            read,
            () -> {
              ByteBuffer into = ByteBuffer.wrap(received);
              while (into.hasRemaining()) {
                there.read(into);
              }
            });
    while (!written.isDone() || !read.isDone()) {
      writer.interrupt();
      reader.interrupt();
      Thread.onSpinWait();
    }
    assertThat(written.get()).as("the interrupt was kept").isTrue();
    assertThat(read.get()).as("the interrupt was kept").isTrue();
    assertThat(received).isEqualTo(sent);
    assertThat(here.isOpen()).isTrue();
  }

  private interface Body {
    void run() throws IOException;
  }

  private static Thread thread(CompletableFuture<Boolean> interrupted, Body body) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              Thread.currentThread().interrupt();
              try {
                body.run();
                interrupted.complete(Thread.currentThread().isInterrupted());
              } catch (Throwable e) {
                interrupted.completeExceptionally(e);
              }
            });
  }

  @Test
  void closeEndsWhoWaits() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    thread(
        ended,
        () -> {
          begun.countDown();
          there.read(ByteBuffer.allocate(1));
        });
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    there.close();
    assertThatThrownBy(() -> ended.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void pollTakesWholeFramesOnlyAndAwaitSeesTheEnd() throws Exception {
    FrameChannel receiver = new FrameChannel(there, 1 << 20);
    assertThat(receiver.poll()).isNull();
    ByteBuffer frame = FrameChannel.frame(5).put(new byte[] {1, 2, 3, 4, 5}).flip();
    here.write(frame.slice(0, 6));
    receiver.await(0);
    assertThat(receiver.poll()).as("a part of a frame").isNull();
    here.write(frame.slice(6, 3));
    receiver.await(0);
    assertThat(receiver.poll()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));
    FrameChannel sender = new FrameChannel(here, 1);
    sender.append(FrameChannel.frame(1).put((byte) 8).flip());
    sender.append(FrameChannel.frame(1).put((byte) 9).flip());
    sender.flush();
    receiver.await(0);
    assertThat(receiver.poll().get()).isEqualTo((byte) 8);
    assertThat(receiver.poll().get()).isEqualTo((byte) 9);
    assertThat(receiver.poll()).isNull();
    here.close();
    receiver.await(0);
    assertThatThrownBy(receiver::poll).isInstanceOf(EOFException.class);
  }

  @Test
  void awaitEndsWithItsLimitOrALargeFrameAndPollThenWaitsForTheRest() throws Exception {
    FrameChannel receiver = new FrameChannel(there, 1 << 20);
    receiver.await(1);
    assertThat(receiver.poll()).isNull();
    AtomicBoolean done = new AtomicBoolean();
    byte[] large = new byte[1 << 20];
    new Random(2).nextBytes(large);
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    thread(
        sent,
        () -> {
          new FrameChannel(here, 1).send(FrameChannel.frame(large.length).put(large).flip());
          done.set(true);
        });
    ByteBuffer received = receiver.poll();
    while (received == null) {
      receiver.await(0);
      received = receiver.poll();
    }
    assertThat(received.array()).isEqualTo(large);
    sent.get(20, TimeUnit.SECONDS);
    assertThat(done).isTrue();
  }
}
