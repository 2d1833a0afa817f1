package strandbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.workload.SectionKind;

/** What the benchmark counts, on this JDK: only a native frame pins (JEP 491). */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PinningBenchmarkTest {
  private final PinningBenchmark benchmark = new PinningBenchmark();
  private final PinningBenchmark.CountedPassages counted = new PinningBenchmark.CountedPassages();
  private final PinningBenchmark.Pinning pinning = new PinningBenchmark.Pinning();

  @AfterEach
  void close() {
    benchmark.close();
  }

  @ParameterizedTest
  @EnumSource
  void onlySleepsInANativeFrameKeepTheirCarrier(SectionKind guard) throws Exception {
    open(guard, 10);

    pinning.start(benchmark);
    benchmark.block(counted, pinning);
    pinning.stop(benchmark);

    assertThat(counted.passages).isEqualTo(40);
    assertThat(pinning.carriers).isEqualTo(2);
    assertThat(pinning.pinned).isEqualTo(guard == SectionKind.NATIVE_FRAME ? 40 : 0);
    assertThat(pinning.pinnedPerPassage).isEqualTo(guard == SectionKind.NATIVE_FRAME ? 1 : 0);
  }

  @Test
  void whereNobodySleepsNothingIsPinned() throws Exception {
    open(SectionKind.NATIVE_FRAME, 0);

    pinning.start(benchmark);
    benchmark.block(counted, pinning);
    pinning.stop(benchmark);

    assertThat(pinning.pinned).isZero();
  }

  @Test
  void otherCarriersThanWereAskedForAreTold() throws Exception {
    open(SectionKind.SYNCHRONIZED, 10);
    pinning.start(benchmark);
    benchmark.block(counted, pinning);
    benchmark.carriers = 1;

    assertThatThrownBy(() -> pinning.stop(benchmark))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1 carriers were asked for; the scheduler may have 2");
  }

  private void open(SectionKind guard, long sleepMillis) throws Exception {
    benchmark.guard = guard;
    benchmark.sleepMillis = sleepMillis;
    benchmark.virtualThreads = 4;
    benchmark.carriers = 2;
    benchmark.open();
  }
}
