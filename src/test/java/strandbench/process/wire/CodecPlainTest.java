package strandbench.process.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ObjectInputFilter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What has a form of its own is written into whatever buffer, byte for byte as else. */
class CodecPlainTest {
  private static final ObjectInputFilter ANY = info -> ObjectInputFilter.Status.UNDECIDED;

  @Provide
  Arbitrary<Object> plain() {
    return Arbitraries.oneOf(
        Arbitraries.integers().map(Object.class::cast),
        Arbitraries.longs().map(Object.class::cast),
        Arbitraries.doubles().map(Object.class::cast),
        Arbitraries.of(true, false).map(Object.class::cast),
        Arbitraries.strings().map(Object.class::cast),
        Arbitraries.strings().withCharRange('\0', '\u00ff').map(Object.class::cast),
        Arbitraries.bytes().array(byte[].class).map(Object.class::cast),
        Arbitraries.integers().array(Integer[].class).ofMinSize(1).map(CodecPlainTest::objects),
        Arbitraries.longs().array(Long[].class).ofMinSize(1).map(CodecPlainTest::objects),
        Arbitraries.doubles().array(Double[].class).ofMinSize(1).map(CodecPlainTest::objects));
  }

  private static Object objects(Object[] array) {
    return Arrays.copyOf(array, array.length, Object[].class);
  }

  @Property
  void itsSizeIsToldAndItIsReadFromADirectBuffer(@ForAll("plain") Object object) throws Exception {
    int size = Codec.plainSize(object);
    ByteBuffer buffer = ByteBuffer.allocateDirect(size + 10).position(7);
    Codec.writePlain(object, size, buffer);
    assertThat(buffer.position()).isEqualTo(7 + size);
    buffer.flip().position(7);
    assertThat(buffer).isEqualTo(Codec.write(object));
    assertThat(Codec.isPlain(buffer)).isTrue();
    assertThat(Codec.read(buffer, ANY)).isEqualTo(object);
    assertThat(buffer.hasRemaining()).isFalse();
  }

  @Example
  void allElseIsSerializedAndReadFromADirectBufferToo() throws Exception {
    List<Object> others = List.of(List.of(1, 2), new Object[] {1, 2L}, new Object[0], 'c', 1.5f);
    for (Object object : others) {
      assertThat(Codec.plainSize(object)).isEqualTo(-1);
      ByteBuffer bytes = Codec.write(object);
      assertThat(Codec.isPlain(bytes)).isFalse();
      ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
      assertThat(Codec.read(direct, ANY)).isEqualTo(object);
      assertThat(direct.hasRemaining()).isFalse();
    }
    assertThat(Codec.plainSize(null)).isEqualTo(1);
  }
}
