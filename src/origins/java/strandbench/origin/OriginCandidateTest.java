package strandbench.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.workload.LeanLoad;

/** That candidates do the same: the right page, after the delay, on connections that are kept. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OriginCandidateTest {

  @ParameterizedTest
  @EnumSource
  void servesTheRightPagesAfterTheDelayAndKeepsConnections(OriginCandidate candidate)
      throws Exception {
    try (RunningCandidate server = RunningCandidate.start(candidate, Duration.ofMillis(20), 1024);
        LeanLoad load = server.load(200, 1000)) {
      load.await(1000);

      assertThat(load.latencies().getMinValue()).isGreaterThanOrEqualTo(19_900);
      assertThat(load.connections()).isLessThan(1000);
    }
  }
}
