package strandbench.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DelayDistributionTest {
  private static final Duration MEAN = Duration.ofMillis(50);
  private static final double MEAN_NANOS = MEAN.toNanos();

  @Test
  void fixedIsTheMean() {
    assertThat(sample(DelayDistribution.FIXED, 1, 100)).containsOnly(MEAN.toNanos());
  }

  /** 4 million delays: a standard error of 0.06%, an eighth of what the truncation would take. */
  @Test
  void logNormalHasTheMeanThatWasAskedFor() {
    long[] delays = sample(DelayDistribution.LOG_NORMAL, 1, 4_000_000);
    assertThat(Arrays.stream(delays).average().orElseThrow() / MEAN_NANOS)
        .isCloseTo(1, within(0.003));
  }

  @Test
  void logNormalIsLongTailedAndTruncated() {
    long[] delays = sample(DelayDistribution.LOG_NORMAL, 1, 1_000_000);
    Arrays.sort(delays);
    assertThat(delays[delays.length / 2] / MEAN_NANOS).isCloseTo(0.61, within(0.01));
    assertThat(delays[delays.length * 99 / 100] / MEAN_NANOS).isCloseTo(6.2, within(0.1));
    assertThat(delays[0]).isPositive();
    assertThat(delays[delays.length - 1] / MEAN_NANOS).isBetween(19.0, 20.0);
  }

  @Test
  void aSeedIsASequence() {
    assertThat(sample(DelayDistribution.LOG_NORMAL, 7, 100))
        .isEqualTo(sample(DelayDistribution.LOG_NORMAL, 7, 100))
        .isNotEqualTo(sample(DelayDistribution.LOG_NORMAL, 8, 100));
  }

  @Test
  void noDelayIsNoDelay() {
    for (DelayDistribution distribution : DelayDistribution.values()) {
      assertThat(distribution.sampler(Duration.ZERO, 1).getAsLong()).isZero();
    }
  }

  @Test
  void noDelayIsLongerThanTheLongest() {
    for (DelayDistribution distribution : DelayDistribution.values()) {
      assertThat(Arrays.stream(sample(distribution, 3, 100_000)).max().orElseThrow())
          .isLessThanOrEqualTo(distribution.longest(MEAN).toNanos());
    }
  }

  private static long[] sample(DelayDistribution distribution, long seed, int count) {
    LongSupplier sampler = distribution.sampler(MEAN, seed);
    return LongStream.generate(sampler).limit(count).toArray();
  }
}
