package strandbench.workload.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class JainIndexTest {

  /** By hand: (1 + 2 + 3)² / (3 (1 + 4 + 9)) = 36/42. */
  @Test
  void isTheSquareOfTheSumOverTheSumOfSquares() {
    assertThat(JainIndex.of(1, 2, 3)).isCloseTo(6.0 / 7, within(1e-12));
  }

  @Property
  void isTheShareOfThoseWhoGotEverything(
      @ForAll @IntRange(min = 1, max = 20) int all,
      @ForAll @IntRange(min = 1, max = 20) int some,
      @ForAll @LongRange(min = 1, max = 1_000_000) long share) {
    int served = Math.min(some, all);
    long[] shares = new long[all];
    Arrays.fill(shares, 0, served, share);

    assertThat(JainIndex.of(shares)).isCloseTo((double) served / all, within(1e-9));
  }

  @Property
  void liesBetweenOneNthAndOne(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 1, max = 1L << 40) Long> shares) {
    assertThat(JainIndex.of(shares.stream().mapToLong(Long::longValue).toArray()))
        .isBetween(1.0 / shares.size() - 1e-9, 1 + 1e-9);
  }

  @Test
  void refusesWhatAreNoShares() {
    assertThatThrownBy(JainIndex::of).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> JainIndex.of(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> JainIndex.of(2, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
