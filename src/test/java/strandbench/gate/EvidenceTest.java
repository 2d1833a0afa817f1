package strandbench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceTest {
  private static final GateRules RULES = GateRules.of(0.05).upTo(28).withFlips(4095);

  private static final GateRules SMALL =
      new GateRules(
          0, 0.1, 0.1, List.of(new Look(4, 0.4), new Look(6, 0.3), new Look(8, 0.3)), 1 << 10);

  private static double[] pairs(long seed, int n, double slowDown, double spread) {
    Random random = new Random(seed);
    return IntStream.range(0, n)
        .mapToDouble(i -> Math.log(slowDown) + spread * random.nextGaussian())
        .toArray();
  }

  /**
   * All 2^8 sign patterns of eight pairs, which are equally likely where the slow-down is at the
   * tolerance: how many are rejected at one look or another?
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.2, 0.5})
  void lookingAgainDoesNotRaiseTheError(double level) {
    double[] sizes = {0.3, 1.1, 2.7, 0.05, 5.9, 40.2, 0.7, 0.02};
    long rejected =
        IntStream.range(0, 256)
            .mapToObj(
                signs ->
                    IntStream.range(0, 8)
                        .mapToDouble(i -> (signs >> i & 1) == 0 ? sizes[i] : -sizes[i])
                        .toArray())
            .filter(
                pairs ->
                    Evidence.atLooks(pairs, SMALL)
                        .anyMatch(evidence -> evidence.regressionP() <= level))
            .count();

    assertThat(rejected).isBetween(1L, (long) (256 * level));
  }

  @Property(tries = 60)
  void theIntervalNeverContradictsP(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.9, max = 1.25) double slowDown) {
    Evidence evidence = Evidence.ofPairs(pairs(seed, 20, slowDown, 0.05), RULES);

    assertThat(evidence.slowDown().low() > 1.05)
        .isEqualTo(evidence.regressionP() <= RULES.regressionLevel());
    assertThat(evidence.slowDown().high() < 1.05).isEqualTo(evidence.passP() <= RULES.passLevel());
    assertThat(evidence.slowDown().confidence()).isCloseTo(0.95, within(1e-12));
  }

  @Test
  void beforeTheFirstLookNothingIsSaid() {
    Evidence evidence = Evidence.ofPairs(pairs(1, 9, 3, 0.01), RULES);

    assertThat(evidence.pairs()).isZero();
    assertThat(evidence.regressionP()).isEqualTo(1);
    assertThat(evidence.slowDown().value()).isNaN();
    assertThat(evidence.slowDown().hasInterval()).isFalse();
    assertThat(evidence.spread()).isCloseTo(0.01, within(0.005));
  }

  @Test
  void pairsBeyondALookWaitForTheNext() {
    double[] thirteen = pairs(1, 13, 1.1, 0.05);

    assertThat(Evidence.ofPairs(thirteen, RULES))
        .isEqualTo(Evidence.ofPairs(Arrays.copyOf(thirteen, 10), RULES));
  }

  /** What one look has shown, a later one does not take back. */
  @Test
  void pOnlyFalls() {
    double[] pairs = new double[28];
    Arrays.setAll(pairs, i -> i < 10 ? 0.3 + 0.001 * i : -0.3);

    assertThat(Evidence.ofPairs(pairs, RULES).regressionP())
        .isEqualTo(Evidence.ofPairs(Arrays.copyOf(pairs, 10), RULES).regressionP())
        .isLessThan(0.01);
  }

  @Test
  void slowerAndFasterAreMirrorImages() {
    double[] slower = pairs(4, 10, 1.3, 0.05);
    Evidence slow = Evidence.ofPairs(slower, RULES);
    Evidence fast = Evidence.ofPairs(Arrays.stream(slower).map(x -> -x).toArray(), RULES);

    assertThat(fast.improvementP()).isEqualTo(slow.regressionP()).isLessThan(0.01);
    assertThat(fast.slowDown().value()).isCloseTo(1 / slow.slowDown().value(), within(1e-12));
  }

  /** As bytes per operation are: the same in every fork. */
  @Test
  void noSpreadAtAllIsCertain() {
    Evidence same = Evidence.ofPairs(new double[10], GateRules.of(0.005));

    assertThat(same.passP()).isLessThanOrEqualTo(0.01);
    assertThat(same.slowDown().low()).isEqualTo(1);
    assertThat(same.slowDown().high()).isEqualTo(1);
  }

  @Test
  void recordedForksAreComparedAsGroups() {
    double[] base = {100, 101, 99, 102, 98, 100};
    double[] head = Arrays.stream(base).map(x -> x / 1.5).toArray();
    Evidence evidence = Evidence.ofForks(base, head, Direction.HIGHER_IS_BETTER, RULES);

    assertThat(evidence.slowDown().value()).isCloseTo(1.5, within(1e-9));
    assertThat(evidence.regressionP()).isCloseTo(1 / 924.0, within(1e-9));
    assertThat(evidence.slowDown().low()).isGreaterThan(1.05);
    assertThat(Evidence.ofForks(base, head, Direction.LOWER_IS_BETTER, RULES).improvementP())
        .isCloseTo(1 / 924.0, within(1e-9));
  }
}
