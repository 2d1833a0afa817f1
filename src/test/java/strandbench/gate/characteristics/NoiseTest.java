package strandbench.gate.characteristics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoiseTest {
  private static final int PAIRS = 20_000;

  @ParameterizedTest
  @EnumSource
  void pairsHaveTheSpreadAndTheSlowDownAskedFor(Noise noise) {
    double[] pairs = noise.pairs(PAIRS, 0.1, 1.2, new SplittableRandom(1));

    assertThat(Math.sqrt(StatUtils.variance(pairs))).isCloseTo(0.1, within(0.006));
    assertThat(StatUtils.mean(pairs)).isCloseTo(Math.log(1.2), within(0.004));
  }

  /** Which arm is first is drawn: neither sign is favoured, in the body or in the tails. */
  @ParameterizedTest
  @EnumSource
  void armsAreExchangeable(Noise noise) {
    double[] pairs = noise.pairs(PAIRS, 0.1, 1, new SplittableRandom(2));
    double[] above = Arrays.stream(pairs).filter(x -> x > 0).toArray();
    double[] below = Arrays.stream(pairs).filter(x -> x < 0).map(x -> -x).toArray();

    assertThat(above.length).isCloseTo(below.length, within(600));
    for (double percent : new double[] {25, 50, 75, 95}) {
      assertThat(StatUtils.percentile(above, percent))
          .isCloseTo(StatUtils.percentile(below, percent), within(0.02));
    }
  }

  @ParameterizedTest
  @EnumSource
  void measuredForksTellTheSameSlowDown(Noise noise) {
    Forks forks = noise.measured(2_000, 0.1, 1.2, new SplittableRandom(3));

    assertThat(StatUtils.mean(forks.logSlowDowns())).isCloseTo(Math.log(1.2), within(0.012));
    assertThat(StatUtils.mean(forks.slowedBy(1.5).logSlowDowns()))
        .isCloseTo(Math.log(1.8), within(0.012));
  }
}
