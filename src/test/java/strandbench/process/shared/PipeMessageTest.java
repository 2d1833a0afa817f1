package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import strandbench.process.wire.Hub;

class PipeMessageTest {
  @Provide
  Arbitrary<PipeMessage> messages() {
    Arbitrary<Hub.Address> addresses =
        Combinators.combine(Arbitraries.strings(), Arbitraries.strings()).as(Hub.Address::new);
    return Arbitraries.oneOf(
        Combinators.combine(Arbitraries.of(0, 1), Arbitraries.longs(), addresses)
            .as(PipeMessage.Claim::new),
        Arbitraries.strings().map(PipeMessage.Refused::new),
        addresses.map(PipeMessage.Peer::new),
        Arbitraries.bytes()
            .array(byte[].class)
            .map(bytes -> new PipeMessage.Data(ByteBuffer.wrap(bytes))),
        Arbitraries.of(
            new PipeMessage.Granted(), new PipeMessage.Moved(), new PipeMessage.Closed()));
  }

  @Property(tries = 500)
  void whatIsWrittenIsRead(@ForAll("messages") PipeMessage message) throws ProtocolException {
    ByteBuffer frame = message.encode();
    assertThat(frame.getInt()).isEqualTo(frame.remaining());
    assertThat(PipeMessage.decode(frame.slice())).isEqualTo(message);
  }

  @Property(tries = 2000)
  void garbageIsRefusedOrIsAMessage(@ForAll byte[] garbage) {
    try {
      PipeMessage message = PipeMessage.decode(ByteBuffer.wrap(garbage));
      ByteBuffer again = message.encode();
      assertThat(again.slice(4, again.remaining() - 4).get(0)).isEqualTo(garbage[0]);
    } catch (ProtocolException e) {
      assertThat(e).hasMessageStartingWith("refused a ");
    }
  }

  @Property(tries = 500)
  void aCutOrLongerFrameIsRefused(@ForAll("messages") PipeMessage message, @ForAll byte more) {
    if (message instanceof PipeMessage.Data) {
      return; // Any bytes are an object's; the codec judges them.
    }
    ByteBuffer frame = message.encode();
    byte[] whole = Arrays.copyOfRange(frame.array(), 4, frame.limit());
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    longer[whole.length] = more;
    byte[] shorter = Arrays.copyOf(whole, whole.length - 1);
    assertThatThrownBy(() -> PipeMessage.decode(ByteBuffer.wrap(longer)))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> PipeMessage.decode(ByteBuffer.wrap(shorter)))
        .isInstanceOf(ProtocolException.class);
  }
}
