package strandbench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void namesDirectoriesInPlainLetters() {
    assertThat(machine("Intel(R) Xeon(R) Processor @ 2.90GHz", "25").slug())
        .isEqualTo("intel-xeon-2cpu");
    assertThat(machine("AMD EPYC 9R14 96-Core Processor", "25").slug()).matches("[a-z0-9-]+");
    assertThat(machine("", "25").slug()).isEqualTo("-2cpu");
  }

  @Test
  void doesNotMeasureLikeAnotherOne() {
    Machine machine = machine("a", "25.0.1");

    assertThat(machine.measuresLike(machine("a", "25.0.1"))).isTrue();
    assertThat(machine.measuresLike(machine("b", "25.0.1"))).isFalse();
    assertThat(machine.measuresLike(machine("a", "25.0.2"))).isFalse();
  }

  private static Machine machine(String cpu, String jdk) {
    return new Machine(
        cpu, 2, 2, 2, "max", "0-1", "unknown", "Linux", 1, jdk, "", List.of(), List.of(),
        List.of());
  }
}
