package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import strandbench.process.wire.FrameChannel;

class FrameAssemblerTest {
  private static final int MAX_SIZE = 1 << 18;

  @Property(tries = 300)
  void whatIsSentArrivesHoweverTheStreamIsCut(
      @ForAll @Size(max = 8) List<byte[]> contents, @ForAll long seed) throws IOException {
    List<ByteBuffer> expected = new ArrayList<>();
    contents.stream().filter(c -> c.length > 0).map(ByteBuffer::wrap).forEach(expected::add);
    byte[] large = new byte[200_000];
    new Random(seed).nextBytes(large);
    expected.add(ByteBuffer.wrap(large));
    ByteBuffer stream = ByteBuffer.allocate(MAX_SIZE * 2);
    expected.forEach(each -> stream.put(frame(each)));
    List<ByteBuffer> received = new ArrayList<>();
    FrameAssembler assembler = new FrameAssembler(MAX_SIZE);
    inPieces(stream.flip(), seed, piece -> assembler.feed(piece, received::add));
    assertThat(received).isEqualTo(expected);
    assertThat(assembler.isInsideFrame()).isFalse();
  }

  @Property(tries = 500)
  void garbageIsRefusedOrWaitsForMore(@ForAll byte[] garbage, @ForAll long seed) {
    FrameAssembler assembler = new FrameAssembler(MAX_SIZE);
    List<ByteBuffer> received = new ArrayList<>();
    try {
      inPieces(ByteBuffer.wrap(garbage), seed, piece -> assembler.feed(piece, received::add));
      assertThat(received).allMatch(frame -> frame.remaining() < garbage.length);
    } catch (ProtocolException e) {
      assertThat(e).hasMessageContaining("refused a frame of ");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Example
  void anOversizedFrameIsRefusedBeforeItsBytesCome() {
    ByteBuffer header = ByteBuffer.allocate(4).putInt(MAX_SIZE + 1).flip();
    assertThatThrownBy(() -> new FrameAssembler(MAX_SIZE).feed(header, frame -> {}))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("262145 bytes");
  }

  @Example
  void aCutFrameIsTold() throws IOException {
    FrameAssembler assembler = new FrameAssembler(MAX_SIZE);
    assembler.feed(ByteBuffer.wrap(new byte[] {0, 0, 0}), frame -> {});
    assertThat(assembler.isInsideFrame()).isTrue();
    assembler.feed(ByteBuffer.wrap(new byte[] {2, 7}), frame -> {});
    assertThat(assembler.isInsideFrame()).isTrue();
  }

  private static ByteBuffer frame(ByteBuffer content) {
    return FrameChannel.frame(content.remaining()).put(content.duplicate()).flip();
  }

  private static void inPieces(ByteBuffer stream, long seed, FrameAssembler.Taker to)
      throws IOException {
    Random random = new Random(seed);
    while (stream.hasRemaining()) {
      int most = random.nextBoolean() ? 5 : 70_000;
      int size = Math.min(stream.remaining(), 1 + random.nextInt(most));
      to.take(stream.slice(stream.position(), size));
      stream.position(stream.position() + size);
    }
  }
}
