package strandbench.gate.characteristics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {
  /** The interval's definition: at each bound what was seen is in the outer 2.5%. */
  @ParameterizedTest
  @CsvSource({"1, 300", "30, 10000", "5, 10", "299, 300"})
  void boundsLeaveTwoAndAHalfPercentBeyond(int hits, int trials) {
    Share share = new Share(hits, trials);

    assertThat(
            1 - new BinomialDistribution(null, trials, share.low()).cumulativeProbability(hits - 1))
        .isCloseTo(0.025, within(1e-6));
    assertThat(new BinomialDistribution(null, trials, share.high()).cumulativeProbability(hits))
        .isCloseTo(0.025, within(1e-6));
  }

  /** 1 − 0.025^(1/300): not the rule of three, which is one-sided. */
  @Test
  void noneOfThreeHundredBoundsLittle() {
    assertThat(new Share(0, 300).low()).isZero();
    assertThat(new Share(0, 300).high()).isCloseTo(0.01222, within(1e-5));
    assertThat(new Share(300, 300).low()).isCloseTo(1 - 0.01222, within(1e-5));
    assertThat(new Share(300, 300).high()).isEqualTo(1);
  }

  @Test
  void theSameSeedGivesTheSameCountOnAnyNumberOfCores() {
    Share once = Share.of(500, 7, random -> random.nextDouble() < 0.3);

    assertThat(Share.of(500, 7, random -> random.nextDouble() < 0.3)).isEqualTo(once);
    assertThat(once.hits())
        .isEqualTo((int) Share.randoms(500, 7).filter(random -> random.nextDouble() < 0.3).count());
    assertThat(once.value()).isCloseTo(0.3, within(0.1));
  }
}
