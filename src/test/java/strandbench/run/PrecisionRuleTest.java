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
  private static final List<Integer> LOOKS = List.of(8, 12, 16);
  private static final int MOST_FORKS = 20;

  /** How fork means scatter; each with mean 100. */
  enum Forks {
    NORMAL(random -> 100 + 2 * random.nextGaussian()),
    SKEWED(random -> 98 - 2 * Math.log(1 - random.nextDouble())),
    TWO_MODES(random -> (random.nextBoolean() ? 97 : 103) + 0.5 * random.nextGaussian());

    private final ToDoubleFunction<Random> fork;

    Forks(ToDoubleFunction<Random> fork) {
      this.fork = fork;
    }
  }

  /** 20,000 simulated runs; 94% less three standard errors of the simulation. */
  @ParameterizedTest
  @EnumSource
  void intervalsStillCoverWhereCellsLeaveEarly(Forks forks) {
    Random random = new Random(1);
    int runs = 20_000;
    int covered = 0;
    int early = 0;
    for (int run = 0; run < runs; run++) {
      double[] means = runUntilMet(forks, random, new PrecisionRule(LOOKS, 0.02));
      early += means.length < MOST_FORKS ? 1 : 0;
      covered += Estimate.ofMean(means, 0.95).contains(100) ? 1 : 0;
    }

    assertThat(early).as("runs that left early").isGreaterThan(runs / 10);
    assertThat((double) covered / runs).isGreaterThan(forks == Forks.SKEWED ? 0.90 : 0.935);
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
