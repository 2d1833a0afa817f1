package strandbench.process.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RecordFormTest {
  private static final byte RECORD = 13;

  private static final ObjectInputFilter ALL_HERE = filter("strandbench.process.wire.*");

  private static ObjectInputFilter filter(String... accepted) {
    return ObjectInputFilter.Config.createFilter(AcceptFilter.rules(List.of(accepted)));
  }

  enum Colour {
    RED,
    GREEN {
      @Override
      boolean isOurs() {
        return false;
      }
    };

    boolean isOurs() {
      return true;
    }
  }

  record All(
      int i, long l, double d, boolean b, Integer boxed, String text, Colour colour, Object o)
      implements Serializable {}

  record None() implements Serializable {}

  private record Positive(int number) implements Serializable {
    private Positive {
      if (number <= 0) {
        throw new IllegalArgumentException(number + " is not positive");
      }
    }

    /** The accessor is not asked: the JDK's serialization writes fields. */
    @Override
    public int number() {
      return -number;
    }
  }

  record Replaced(int number) implements Serializable {
    private Object readResolve() {
      return "resolved";
    }
  }

  record Mixed(int number, Object rest) implements Serializable {}

  record NotForSending(int number) {}

  @Provide
  Arbitrary<All> records() {
    Arbitrary<String> strings = Arbitraries.strings().injectNull(0.1);
    return Combinators.combine(
            Arbitraries.integers(),
            Arbitraries.longs(),
            Arbitraries.doubles(),
            Arbitraries.of(true, false),
            Arbitraries.integers().injectNull(0.2),
            strings,
            Arbitraries.of(Colour.class).injectNull(0.2),
            Arbitraries.oneOf(strings, Arbitraries.integers().map(Object.class::cast)))
        .as(All::new);
  }

  @Property(tries = 500)
  void whatIsWrittenIsRead(@ForAll("records") All record) throws Exception {
    ByteBuffer bytes = Codec.write(record);
    assertThat(bytes.get(0)).isEqualTo(RECORD);
    assertThat(Codec.isPlain(bytes)).isFalse();
    assertThat(Codec.read(bytes, ALL_HERE)).isEqualTo(record);
  }

  @Example
  void fieldsAreWrittenAndTheConstructorReads() throws Exception {
    assertThat(Codec.read(Codec.write(new None()), ALL_HERE)).isEqualTo(new None());
    Positive read = (Positive) Codec.read(Codec.write(new Positive(3)), ALL_HERE);
    assertThat(read.number).isEqualTo(3);

    ByteBuffer bytes = Codec.write(new Positive(3));
    bytes.putInt(bytes.limit() - Integer.BYTES, 0);
    assertThatThrownBy(() -> Codec.read(bytes, ALL_HERE))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessageContaining("0 is not positive")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  /** The JDK's own serialization reads the same. */
  @Property(tries = 100)
  void meansWhatTheJdksSerializationMeans(@ForAll("records") All record) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(record);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(Codec.read(Codec.write(record), ALL_HERE)).isEqualTo(in.readObject());
    }
  }

  @Example
  void whatHasNoFormHereGoesTheJdksWay() throws Exception {
    assertThat(Codec.read(Codec.write(new Replaced(1)), ALL_HERE)).isEqualTo("resolved");
    int[] same = {1};
    Mixed twice = new Mixed(1, new Object[] {same, same});
    Object[] read = (Object[]) ((Mixed) Codec.read(Codec.write(twice), ALL_HERE)).rest();
    assertThat(read[0]).isSameAs(read[1]);
    for (Object other : new Object[] {Colour.GREEN, new Integer[] {1, null}, 'c', new None()}) {
      Mixed mixed = new Mixed(1, other);
      Mixed back = (Mixed) Codec.read(Codec.write(mixed), ALL_HERE);
      assertThat(Codec.write(mixed).get(0)).isZero();
      assertThat(Arrays.deepEquals(new Object[] {back.rest()}, new Object[] {other})).isTrue();
    }
    assertThatThrownBy(() -> Codec.write(new NotForSending(1)))
        .isInstanceOf(NotSerializableException.class);
  }

  @Example
  void aClassThatIsNotAcceptedIsRefusedByName() throws Exception {
    ByteBuffer none = Codec.write(new None());
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> Codec.read(none.duplicate(), filter()))
          .isInstanceOf(InvalidClassException.class)
          .hasMessageContaining(None.class.getName() + " is refused: it is not accepted");
      // Once it is known, it is still asked for.
      Codec.read(none.duplicate(), ALL_HERE);
    }
    All red = new All(1, 1, 1, true, 1, "", Colour.RED, null);
    assertThatThrownBy(() -> Codec.read(Codec.write(red), filter(All.class.getName())))
        .isInstanceOf(InvalidClassException.class)
        .hasMessageContaining(Colour.class.getName());
  }

  /** Every cut and every changed bit: it is refused, or something else is read. */
  @Example
  void aDamagedOneIsRefusedByAnIoException() throws Exception {
    byte[] good = Codec.write(new All(1, 2, 3, true, null, "text", Colour.GREEN, "other")).array();
    for (int i = 0; i < good.length; i++) {
      readsOrRefuses(Arrays.copyOf(good, i));
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        byte[] damaged = good.clone();
        damaged[i] ^= (byte) (1 << bit);
        readsOrRefuses(damaged);
      }
    }
  }

  private static void readsOrRefuses(byte[] bytes) {
    try {
      Codec.read(ByteBuffer.wrap(bytes), ALL_HERE);
    } catch (IOException | ClassNotFoundException e) {
      // Refused.
    }
  }
}
