package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.stats.Estimate;

class PrecisionRuleTest {
  private static final List<Integer> LOOKS = Plans.find("precise").looks();
  private static final int MOST_FORKS = Plans.find("precise").forks();
  private static final int RUNS = 20_000;

  /** How fork means scatter; each with mean 100. */
  enum Forks {
    NORMAL(0.015, random -> 100 + 2 * random.nextGaussian()),
    SKEWED(0.015, random -> 98 - 2 * Math.log(1 - random.nextDouble())),
    TWO_MODES(0.025, random -> (random.nextBoolean() ? 97 : 103) + 0.5 * random.nextGaussian());

    /** Such that many of the runs leave early, and many don't. */
    private final double precision;

    private final ToDoubleFunction<Random> fork;

    Forks(double precision, ToDoubleFunction<Random> fork) {
      this.precision = precision;
      this.fork = fork;
    }
  }

  @ParameterizedTest
  @EnumSource
  void intervalsStillCoverWhereCellsLeaveEarly(Forks forks) {
    Random random = new Random(1);
    PrecisionRule rule = new PrecisionRule(LOOKS, forks.precision);
    int early = 0;
    int covered = 0;
    int coveredAtEight = 0;
    for (int run = 0; run < RUNS; run++) {
      double[] means = runUntilMet(forks, random, rule);
      early += means.length < MOST_FORKS ? 1 : 0;
      covered += covers(means) ? 1 : 0;
      coveredAtEight += covers(Arrays.copyOf(means, 8)) ? 1 : 0;
    }

    assertThat(early).as("runs that left early").isBetween(RUNS / 20, RUNS * 99 / 100);
    assertThat(covered).isGreaterThan(coveredAtEight - RUNS * 35 / 1000);
    if (forks == Forks.NORMAL) {
      assertThat(covered).isGreaterThan(RUNS * 925 / 1000);
    }
  }

  private static boolean covers(double[] means) {
    return Estimate.ofMean(means, 0.95).contains(100);
  }

  @Test
  void noCellLeavesBetweenLooks() {
    double[] exact = new double[9];
    Arrays.fill(exact, 100);

    assertThat(new PrecisionRule(LOOKS, 0.02).isMet(exact)).isFalse();
    assertThat(new PrecisionRule(LOOKS, 0.02).isMet(Arrays.copyOf(exact, 8))).isTrue();
  }

  @Test
  void noCellLeavesWhileItIsLessPreciseThanAskedFor() {
    double[] forks = {90, 110, 90, 110, 90, 110, 90, 110};

    assertThat(new PrecisionRule(LOOKS, 0.02).isMet(forks)).isFalse();
    assertThat(new PrecisionRule(LOOKS, 0.5).isMet(forks)).isTrue();
  }

  private static double[] runUntilMet(Forks forks, Random random, PrecisionRule rule) {
    double[] means = new double[MOST_FORKS];
    for (int n = 0; n < MOST_FORKS; n++) {
      means[n] = forks.fork.applyAsDouble(random);
      double[] soFar = Arrays.copyOf(means, n + 1);
      if (rule.isMet(soFar)) {
        return soFar;
      }
    }
    return means;
  }
}
