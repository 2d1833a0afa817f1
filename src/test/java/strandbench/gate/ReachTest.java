package strandbench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReachTest {
  private static final GateRules RULES = GateRules.of(0.05).upTo(40).withFlips(4095);

  /** What is told is what happens: nine times in ten, or a little more for the earlier looks. */
  @Test
  void whatCanBeCalledIsCalled() {
    double slowDown = Reach.smallestCallable(RULES, 0.1, 40, 1).orElseThrow();
    Random random = new Random(1);
    int trials = 400;
    long called =
        IntStream.range(0, trials)
            .filter(
                trial -> {
                  double[] pairs = new double[40];
                  for (int i = 0; i < pairs.length; i++) {
                    pairs[i] = Math.log(slowDown) + 0.1 * random.nextGaussian();
                  }
                  return Evidence.ofPairs(pairs, RULES).regressionP() <= RULES.regressionLevel();
                })
            .count();

    assertThat((double) called / trials).isBetween(0.86, 0.96);
  }

  @Test
  void morePairsReachFurtherAndMoreBenchmarksLess() {
    double callable = Reach.smallestCallable(RULES, 0.1, 20, 2).orElseThrow();

    assertThat(Reach.smallestCallable(RULES, 0.1, 40, 2).orElseThrow()).isLessThan(callable);
    assertThat(Reach.smallestCallable(RULES, 0.1, 20, 5).orElseThrow()).isGreaterThan(callable);
    assertThat(Reach.smallestCallable(RULES, 0.2, 20, 2).orElseThrow()).isGreaterThan(callable);
  }

  @Test
  void tooFewPairsCanCallNothing() {
    assertThat(Reach.smallestCallable(GateRules.of(0.05), 0.01, 9, 1)).isEmpty();
    assertThat(Reach.smallestCallable(GateRules.of(0.05), 0.01, 10, 50)).isEmpty();
  }
}
