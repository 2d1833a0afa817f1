package strandbench.parked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ParkedStrandsTest {
  @ParameterizedTest
  @EnumSource
  void areAliveAndParkedUntilTheyAreLetGo(Strand strand) throws Exception {
    List<ProcessHandle> processes;
    try (ParkedStrands strands = strand.open(20)) {
      strands.add();
      strands.add();
      strands.awaitParked();
      processes = strands.pids().stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
      assertThat(processes).hasSize(strand == Strand.PROCESS ? 2 : 0);

      strands.letGo();
      strands.awaitParked();
      assertThat(strands.count()).isOne();
      assertThat(strands.pids()).hasSize(strand == Strand.PROCESS ? 1 : 0);

      strands.release();
    }
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void aThreadThatDoesNotComeBackThroughItsCallsIsTold() throws Exception {
    try (ParkedStrands strands =
        new ParkedThreads(task -> Thread.ofVirtual().unstarted(() -> {}), 20)) {
      strands.add();

      assertThatThrownBy(strands::release)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("20 calls were made, and 0 came back");
    }
  }

  @Test
  void callsAreAsDeepAsWasAsked() {
    long[] frames = new long[2];

    assertThat(CallStack.deep(1, () -> frames(frames, 0))).isOne();
    assertThat(CallStack.deep(200, () -> frames(frames, 1))).isEqualTo(200);

    assertThat(frames[1] - frames[0]).isEqualTo(199);
  }

  private static int frames(long[] frames, int index) {
    frames[index] = StackWalker.getInstance().walk(stack -> stack.count());
    return 1;
  }
}
