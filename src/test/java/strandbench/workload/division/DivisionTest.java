package strandbench.workload.division;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.workload.CountingRange;
import strandbench.workload.Kernel;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DivisionTest {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  @ParameterizedTest
  @EnumSource
  void howeverItIsDividedTheSumIsTheSame(DivisionKind how) throws Exception {
    CountingRange range = new CountingRange(Kernel.XORSHIFT, 0, 1_000, 5);

    try (Division division = how.open(PROCESSORS)) {
      for (int cutOff : new int[] {1, 7, 500, 999, 1_000, 5_000}) {
        assertThat(division.sum(range, cutOff))
            .as("cut-off %d", cutOff)
            .isEqualTo(range.expected());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPartThatFailsFailsTheWhole(DivisionKind how) {
    CountingRange range = new CountingRange(Kernel.XORSHIFT, 0, 4, 5);

    try (Division division = how.open(PROCESSORS)) {
      // Halving goes on until a part of one number can't be halved.
      assertThatThrownBy(() -> division.sum(range, 0)).hasStackTraceContaining("size 0");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL_THREADS", "STRUCTURED_SCOPE"})
  void virtualThreadsRefuseAParallelismThatTheirSchedulerDoesNotHave(DivisionKind how) {
    assertThatThrownBy(() -> how.open(PROCESSORS + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parallelism can't be " + (PROCESSORS + 1));
  }
}
