package strandbench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HierarchicalBootstrapTest {
  private static final int SAMPLES = 400;

  /** Forks that differ by 2%, iterations in them by 1%. */
  private static List<double[]> forks(Random random, int forks) {
    return IntStream.range(0, forks)
        .mapToObj(
            fork -> {
              double mean = 100 + 2 * random.nextGaussian();
              return IntStream.range(0, 5).mapToDouble(i -> mean + random.nextGaussian()).toArray();
            })
        .toList();
  }

  private static double coverage(int forks) {
    Random random = new Random(forks);
    int held = 0;
    int runs = 600;
    for (int run = 0; run < runs; run++) {
      held +=
          HierarchicalBootstrap.ofMean(forks(random, forks), 0.95, SAMPLES, random).contains(100)
              ? 1
              : 0;
    }
    return held / (double) runs;
  }

  @Test
  void itsIntervalHoldsTheTruthAboutAsOftenAsItSays() {
    assertThat(coverage(5)).isBetween(0.92, 0.99);
    assertThat(coverage(10)).isBetween(0.92, 0.99);
  }

  @Test
  void itIsAboutAsWideAsStudentsOnNormalForks() {
    Random random = new Random(11);
    double[] widths =
        IntStream.range(0, 300)
            .mapToDouble(
                run -> {
                  List<double[]> forks = forks(random, 5);
                  return width(HierarchicalBootstrap.ofMean(forks, 0.95, 1_000, random))
                      / width(student(forks));
                })
            .sorted()
            .toArray();

    assertThat(widths[150]).isBetween(0.95, 1.1);
    assertThat(widths[296]).isLessThan(1.6);
  }

  @Test
  void oneForkFarOffMakesOneSideLonger() {
    List<double[]> forks =
        IntStream.range(0, 10)
            .mapToObj(fork -> new double[] {fork == 0 ? 200 : 100 + fork})
            .toList();

    Estimate estimate = HierarchicalBootstrap.ofMean(forks, 0.95, 1_000, new Random(3));

    assertThat(estimate.high() - estimate.value())
        .isGreaterThan(1.6 * (estimate.value() - estimate.low()));
  }

  private static Estimate student(List<double[]> forks) {
    return Estimate.ofMean(
        forks.stream().mapToDouble(fork -> Arrays.stream(fork).average().orElseThrow()).toArray(),
        0.95);
  }

  private static double width(Estimate estimate) {
    return estimate.high() - estimate.low();
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    List<double[]> forks = forks(new Random(1), 5);

    assertThat(HierarchicalBootstrap.ofMean(forks, 0.95, SAMPLES, new Random(5)))
        .isEqualTo(HierarchicalBootstrap.ofMean(forks, 0.95, SAMPLES, new Random(5)));
  }

  @Test
  void noIntervalFromTwoForks() {
    Estimate estimate =
        HierarchicalBootstrap.ofMean(
            List.of(new double[] {1, 2}, new double[] {3}), 0.95, SAMPLES, new Random(1));

    assertThat(estimate.value()).isEqualTo(2.25);
    assertThat(estimate.hasInterval()).isFalse();
  }
}
