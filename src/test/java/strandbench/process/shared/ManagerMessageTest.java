package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ManagerMessageTest {
  @Provide
  Arbitrary<ManagerMessage> messages() {
    Arbitrary<Long> numbers = Arbitraries.longs();
    Arbitrary<ByteBuffer> buffers = Arbitraries.bytes().array(byte[].class).map(ByteBuffer::wrap);
    Arbitrary<List<ByteBuffer>> parts = buffers.injectNull(0.1).list().ofMaxSize(5);
    return Arbitraries.oneOf(
        Combinators.combine(
                numbers, Arbitraries.integers(), Arbitraries.of(ManagerOperation.class), parts)
            .as(ManagerMessage.Call::new),
        numbers.map(ManagerMessage.Cancel::new),
        numbers.map(ManagerMessage.Confirm::new),
        numbers.map(ManagerMessage.Cancelled::new),
        Combinators.combine(numbers, parts).as(ManagerMessage.Returned::new),
        Combinators.combine(numbers, buffers).as(ManagerMessage.Thrown::new));
  }

  @Property(tries = 500)
  void whatIsWrittenIsRead(@ForAll("messages") ManagerMessage message) throws ProtocolException {
    ByteBuffer frame = message.encode();
    assertThat(frame.getInt()).isEqualTo(frame.remaining());
    assertThat(ManagerMessage.decode(frame.slice())).isEqualTo(message);
  }

  @Property(tries = 2000)
  void garbageIsRefusedOrIsAMessage(@ForAll byte[] garbage) {
    isRefusedOrWhole(garbage);
  }

  @Property(tries = 1000)
  void aChangedFrameIsRefusedOrIsAMessage(
      @ForAll("messages") ManagerMessage message, @ForAll int where, @ForAll byte what) {
    ByteBuffer frame = message.encode();
    byte[] bytes = Arrays.copyOfRange(frame.array(), 4, frame.limit());
    bytes[Math.floorMod(where, bytes.length)] = what;
    isRefusedOrWhole(bytes);
    isRefusedOrWhole(Arrays.copyOf(bytes, Math.floorMod(where, bytes.length)));
  }

  private static void isRefusedOrWhole(byte[] bytes) {
    try {
      ByteBuffer again = ManagerMessage.decode(ByteBuffer.wrap(bytes)).encode();
      assertThat(Arrays.copyOfRange(again.array(), 4, again.limit())).isEqualTo(bytes);
    } catch (ProtocolException e) {
      assertThat(e).hasMessageStartingWith("refused a ");
    }
  }
}
