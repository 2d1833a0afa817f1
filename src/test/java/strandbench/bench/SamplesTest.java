package strandbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.options.TimeValue;

/** What the counters of percentiles stand on. */
class SamplesTest {
  private final Samples samples = new Latency();

  private static IterationParams iterations(IterationType type, int count) {
    return new IterationParams(type, count, TimeValue.milliseconds(1), 1);
  }

  @Test
  void tellsPercentilesToAThousandth() {
    for (int i = 1; i <= 100_000; i++) {
      samples.add(i);
    }
    assertThat(samples.percentile(50)).isCloseTo(50_000, within(50L));
    assertThat(samples.percentile(99)).isCloseTo(99_000, within(99L));
  }

  @Test
  void forgetsTheWarmUp() {
    samples.restart(iterations(IterationType.WARMUP, 3));
    samples.add(1_000_000);
    samples.restart(iterations(IterationType.MEASUREMENT, 1));
    samples.add(5);
    assertThat(samples.percentile(99)).isEqualTo(5);
  }

  @Test
  void refusesIterationsWhosePercentilesWouldBeSummed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> samples.restart(iterations(IterationType.MEASUREMENT, 2)))
        .withMessageContaining("measure one longer iteration");
  }
}
