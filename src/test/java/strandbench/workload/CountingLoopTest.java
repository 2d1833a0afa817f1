package strandbench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CountingLoopTest {

  @Test
  void refusesTheSeedThatNeverChanges() {
    assertThatThrownBy(() -> new CountingLoop(Kernel.XORSHIFT, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("seed 0");
  }

  @Test
  void refusesNegativeIterations() {
    assertThatThrownBy(() -> new CountingLoop(Kernel.XORSHIFT, 1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  /**
   * Marsaglia's generator, shifts 13, 7 and 17, from seed 1: worked out by hand from its matrices.
   */
  @Test
  void takesMarsagliasFirstStep() {
    assertThat(new CountingLoop(Kernel.XORSHIFT, 1, 1).call()).isEqualTo(0x40822041L);
  }

  @Property
  void theLoopArrivesWhereTheOracleSays(
      @ForAll Kernel kernel, @ForAll long seed, @ForAll @IntRange(max = 5_000) int iterations) {
    CountingLoop loop = new CountingLoop(kernel, seed == 0 ? 1 : seed, iterations);

    assertThat(loop.call()).isEqualTo(loop.expected());
  }

  @ParameterizedTest
  @EnumSource
  void theOracleTellsOneIterationMoreOrLessApart(Kernel kernel) {
    CountingLoop loop = new CountingLoop(kernel, 42, 1_000_000);

    assertThat(loop.call())
        .isEqualTo(loop.expected())
        .isNotEqualTo(new CountingLoop(kernel, 42, 999_999).expected())
        .isNotEqualTo(new CountingLoop(kernel, 42, 1_000_001).expected());
  }

  @Test
  void fiveTasksOfABillionGiveFiveRightCountsByTheOracle() {
    List<CountingLoop> tasks = CountingLoop.tasks(Kernel.XORSHIFT, 5, 1_000_000_000);

    assertThat(tasks.stream().map(CountingLoop::expected).collect(Collectors.toSet())).hasSize(5);
  }

  @Test
  void tasksHaveDifferentSeeds() {
    List<CountingLoop> tasks = CountingLoop.tasks(Kernel.XORSHIFT, 1_000, 7);

    assertThat(new HashSet<>(tasks)).hasSize(1_000);
    assertThat(tasks).allMatch(task -> task.iterations() == 7);
  }

  @Test
  void survivesSerialization() throws Exception {
    CountingLoop loop = new CountingLoop(Kernel.XORSHIFT, 42, 1_000);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(loop);
    }

    Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertThat(copy).isEqualTo(loop);
    assertThat(((CountingLoop) copy).call()).isEqualTo(loop.expected());
  }
}
