package strandbench.process.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FrameChannelTest {
  private static final int MAX_SIZE = 1 << 20;

  @Provide
  Arbitrary<ByteBuffer> frames() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(1, 100),
            Arbitraries.of(65_521, 65_531, 65_532, 65_533, 65_536, 65_537, 200_000))
        .map(FrameChannelTest::pattern);
  }

  private static ByteBuffer pattern(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  @Property(tries = 200)
  void whatIsSentArrivesHoweverTheStreamIsCut(
      @ForAll List<@From("frames") ByteBuffer> frames, @ForAll long seed) throws IOException {
    FrameChannel channel = reading(bytes(frames), seed);
    List<ByteBuffer> received = new ArrayList<>();
    for (ByteBuffer next = channel.receive(); next != null; next = channel.receive()) {
      received.add(next);
    }
    assertThat(received).isEqualTo(frames);
  }

  @Property(tries = 500)
  void garbageIsRefusedOrEndsInsideAFrame(@ForAll byte[] garbage, @ForAll long seed) {
    FrameChannel channel = reading(garbage, seed);
    try {
      while (channel.receive() != null) {
        // By chance, a frame.
      }
    } catch (ProtocolException | EOFException e) {
      return;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Property(tries = 300)
  void aCutStreamIsTold(
      @ForAll("frames") ByteBuffer frame, @ForAll long seed, @ForAll Random random)
      throws IOException {
    byte[] whole = bytes(List.of(frame));
    byte[] cut = Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
    assertThatThrownBy(() -> reading(cut, seed).receive()).isInstanceOf(EOFException.class);
  }

  @Example
  void anOversizedFrameIsRefusedBeforeItsBytesCome() {
    byte[] header = ByteBuffer.allocate(4).putInt(MAX_SIZE + 1).array();
    assertThatThrownBy(() -> reading(header, 1).receive())
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("1048577 bytes");
  }

  @Example
  void framesThatAreAppendedLeaveInOneWrite() throws IOException {
    List<Integer> writes = new ArrayList<>();
    WritableByteChannel counting =
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer from) {
            int size = from.remaining();
            writes.add(size);
            from.position(from.limit());
            return size;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    FrameChannel channel = new FrameChannel(null, counting, 0);
    channel.append(whole(pattern(1000)));
    channel.append(whole(pattern(10)));
    assertThat(channel.appended()).isEqualTo(4 + 1000 + 4 + 10);
    assertThat(writes).isEmpty();
    channel.flush();
    assertThat(writes).containsExactly(4 + 1000 + 4 + 10);
  }

  private static ByteBuffer whole(ByteBuffer content) {
    return FrameChannel.frame(content.remaining()).put(content.duplicate()).flip();
  }

  private static byte[] bytes(List<ByteBuffer> frames) throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    FrameChannel channel = new FrameChannel(null, Channels.newChannel(stream), 0);
    for (ByteBuffer frame : frames) {
      channel.send(whole(frame));
    }
    return stream.toByteArray();
  }

  private static FrameChannel reading(byte[] bytes, long seed) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    Random random = new Random(seed);
    ReadableByteChannel inPieces =
        new ReadableByteChannel() {
          @Override
          public int read(ByteBuffer to) {
            if (!from.hasRemaining()) {
              return -1;
            }
            int most = Math.min(from.remaining(), to.remaining());
            int size = Math.min(most, 1 + random.nextInt(random.nextBoolean() ? 5 : 70_000));
            to.put(to.position(), from, from.position(), size);
            to.position(to.position() + size);
            from.position(from.position() + size);
            return size;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    return new FrameChannel(inPieces, null, MAX_SIZE);
  }
}
