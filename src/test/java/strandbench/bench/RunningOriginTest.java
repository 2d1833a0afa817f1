package strandbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import strandbench.model.ConcurrencyModel;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunningOriginTest {

  /** Whoever holds more than the cap has an advantage that no figure may have. */
  @Test
  void whoHoldsMoreInFlightThanItMayFails() throws Exception {
    RunningOrigin running = new RunningOrigin();
    OriginLoad load = new OriginLoad();
    try (ExecutorService executor = ConcurrencyModel.VIRTUAL_THREADS.open(3)) {
      Origin origin =
          running.start(new OriginOptions(DelayDistribution.FIXED, Duration.ZERO, 100), 2);
      load.start(running);
      Fetches two = Fetches.of(2, origin::heldPage);
      HeldFetches.fillSlots(origin, 2, () -> Answers.sumOf(executor, two.tasks()), two.expected());
      assertThatNoException().isThrownBy(() -> load.stop(running));
      assertThat(load.originInFlightPeak).isEqualTo(2);

      load.start(running);
      Fetches three = Fetches.of(3, origin::heldPage);
      HeldFetches.fillSlots(
          origin, 3, () -> Answers.sumOf(executor, three.tasks()), three.expected());
      assertThatThrownBy(() -> load.stop(running))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the origin had 3 requests in flight at once, and the cap is 2");
    } finally {
      running.close();
    }
  }

  /** So that an operation lasts a second, or ten of its delays. */
  @ParameterizedTest
  @CsvSource({"1, 20", "50, 20", "60, 16", "100, 10", "1000, 10"})
  void aSlotHasTenToTwentyFetchesInAnOperation(int delayMillis, int fetches) {
    assertThat(FetchBenchmark.fetchesPerSlot(delayMillis)).isEqualTo(fetches);
  }
}
