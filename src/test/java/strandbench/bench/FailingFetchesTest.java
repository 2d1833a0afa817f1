package strandbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.model.ConcurrencyModel;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Faults;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;
import strandbench.origin.OriginStats;
import strandbench.workload.FetchTally;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailingFetchesTest {
  private static final int PAGES = 300;
  private static final FailingFetches.Rule RULE = new FailingFetches.Rule(3, 1, 2000);

  private static Origin origin(Faults faults) {
    return Origin.start(
        new OriginOptions(DelayDistribution.FIXED, Duration.ZERO, 100).with(faults));
  }

  @Test
  void aTallyThatIsNotTheOraclesFails() throws Exception {
    try (Origin origin = origin(new Faults(100, 100, 0, 7));
        ExecutorService executor = ConcurrencyModel.VIRTUAL_THREADS.open(20)) {
      FailingFetches fetches = FailingFetches.of(PAGES, origin, RULE);
      FetchTally better = fetches.expected().plus(new FetchTally(0, 1, -1, 0, -1, 0, 0));

      assertThatThrownBy(() -> new FailingFetches(fetches.tasks(), better).run(executor))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the oracle says");
    }
  }

  @Test
  void whatComesOfThemIsWhatTheOracleSaysAndWhatTheOriginServed() throws Exception {
    try (Origin origin = origin(new Faults(150, 150, 10, 7));
        ExecutorService executor = ConcurrencyModel.VIRTUAL_THREADS.open(20)) {
      FailingFetches fetches = FailingFetches.of(PAGES, origin, RULE);

      FetchTally tally = fetches.run(executor);

      assertThat(tally.fetched()).isBetween(1L, PAGES - 1L);
      assertThat(tally.givenUp()).isEqualTo(PAGES - tally.fetched()).isPositive();
      assertThat(tally.retries()).isPositive();
      OriginStats stats = origin.stats();
      assertThat(stats.requests()).isEqualTo(tally.attempts());
      assertThat(stats.faults()).isEqualTo(tally.failures());
      assertThat(stats.inFlightPeak()).isLessThanOrEqualTo(20);
    }
  }
}
