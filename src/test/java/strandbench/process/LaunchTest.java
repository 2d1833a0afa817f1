package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import strandbench.process.wire.AcceptFilter;

class LaunchTest {
  @Property(tries = 200)
  void whatIsToldArrives(
      @ForAll @Size(4) List<String> texts,
      @ForAll boolean daemon,
      @ForAll long parent,
      @ForAll byte[] task)
      throws Exception {
    List<String> sendable = texts.stream().map(LaunchTest::withoutLoneSurrogates).toList();
    Launch launch =
        new Launch(
            sendable.get(0),
            daemon,
            parent,
            sendable.get(1),
            sendable.get(2),
            sendable.get(3),
            ByteBuffer.wrap(task));
    ByteBuffer frame = ByteBuffer.wrap(launch.encode());
    int length = frame.getInt();
    assertThat(length).isEqualTo(frame.remaining());
    byte[] afterLength = new byte[length];
    frame.get(afterLength);
    assertThat(Launch.decode(ByteBuffer.wrap(afterLength))).isEqualTo(launch);
  }

  private static String withoutLoneSurrogates(String text) {
    return text.replaceAll("\\p{Cs}", "?");
  }

  @Test
  void aFilterThatIsTooLongIsRefused() {
    String rules = AcceptFilter.rules(List.of("a".repeat(Launch.MAX_SIZE)));
    Launch launch = new Launch("x", false, 1, "", "", rules, ByteBuffer.allocate(0));
    assertThatIOException().isThrownBy(launch::encode);
  }
}
