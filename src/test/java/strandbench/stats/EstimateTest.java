package strandbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EstimateTest {

  @Test
  void knownInterval() {
    // t(0.975, 4) = 2.776445; s² = 2.5; half width = 2.776445 * sqrt(2.5 / 5) = 1.963243.
    Estimate estimate = Estimate.ofMean(new double[] {1, 2, 3, 4, 5}, 0.95);

    assertThat(estimate.value()).isEqualTo(3);
    assertThat(estimate.low()).isCloseTo(3 - 1.963243, within(1e-6));
    assertThat(estimate.high()).isCloseTo(3 + 1.963243, within(1e-6));
    assertThat(estimate.forks()).isEqualTo(5);
    assertThat(estimate.contains(4.9)).isTrue();
    assertThat(estimate.contains(5)).isFalse();
  }

  @Test
  void twoForksHaveAnEstimateAndNoInterval() {
    Estimate estimate = Estimate.ofMean(new double[] {1, 3}, 0.95);

    assertThat(estimate.value()).isEqualTo(2);
    assertThat(estimate.hasInterval()).isFalse();
    assertThat(estimate.contains(2)).isFalse();
  }

  @Test
  void noForkHasNothing() {
    assertThat(Estimate.ofMean(new double[0], 0.95).value()).isNaN();
  }

  @Test
  void equalForksHaveAnIntervalOfNoWidth() {
    Estimate estimate = Estimate.ofMean(new double[] {7, 7, 7}, 0.95);

    assertThat(estimate.low()).isEqualTo(7);
    assertThat(estimate.high()).isEqualTo(7);
  }

  @Test
  void inAnotherUnit() {
    Estimate estimate = Estimate.ofMean(new double[] {1, 2, 3}, 0.95);

    assertThat(estimate.times(10).low()).isCloseTo(10 * estimate.low(), within(1e-12));
    assertThat(estimate.times(10).value()).isCloseTo(20, within(1e-12));
  }

  @Test
  void aConfidenceInPercentIsRefused() {
    assertThatThrownBy(() -> Estimate.ofMean(new double[] {1, 2, 3}, 95))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** 95 of 100 intervals must hold the truth, whatever the number of forks. */
  @Test
  void coverage() {
    Random random = new Random(20250101);
    for (int forks : new int[] {3, 5, 10}) {
      int held = 0;
      int trials = 20_000;
      for (int trial = 0; trial < trials; trial++) {
        double[] sample = random.doubles(forks).map(any -> 100 + random.nextGaussian()).toArray();
        held += Estimate.ofMean(sample, 0.95).contains(100) ? 1 : 0;
      }
      // Standard error of the share: 0.0015.
      assertThat((double) held / trials).as("forks: " + forks).isCloseTo(0.95, within(0.006));
    }
  }
}
