package strandbench.parked;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import strandbench.parked.Filling.Stop;

class FillingTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int DEPTH = 20;

  @Test
  void endsAtTheCap() throws Exception {
    for (Strand strand : List.of(Strand.PLATFORM_THREAD, Strand.VIRTUAL_THREAD)) {
      try (ParkedStrands strands = strand.open(DEPTH)) {
        assertThat(new Filling(LONG, () -> 1, 0).fill(strands, 250, 100)).isEqualTo(Stop.CAP);
        assertThat(strands.count()).isEqualTo(250);
        strands.awaitParked();
        strands.release();
      }
    }
  }

  @Test
  void endsWhereTheSystemRefusesAndMakesRoom() throws Exception {
    try (Refusing strands = new Refusing(57)) {
      assertThat(new Filling(LONG, () -> 1, 0).fill(strands, 100, 10)).isEqualTo(Stop.REFUSED);
      assertThat(strands.count()).isEqualTo(47);
    }
  }

  @Test
  void endsWhereMemoryRunsOut() throws Exception {
    AtomicLong available = new AtomicLong(5);
    try (ParkedStrands strands = Strand.VIRTUAL_THREAD.open(DEPTH)) {
      assertThat(new Filling(LONG, available::getAndDecrement, 3).fill(strands, 100, 10))
          .isEqualTo(Stop.MEMORY);
      assertThat(strands.count()).isEqualTo(30);
      strands.release();
    }
  }

  @Test
  void endsWhenTimeIsUp() throws Exception {
    try (ParkedStrands strands = Strand.VIRTUAL_THREAD.open(DEPTH)) {
      assertThat(new Filling(Duration.ofNanos(-1), () -> 1, 0).fill(strands, 100, 10))
          .isEqualTo(Stop.TIME);
      assertThat(strands.count()).isZero();
    }
  }

  /** Takes so many and no more. */
  private static final class Refusing implements ParkedStrands {
    private final int most;
    private int count;

    Refusing(int most) {
      this.most = most;
    }

    @Override
    public boolean add() {
      if (count == most) {
        return false;
      }
      count++;
      return true;
    }

    @Override
    public int count() {
      return count;
    }

    @Override
    public void letGo() {
      count--;
    }

    @Override
    public void awaitParked() {}

    @Override
    public List<Long> pids() {
      return List.of();
    }

    @Override
    public void release() {}

    @Override
    public void close() {}
  }
}
