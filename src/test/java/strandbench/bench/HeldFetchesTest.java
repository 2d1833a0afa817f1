package strandbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.model.ConcurrencyModel;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;
import strandbench.origin.OriginStats;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeldFetchesTest {
  private Origin origin;

  @BeforeEach
  void start() {
    origin = Origin.start(new OriginOptions(DelayDistribution.FIXED, Duration.ZERO, 100));
  }

  @AfterEach
  void stop() {
    origin.close();
  }

  /** At once, and not after it has been waited for in vain. */
  @Test
  void aFetchThatFailsComesOut() {
    assertThatThrownBy(
            () ->
                HeldFetches.fillSlots(
                    origin,
                    3,
                    () -> {
                      throw new IOException("refused");
                    },
                    0))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("refused");
  }

  @Test
  void aWrongAnswerComesOut() {
    Fetches held = Fetches.of(1, origin::heldPage);

    assertThatThrownBy(
            () ->
                HeldFetches.fillSlots(
                    origin, 1, () -> held.tasks().getFirst().call(), held.expected() + 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the oracle says");
  }

  @ParameterizedTest
  @EnumSource
  void everyModelHasAConnectionForEachSlot(ConcurrencyModel model) throws Exception {
    int slots = model == ConcurrencyModel.SINGLE_THREAD ? 1 : 4;
    Fetches held = Fetches.of(slots, origin::heldPage);
    try (ExecutorService executor = model.open(slots)) {
      HeldFetches.fillSlots(
          origin, slots, () -> Answers.sumOf(executor, held.tasks()), held.expected());

      OriginStats stats = origin.stats();
      assertThat(stats.inFlightPeak()).isEqualTo(slots);
      assertThat(stats.open()).as("and those that ask").isGreaterThan(slots);
    }
  }
}
