package strandbench.process.wire;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CodecTest {
  private static final ObjectInputFilter JAVA_BASE =
      ObjectInputFilter.Config.createFilter(AcceptFilter.rules(List.of()));

  private static Object roundTrip(Object object) throws IOException, ClassNotFoundException {
    return Codec.read(Codec.write(object), JAVA_BASE);
  }

  @Provide
  Arbitrary<Object> objects() {
    Arbitrary<Object> plain =
        Arbitraries.oneOf(
            Arbitraries.integers().map(Object.class::cast),
            Arbitraries.longs().map(Object.class::cast),
            Arbitraries.doubles().map(Object.class::cast),
            Arbitraries.of(Double.NaN, -0.0, Double.POSITIVE_INFINITY, Double.MIN_VALUE),
            Arbitraries.floats().map(Object.class::cast),
            Arbitraries.of(true, false).map(Object.class::cast),
            Arbitraries.chars().map(Object.class::cast),
            Arbitraries.strings().map(Object.class::cast),
            Arbitraries.of("", "\ud800", "\udc00x\ud83d", "\u00ff", "\u0100", "\ud83d\ude00"));
    return Arbitraries.lazyOf(
        () -> plain.injectNull(0.1),
        () -> Arbitraries.bytes().array(byte[].class).map(Object.class::cast),
        () -> Arbitraries.integers().array(int[].class).map(Object.class::cast),
        () -> plain.injectNull(0.1).list().ofMaxSize(5).map(ArrayList::new),
        () -> Arbitraries.integers().array(Integer[].class).ofMaxSize(5).map(Object[].class::cast),
        () -> Arbitraries.integers().list().ofMaxSize(5).map(List::toArray),
        () -> Arbitraries.longs().list().ofMaxSize(5).map(List::toArray),
        () -> Arbitraries.doubles().list().ofMaxSize(5).map(List::toArray),
        () -> objects().list().ofMaxSize(4).map(List::toArray));
  }

  @Property(tries = 1000)
  void whatIsWrittenIsRead(@ForAll("objects") Object object)
      throws IOException, ClassNotFoundException {
    Object read = roundTrip(object);
    assertThat(Arrays.deepEquals(new Object[] {read}, new Object[] {object})).isTrue();
    if (object != null) {
      assertThat(read).hasSameClassAs(object);
    }
  }

  @Example
  void onlyNumbersOfOneTypeArePacked() {
    assertThat(Boxed.typeOf(new Object[] {1, 2})).isEqualTo(Integer.class);
    assertThat(Boxed.typeOf(new Object[] {1L, 2L})).isEqualTo(Long.class);
    assertThat(Boxed.typeOf(new Object[] {Double.NaN})).isEqualTo(Double.class);
    for (Object[] array :
        List.of(
            new Object[0],
            new Object[] {1, 2L},
            new Object[] {null},
            new Object[] {1, null},
            new Object[] {"a"},
            new Object[] {(short) 1})) {
      assertThat(Boxed.typeOf(array)).isNull();
    }
  }

  @Property(tries = 2000)
  void garbageIsRefusedByAnIoException(@ForAll byte[] garbage, @ForAll boolean serialized) {
    byte[] bytes = garbage.clone();
    if (serialized && bytes.length > 6) {
      // So far a stream that the JDK's serialization takes for one.
      System.arraycopy(new byte[] {0, (byte) 0xac, (byte) 0xed, 0, 5}, 0, bytes, 0, 5);
    }
    readsOrRefuses(bytes);
  }

  /** Every cut and every changed byte of a stream that was good. */
  @Example
  void aDamagedStreamIsRefusedByAnIoException() throws IOException {
    Object object = new ArrayList<Object>(Arrays.asList(1, "two", new HashMap<>(), new long[3]));
    byte[] good = Codec.write(object).array();
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
      Codec.read(ByteBuffer.wrap(bytes), JAVA_BASE);
    } catch (IOException | ClassNotFoundException e) {
      // Refused.
    }
  }

  @Example
  void anEmptyOneAndBytesAfterTheEndAreRefused() {
    assertThatThrownBy(() -> Codec.read(ByteBuffer.allocate(0), JAVA_BASE))
        .isInstanceOf(StreamCorruptedException.class);
    assertThatThrownBy(() -> Codec.read(ByteBuffer.wrap(new byte[] {1, 0}), JAVA_BASE))
        .isInstanceOf(StreamCorruptedException.class);
  }

  /** Some forty bytes that say they are an array of 67,108,864 longs, which would take 512 MB. */
  @Example
  void aSmallStreamMakesNoLargeArray() throws IOException {
    ByteBuffer bomb = Codec.write(new long[1]);
    bomb.putInt(bomb.limit() - Long.BYTES - Integer.BYTES, 67_108_864);
    assertThatThrownBy(() -> Codec.read(bomb, JAVA_BASE))
        .isInstanceOf(InvalidClassException.class)
        .hasMessageContaining("array length 67108864");
  }

  static final class Counting implements Serializable {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger READ = new AtomicInteger();

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      READ.incrementAndGet();
    }
  }

  @Example
  void aRefusedClassIsNamedAndNeverRun() throws Exception {
    int before = Counting.READ.get();
    for (Object object : List.of(new Counting(), new Counting[] {new Counting()})) {
      assertThatThrownBy(() -> Codec.read(Codec.write(object), JAVA_BASE))
          .isInstanceOf(InvalidClassException.class)
          .hasMessageContaining("CodecTest$Counting is refused");
    }
    assertThat(Counting.READ).hasValue(before);
    Codec.read(
        Codec.write(new Counting()),
        ObjectInputFilter.Config.createFilter(
            AcceptFilter.rules(List.of("strandbench.process.wire.*"))));
    assertThat(Counting.READ).hasValue(before + 1);
  }

  /** Hash tables are larger than what is in them, and still read. */
  @Property(tries = 60)
  void collectionsOfAnySizeAreRead(@ForAll @IntRange(max = 5000) int size) throws Exception {
    List<Integer> numbers = IntStream.range(0, size).boxed().toList();
    for (Object collection :
        List.of(
            new ArrayList<>(numbers),
            new HashSet<>(numbers),
            new LinkedHashSet<>(numbers),
            new ArrayDeque<>(numbers),
            new ConcurrentHashMap<>(numbers.stream().collect(toMap(n -> n, n -> true))),
            new IdentityHashMap<>(numbers.stream().collect(toMap(n -> n, n -> true))))) {
      assertThat(roundTrip(collection).toString()).hasSameSizeAs(collection.toString());
    }
    assertThat(roundTrip(new ArrayList<>(Collections.nCopies(size, null))))
        .isEqualTo(Collections.nCopies(size, null));
  }

  @Example
  void whatIsTooLargeOrNotSerializableIsToldByTheWriter() {
    assertThatThrownBy(() -> Codec.write(new byte[Codec.MAX_OBJECT]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the limit is " + Codec.MAX_OBJECT);
    assertThatThrownBy(() -> Codec.write(new Object[] {new Object()}))
        .isInstanceOf(NotSerializableException.class);
  }
}
