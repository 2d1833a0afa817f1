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
                  PairedTest test = new PairedTest(RULES);
                  test.take(pairs);
                  return test.regressionP() <= RULES.regressionLevel();
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
    assertThat(Reach.smallestCallable(GateRules.of(0.05), 0.01, 8, 1)).isEmpty();
    assertThat(Reach.smallestCallable(GateRules.of(0.05), 0.01, 10, 50)).isEmpty();
  }

  /** With a spread of 50%, 40 pairs show nothing of a tolerance of 5%; with one of 5% they do. */
  @Test
  void hopelessIsWhatMorePairsWouldHardlyDecide() {
    assertThat(Reach.isHopeless(RULES, 0.05, 0.5, 28, 1)).isTrue();
    assertThat(Reach.isHopeless(RULES, 0, 0.05, 28, 1)).isFalse();
    assertThat(Reach.isHopeless(RULES, 0.2, 0.1, 28, 1)).isFalse();
  }

  @Test
  void neitherTooFewPairsNorTheLastAreHopeless() {
    assertThat(Reach.isHopeless(RULES, 0.05, 5, 9, 1)).isFalse();
    assertThat(Reach.isHopeless(RULES, 0.05, 5, 40, 1)).isFalse();
    assertThat(Reach.isHopeless(RULES, 0.05, 0, 28, 1)).isFalse();
    assertThat(Reach.isHopeless(RULES, Double.NaN, Double.NaN, 0, 1)).isFalse();
  }
}
