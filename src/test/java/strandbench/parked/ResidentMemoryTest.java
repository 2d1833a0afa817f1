package strandbench.parked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongUnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import strandbench.process.ProcessPool;

class ResidentMemoryTest {
  private static final int LOAD = 200 << 20;

  @Test
  void theProportionalSizeGrowsByWhatAChildHolds() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/smaps_rollup")));

    assertThat(growth(pid -> ResidentMemory.proportionalBytes(pid).orElseThrow()))
        .isCloseTo(LOAD, Percentage.withPercentage(5));
  }

  @Test
  void theResidentSizeGrowsByWhatAChildHolds() throws Exception {
    assertThat(growth(ResidentMemory::residentBytes)).isCloseTo(LOAD, Percentage.withPercentage(5));
  }

  /** How much more a child holds after it has taken its load. */
  private static long growth(LongUnaryOperator bytesOf) throws Exception {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .accept("strandbench.**")
            .jvmOptions(List.of("-Xmx400m"))
            .build()) {
      pool.submit(new Hold(1 << 20)).get();
      long before = bytesOf.applyAsLong(pool.pids().getFirst());
      pool.submit(new Hold(LOAD)).get();
      return bytesOf.applyAsLong(pool.pids().getFirst()) - before;
    }
  }

  @Test
  void severalProcessesAreReadByOneMeasure() throws Exception {
    try (ProcessPool pool = ProcessPool.builder().workers(2).build()) {
      List<Long> pids = pool.pids();

      ResidentMemory both = ResidentMemory.of(pids);

      ResidentMemory one = ResidentMemory.of(pids.subList(0, 1));
      assertThat(one.proportional()).isEqualTo(both.proportional());
      assertThat(one.bytes()).isBetween(1L << 20, both.bytes() - (1 << 20));
    }
  }

  @Test
  void aProcessThatHasEndedIsNoZero() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();

    assertThatThrownBy(() -> ResidentMemory.of(List.of(ended.pid())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has ended");
  }

  /** Takes so many bytes, each of them written to, and keeps them. */
  record Hold(int bytes) implements Callable<Integer>, Serializable {
    @SuppressWarnings("UnusedVariable") // Kept from the collector.
    private static byte[] held;

    @Override
    public Integer call() {
      held = new byte[bytes];
      Arrays.fill(held, (byte) 1);
      return bytes;
    }
  }
}
