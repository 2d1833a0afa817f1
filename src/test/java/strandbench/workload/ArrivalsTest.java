package strandbench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  @Test
  void refusesALengthInWhichNothingCanArrive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arrivals.poisson(1, Duration.ZERO, 1).clone());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arrivals.poisson(-1, Duration.ofSeconds(1), 1).clone());
  }

  @Property(tries = 200)
  void asManyAsAskedForRiseWithinTheLength(
      @ForAll @IntRange(max = 500) int count,
      @ForAll @LongRange(min = 1, max = 10_000_000_000L) long length,
      @ForAll long seed) {
    long[] due = Arrivals.poisson(count, Duration.ofNanos(length), seed);

    assertThat(due).hasSize(count).isSorted();
    assertThat(Arrays.stream(due)).allMatch(nanos -> nanos >= 0 && nanos < length);
    assertThat(Arrivals.poisson(count, Duration.ofNanos(length), seed)).isEqualTo(due);
  }

  @Test
  void anotherSeedGivesOtherArrivals() {
    assertThat(Arrivals.poisson(10, Duration.ofSeconds(1), 1))
        .isNotEqualTo(Arrivals.poisson(10, Duration.ofSeconds(1), 2));
  }

  /** Of exponential gaps, the standard deviation is the mean, and e⁻¹ of them are longer. */
  @Test
  void gapsAreThoseOfAPoissonProcess() {
    int count = 100_000;
    long[] due = Arrivals.poisson(count, Duration.ofSeconds(count), 3);
    double[] gaps = new double[count - 1];
    for (int i = 1; i < count; i++) {
      gaps[i - 1] = (due[i] - due[i - 1]) / 1e9;
    }

    double mean = Arrays.stream(gaps).average().orElseThrow();
    double variance =
        Arrays.stream(gaps).map(gap -> (gap - mean) * (gap - mean)).average().orElseThrow();
    assertThat(mean).isCloseTo(1, within(0.001));
    assertThat(Math.sqrt(variance)).isCloseTo(1, within(0.02));
    assertThat(Arrays.stream(gaps).filter(gap -> gap > 1).count() / (double) count)
        .isCloseTo(Math.exp(-1), within(0.01));
  }
}
