package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.process.wire.FrameChannel;

@Timeout(60)
class AnswerSenderTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The other side: stays with the first that is written until it may go on. */
  private static final class Slow implements WritableByteChannel {
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    final AtomicInteger writes = new AtomicInteger();
    final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public int write(ByteBuffer bytes) {
      writes.incrementAndGet();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      written.writeBytes(copy);
      return copy.length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private final Slow out = new Slow();
  private final AnswerSender sender =
      new AnswerSender(new Link.Socket(new FrameChannel(null, out, Message.MAX_SIZE)));

  private static Message answer(int sequence) {
    return new Message.Completed(sequence, ByteBuffer.allocate(8));
  }

  private Thread answering(int sequence) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                sender.answer(answer(sequence), false);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private List<Message> received() throws IOException {
    FrameChannel in =
        new FrameChannel(
            Channels.newChannel(new ByteArrayInputStream(out.written.toByteArray())),
            null,
            Message.MAX_SIZE);
    List<Message> all = new ArrayList<>();
    for (Message next = Message.decode(in.receive()); next != null; ) {
      all.add(next);
      next = Message.decode(in.receive());
    }
    return all;
  }

  @Test
  void answersOfSeveralThreadsLeaveTogetherWhileOneIsBeingSent() throws Exception {
    List<Thread> threads = new ArrayList<>();
    threads.add(answering(1));
    Await.until("the first is being sent", LIMIT, () -> out.writes.get() == 1);
    for (int i = 2; i <= 20; i++) {
      threads.add(answering(i));
    }
    Await.until(
        "the others wait",
        LIMIT,
        () -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
    out.goOn.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(received()).hasSize(20).contains(answer(1), answer(20));
    assertThat(out.writes).as("the first, and all others").hasValue(2);
  }

  @Test
  void aLoneAnswerLeavesAtOnce() throws Exception {
    out.goOn.countDown();
    for (int i = 1; i <= 3; i++) {
      sender.answer(answer(i), false);
      assertThat(received()).hasSize(i);
    }
  }
}
