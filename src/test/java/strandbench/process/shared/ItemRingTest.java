package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import strandbench.process.wire.Codec;

/** The ring against an ArrayDeque, from two processes, wherever the counters stand. */
class ItemRingTest {
  private static final long TAIL = Block.START;
  private static final long HEAD = TAIL + Block.LINE;
  private static final long BYTES_AT = HEAD + Block.LINE;
  private static final int BYTES = 256;
  private static final int CAPACITY = 9;

  /**
   * One step.
   *
   * @param size of the string to add, or -1 to remove
   * @param serialized whether to hand it over as bytes
   * @param second whether the second process does it
   */
  record Step(int size, boolean serialized, boolean second) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> sizes =
        Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.integers().between(0, 40)),
            Tuple.of(1, Arbitraries.integers().between(200, 251)),
            Tuple.of(5, Arbitraries.just(-1)));
    Arbitrary<Boolean> coins = Arbitraries.of(true, false);
    return Combinators.combine(sizes, coins, coins).as(Step::new).list().ofSize(200);
  }

  @Property(tries = 300)
  void itIsAFifoThatIsFullByItemsOrByBytes(
      @ForAll("steps") List<Step> steps, @ForAll("starts") long start) throws Exception {
    try (SharedMemory memory = SharedMemory.create(BYTES_AT + BYTES)) {
      Block block = memory.block();
      block.set(TAIL, start);
      block.set(HEAD, start);
      ItemRing[] processes = {
        new ItemRing(block, 1, TAIL, HEAD, CAPACITY, BYTES_AT, BYTES),
        new ItemRing(block, 2, TAIL, HEAD, CAPACITY, BYTES_AT, BYTES)
      };
      ArrayDeque<String> model = new ArrayDeque<>();
      long used = 0;
      int next = 0;
      for (Step step : steps) {
        ItemRing ring = processes[step.second() ? 1 : 0];
        if (step.size() < 0) {
          int size = ring.peek();
          assertThat(size < 0).isEqualTo(model.isEmpty());
          if (size >= 0) {
            assertThat(Codec.read(ring.first(size), info -> null)).isEqualTo(model.poll());
            ring.remove(size);
            used -= ItemRing.spaceFor(size);
          }
        } else {
          String item = text(next++, step.size());
          int size = 1 + step.size();
          ItemRing.Added expected =
              model.size() == CAPACITY
                  ? ItemRing.Added.NO_PLACE
                  : used + ItemRing.spaceFor(size) > BYTES
                      ? ItemRing.Added.NO_ROOM
                      : ItemRing.Added.YES;
          assertThat(add(ring, item, step.serialized())).isEqualTo(expected);
          if (expected == ItemRing.Added.YES) {
            model.add(item);
            used += ItemRing.spaceFor(size);
          }
        }
        assertThat(ItemRing.count(ring.head(), ring.tail())).isEqualTo(model.size());
      }
    }
  }

  /** What it remembers of the head, nothing being 0, may by then stand for another round. */
  @Example
  void whoComesBackAfterTheCountersWentRoundLooksAgain() throws Exception {
    try (SharedMemory memory = SharedMemory.create(BYTES_AT + BYTES)) {
      Block block = memory.block();
      long space = ItemRing.spaceFor(1);
      long tail = 3L << 32 | 3 * space;
      long head =
          (3L - CAPACITY & ItemRing.MAX_COUNT) << 32 | (3 - CAPACITY) * space & 0xffff_ffffL;
      block.set(TAIL, tail);
      block.set(HEAD, head);
      ItemRing other = new ItemRing(block, 2, TAIL, HEAD, CAPACITY, BYTES_AT, BYTES);
      assertThat(ItemRing.count(other.head(), other.tail())).isEqualTo(CAPACITY);
      assertThat(add(other, "", false)).isEqualTo(ItemRing.Added.NO_PLACE);
    }
  }

  /** Near the end of what the counters hold, and anywhere else; positions are multiples of 4. */
  @Provide
  Arbitrary<Long> starts() {
    Arbitrary<Long> counts =
        Arbitraries.longs().between(ItemRing.MAX_COUNT - 100, ItemRing.MAX_COUNT);
    Arbitrary<Long> positions = Arbitraries.longs().between((1L << 30) - 500, (1L << 30) - 1);
    return Arbitraries.oneOf(
        Arbitraries.just(0L),
        Combinators.combine(counts, positions)
            .as((count, position) -> count << 32 | position << 2));
  }

  private static String text(int number, int size) {
    char[] chars = new char[size];
    Arrays.fill(chars, (char) ('a' + number % 26));
    return new String(chars);
  }

  private static ItemRing.Added add(ItemRing ring, String item, boolean serialized)
      throws IOException {
    int size = Codec.plainSize(item);
    ByteBuffer bytes = serialized ? Codec.write(item) : null;
    return ring.add(item, serialized ? -1 : size, bytes, ItemRing.spaceFor(size));
  }
}
