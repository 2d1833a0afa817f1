package strandbench.process;

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
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FrameTransportTest {
  @Provide
  Arbitrary<Message> messages() {
    Arbitrary<Long> sequences = Arbitraries.longs();
    Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(50);
    Arbitrary<ByteBuffer> bytes =
        Arbitraries.oneOf(
                Arbitraries.integers().between(0, 100),
                Arbitraries.of(65_521, 65_536, 65_537, 200_000))
            .map(FrameTransportTest::pattern);
    return Arbitraries.oneOf(
        Combinators.combine(texts, texts, texts).as(Message.Configure::new),
        Arbitraries.just(new Message.Connect()),
        texts.map(Message.Hello::new),
        Combinators.combine(sequences, Arbitraries.of(true, false), bytes).as(Message.Run::new),
        Combinators.combine(sequences, bytes).as(Message.Completed::new),
        Combinators.combine(sequences, texts, bytes).as(Message.Failed::new),
        sequences.map(Message.Cancel::new),
        Arbitraries.just(new Message.Stop()));
  }

  private static ByteBuffer pattern(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  @Property(tries = 200)
  void whatIsSentArrivesHoweverTheStreamIsCut(
      @ForAll List<@net.jqwik.api.From("messages") Message> messages, @ForAll long seed)
      throws IOException {
    FrameTransport transport = reading(bytes(messages), seed);
    List<Message> received = new ArrayList<>();
    for (Message next = transport.receive(); next != null; next = transport.receive()) {
      received.add(next);
    }
    assertThat(received).isEqualTo(messages);
  }

  @Property(tries = 500)
  void garbageIsRefusedOrEndsInsideAFrame(@ForAll byte[] garbage, @ForAll long seed) {
    FrameTransport transport = reading(garbage, seed);
    try {
      while (transport.receive() != null) {
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
      @ForAll("messages") Message message, @ForAll long seed, @ForAll Random random)
      throws IOException {
    byte[] whole = bytes(List.of(message));
    byte[] cut = java.util.Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
    assertThatThrownBy(() -> reading(cut, seed).receive()).isInstanceOf(EOFException.class);
  }

  @Example
  void anOversizedFrameIsRefusedBeforeItsBytesCome() {
    byte[] header = ByteBuffer.allocate(4).putInt(Message.MAX_SIZE + 1).array();
    assertThatThrownBy(() -> reading(header, 1).receive())
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("67108865 bytes");
  }

  @Example
  void aMessageLeavesInOneWrite() throws IOException {
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
    new FrameTransport(null, counting, 0).send(new Message.Run(7, true, pattern(1000)));
    assertThat(writes).containsExactly(4 + 1 + 8 + 1 + 1000);
  }

  private static byte[] bytes(List<Message> messages) throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    FrameTransport transport = new FrameTransport(null, Channels.newChannel(stream), 0);
    for (Message message : messages) {
      transport.send(message);
    }
    return stream.toByteArray();
  }

  private static FrameTransport reading(byte[] bytes, long seed) {
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
    return new FrameTransport(inPieces, null, Message.MAX_SIZE);
  }
}
