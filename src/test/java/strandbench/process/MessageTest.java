package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MessageTest {
  @Provide
  Arbitrary<Message> messages() {
    Arbitrary<Long> sequences = Arbitraries.longs();
    Arbitrary<Integer> numbers = Arbitraries.integers();
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(50);
    Arbitrary<ByteBuffer> bytes = Arbitraries.integers().between(0, 100).map(MessageTest::pattern);
    return Arbitraries.oneOf(
        Combinators.combine(texts, sequences).as(Message.Belong::new),
        Combinators.combine(texts, texts, texts, texts, numbers, numbers, bytes)
            .as(Message.Configure::new),
        Arbitraries.of(
            new Message.Ready(), new Message.Doorbell(), new Message.Exiting(), new Message.Stop()),
        sequences.map(Message.Started::new),
        sequences.map(Message.Inspect::new),
        Combinators.combine(sequences, texts).as(Message.Stack::new),
        Combinators.combine(sequences, Arbitraries.of(Message.Form.class), bytes)
            .as(Message.Run::new),
        Combinators.combine(sequences, bytes).as(Message.Completed::new),
        Combinators.combine(sequences, flags, texts, bytes).as(Message.Failed::new),
        Combinators.combine(sequences, flags).as(Message.Cancel::new));
  }

  private static ByteBuffer pattern(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static ByteBuffer content(Message message) {
    return message.encode().position(Integer.BYTES).slice();
  }

  @Property(tries = 200)
  void whatIsEncodedIsDecoded(@ForAll("messages") Message message) throws ProtocolException {
    assertThat(message.encode().getInt()).isEqualTo(content(message).remaining());
    assertThat(Message.decode(content(message))).isEqualTo(message);
  }

  @Property(tries = 500)
  void garbageIsRefused(@ForAll byte[] garbage) {
    try {
      Message.decode(ByteBuffer.wrap(garbage));
    } catch (ProtocolException e) {
      assertThat(e).hasMessageStartingWith("refused a frame");
    }
  }

  @Property(tries = 300)
  void aLongerOneIsRefusedOrAnother(@ForAll("messages") Message message, @ForAll byte more) {
    ByteBuffer content = content(message);
    byte[] longer = Arrays.copyOf(content.array(), content.array().length + 1);
    longer[longer.length - 1] = more;
    ByteBuffer frame = ByteBuffer.wrap(longer).position(Integer.BYTES).slice();
    boolean endsInBytes =
        message instanceof Message.Run
            || message instanceof Message.Configure
            || message instanceof Message.Completed
            || message instanceof Message.Failed;
    if (!endsInBytes) {
      assertThatThrownBy(() -> Message.decode(frame)).isInstanceOf(ProtocolException.class);
    }
  }
}
