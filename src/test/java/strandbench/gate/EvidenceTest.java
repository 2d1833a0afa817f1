package strandbench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import strandbench.stats.Estimate;

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

  private static Evidence ofPairs(double[] logSlowDowns, GateRules rules) {
    PairedTest test = new PairedTest(rules);
    test.take(logSlowDowns);
    return test.withInterval();
  }

  /**
   * All 2^8 sign patterns of eight pairs, which are equally likely where the slow-down is at the
   * tolerance: how many are rejected at one look or another?
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.05, 0.1})
  void lookingAgainDoesNotRaiseTheErrorAndWastesNoneOfIt(double level) {
    double[] sizes = {0.3, 1.1, 2.7, 0.05, 5.9, 40.2, 0.7, 0.02};
    long rejected =
        IntStream.range(0, 256)
            .mapToObj(
                signs ->
                    IntStream.range(0, 8)
                        .mapToDouble(i -> (signs >> i & 1) == 0 ? sizes[i] : -sizes[i])
                        .toArray())
            .filter(pairs -> ofPairs(pairs, SMALL).regressionP() <= level)
            .count();

    assertThat(rejected).isBetween((long) (256 * level) - 2, (long) (256 * level));
  }

  @Property(tries = 25)
  void theIntervalNeverContradictsP(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.9, max = 1.25) double slowDown) {
    Evidence evidence = ofPairs(pairs(seed, 20, slowDown, 0.05), RULES);

    assertThat(evidence.slowDown().low() > 1.05)
        .isEqualTo(evidence.regressionP() <= RULES.regressionLevel());
    assertThat(evidence.slowDown().high() < 1.05).isEqualTo(evidence.passP() <= RULES.passLevel());
    assertThat(evidence.slowDown().confidence()).isEqualTo(0.95);
  }

  /** The interval is what its tests leave, and they are those that decide. */
  @Property(tries = 20)
  void theIntervalHoldsWhatNoTestRejects(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.85, max = 1.15) double slowDown) {
    PairedTest test = new PairedTest(RULES);
    test.take(pairs(seed, 24, 1, 0.1));
    Estimate interval = test.withInterval().slowDown();
    Assume.that(Math.abs(interval.low() - slowDown) > 1e-4);
    Assume.that(Math.abs(interval.high() - slowDown) > 1e-4);

    assertThat(test.holds(slowDown)).isEqualTo(interval.contains(slowDown));
  }

  /** So that error rates that were measured with one tolerance and one spread hold for all. */
  @Property(tries = 15)
  void theToleranceAndTheSpreadDontMatter(@ForAll long seed) {
    Evidence some = ofPairs(pairs(seed, 12, 1.05, 0.03), RULES);
    Evidence same = ofPairs(pairs(seed, 12, 1, 0.3), GateRules.of(0).upTo(28).withFlips(4095));

    assertThat(same.regressionP()).isCloseTo(some.regressionP(), within(1e-9));
    assertThat(same.passP()).isCloseTo(some.passP(), within(1e-9));
  }

  @Test
  void beforeTheFirstLookNothingIsSaid() {
    Evidence evidence = ofPairs(pairs(1, 5, 3, 0.01), RULES);

    assertThat(evidence.pairs()).isZero();
    assertThat(evidence.regressionP()).isEqualTo(1);
    assertThat(evidence.slowDown().value()).isNaN();
    assertThat(evidence.slowDown().hasInterval()).isFalse();
  }

  @Test
  void pairsBeyondALookWaitForTheNext() {
    double[] fifteen = pairs(1, 15, 1.1, 0.05);

    assertThat(ofPairs(fifteen, RULES)).isEqualTo(ofPairs(Arrays.copyOf(fifteen, 14), RULES));
  }

  /** What one look has shown, a later one does not take back. */
  @Test
  void pOnlyFalls() {
    double[] pairs = new double[28];
    Arrays.setAll(pairs, i -> i < 10 ? 0.3 + 0.001 * i : -0.3);

    assertThat(ofPairs(pairs, RULES).regressionP())
        .isEqualTo(ofPairs(Arrays.copyOf(pairs, 10), RULES).regressionP())
        .isLessThan(0.01);
  }

  @Test
  void slowerAndFasterAreMirrorImages() {
    double[] slower = pairs(4, 10, 1.3, 0.05);
    Evidence slow = ofPairs(slower, RULES);
    Evidence fast = ofPairs(Arrays.stream(slower).map(x -> -x).toArray(), RULES);

    assertThat(fast.improvementP()).isEqualTo(slow.regressionP()).isLessThan(0.01);
    assertThat(fast.slowDown().value()).isCloseTo(1 / slow.slowDown().value(), within(1e-12));
  }

  /** Taken look by look, or all at once. */
  @Test
  void theLooksInBetweenCountWhetherAskedForOrNot() {
    double[] pairs = pairs(2, 28, 1.07, 0.03);
    PairedTest test = new PairedTest(RULES);
    for (Look look : RULES.looks()) {
      test.take(Arrays.copyOf(pairs, look.pairs()));
      assertThat(test.regressionP()).isBetween(0.0, 1.0);
    }

    assertThat(test.withInterval()).isEqualTo(ofPairs(pairs, RULES));
    assertThat(test.evidence().slowDown().hasInterval()).isFalse();
  }

  /** As bytes per operation are: the same in every fork. */
  @Test
  void noSpreadAtAllIsCertain() {
    Evidence same = ofPairs(new double[10], GateRules.of(0.005));

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
