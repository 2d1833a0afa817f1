package strandbench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CountingRangeTest {

  @Test
  void refusesWhatIsNoRange() {
    assertThatThrownBy(() -> range(-1, 1, 1)).hasMessageContaining("from -1");
    assertThatThrownBy(() -> range(0, 0, 1)).hasMessageContaining("size 0");
    assertThatThrownBy(() -> range(0, 1, -1)).hasMessageContaining("iterations -1");
    assertThatThrownBy(() -> range(0, 1, 1).left()).hasMessageContaining("size 0");
    assertThatThrownBy(() -> range(0, 1, 1).right()).hasMessageContaining("size 0");
    assertThatThrownBy(() -> range(0, 2, 1).parts(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isTheSumOfTheCountingLoopsOfItsNumbers() {
    long loops =
        CountingLoop.tasks(Kernel.XORSHIFT, 5, 100).stream().mapToLong(CountingLoop::call).sum();

    assertThat(range(0, 5, 100).call()).isEqualTo(loops);
  }

  @Property(tries = 200)
  void theLoopsArriveWhereTheOracleSays(
      @ForAll Kernel kernel,
      @ForAll @IntRange(max = 1_000_000) int from,
      @ForAll @IntRange(min = 1, max = 50) int size,
      @ForAll @IntRange(max = 300) int iterations) {
    CountingRange range = new CountingRange(kernel, from, size, iterations);

    assertThat(range.call()).isEqualTo(range.expected());
  }

  @Test
  void theOracleTellsAPartLostOrTakenTwiceApart() {
    CountingRange range = range(0, 64, 10);
    long part = range(63, 1, 10).call();

    assertThat(range.expected())
        .isNotEqualTo(range.expected() - part)
        .isNotEqualTo(range.expected() + part)
        .isNotEqualTo(range(0, 64, 11).expected());
  }

  @Property(tries = 200)
  void thePartsCoverTheRangeInOrder(
      @ForAll @IntRange(max = 100) int from,
      @ForAll @IntRange(min = 1, max = 500) int size,
      @ForAll @IntRange(min = 1, max = 600) int cutOff) {
    List<CountingRange> parts = range(from, size, 3).parts(cutOff);

    int next = from;
    for (CountingRange part : parts) {
      assertThat(part.from()).isEqualTo(next);
      assertThat(part.size()).isBetween(1, cutOff);
      next += part.size();
    }
    assertThat(next).isEqualTo(from + size);
    assertThat(parts.stream().mapToLong(CountingRange::expected).sum())
        .isEqualTo(range(from, size, 3).expected());
  }

  @Test
  void nothingIsDividedFurtherThanTheCutOff() {
    assertThat(range(0, 65_536, 3).parts(256)).hasSize(256).allMatch(part -> part.size() == 256);
  }

  private static CountingRange range(int from, int size, int iterations) {
    return new CountingRange(Kernel.XORSHIFT, from, size, iterations);
  }
}
