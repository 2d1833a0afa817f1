package strandbench.gate.characteristics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.gate.Direction;

class MethodTest {
  private static Forks forks(double slowDown) {
    return Noise.NORMAL.measured(20, 0.01, slowDown, new SplittableRandom(4));
  }

  @ParameterizedTest
  @EnumSource
  void threeTimesAsSlowIsFound(Method method) {
    assertThat(method.alarms(forks(3))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void threeTimesAsFastIsNoAlarm(Method method) {
    assertThat(method.alarms(forks(1 / 3.0))).isFalse();
  }

  /** A throughput that triples is no alarm, and one that falls to a third is. */
  @ParameterizedTest
  @EnumSource
  void throughputIsReadTheRightWayUp(Method method) {
    Forks more = forks(3);
    Forks rates = new Forks(more.base(), more.head(), Direction.HIGHER_IS_BETTER);

    assertThat(method.alarms(rates)).isFalse();
    assertThat(method.alarms(rates.slowedBy(9))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void theSameForksAreNoAlarm(Method method) {
    Forks forks = forks(1);

    assertThat(method.alarms(new Forks(forks.base(), forks.base(), forks.direction()))).isFalse();
  }

  /** What tells them apart: a real slow-down of 3%, within the tolerance of some. */
  @Test
  void toleranceIsKeptByThoseThatHaveOne() {
    Forks slower = forks(1.03);

    assertThat(List.of(Method.values()).stream().filter(method -> method.alarms(slower)))
        .containsExactlyInAnyOrder(
            Method.INTERVALS_APART, Method.MANN_WHITNEY, Method.WELCH, Method.RETRY);
  }
}
