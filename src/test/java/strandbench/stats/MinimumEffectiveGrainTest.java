package strandbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import strandbench.stats.MinimumEffectiveGrain.AboveLargest;
import strandbench.stats.MinimumEffectiveGrain.BelowSmallest;
import strandbench.stats.MinimumEffectiveGrain.Crossing;

class MinimumEffectiveGrainTest {
  private static final double[] ONE = {1, 1, 1};
  private static final double[] GRAINS = {1, 4, 16, 64};

  @Test
  void halfWayOnALogarithmicScale() {
    Estimate grain = crossing(half(GRAINS, same(0.1, 0.25, 0.75, 0.9), ONE));

    assertThat(grain.value()).isCloseTo(8, within(1e-12));
    assertThat(grain.low()).isCloseTo(8, within(1e-9));
    assertThat(grain.high()).isCloseTo(8, within(1e-9));
    assertThat(grain.forks()).isEqualTo(3);
  }

  @Test
  void theIdealIsWhatAnEfficiencyOfOneIs() {
    double[] ideal = {200, 200, 200};

    assertThat(crossing(half(GRAINS, same(20, 50, 150, 180), ideal)).value())
        .isCloseTo(8, within(1e-12));
  }

  @Test
  void aCrossingThatIsTakenBackIsNone() {
    assertThat(crossing(half(GRAINS, same(0.1, 0.6, 0.4, 0.6), ONE)).value())
        .isCloseTo(32, within(1e-9));
  }

  /**
   * Between grains 1 and 10, by hand: a share w of the way the mean is 0.4 + 0.4 w and its standard
   * error 0.02 w, with 2 degrees of freedom; |0.4 w − 0.1| = t(0.975, 2) · 0.02 w at w = 0.1 / (0.4
   * ± 4.302653 · 0.02).
   */
  @Test
  void knownInterval() {
    double spread = 0.02 * Math.sqrt(3);
    List<double[]> rates =
        List.of(same(0.4).getFirst(), new double[] {0.8 - spread, 0.8, 0.8 + spread});

    Estimate grain = crossing(half(new double[] {1, 10}, rates, ONE));

    assertThat(grain.value()).isCloseTo(Math.pow(10, 0.25), within(1e-9));
    assertThat(grain.low()).isCloseTo(Math.pow(10, 0.1 / 0.48605306), within(1e-6));
    assertThat(grain.high()).isCloseTo(Math.pow(10, 0.1 / 0.31394694), within(1e-6));
  }

  /** The same, with all of the spread in the ideal: w = (0.5 ± 4.302653 · 0.01 − 0.4) / 0.4. */
  @Test
  void theIdealsOwnSpreadCounts() {
    double spread = 0.02 * Math.sqrt(3);

    Estimate grain =
        crossing(
            half(new double[] {1, 10}, same(0.4, 0.8), new double[] {1 - spread, 1, 1 + spread}));

    assertThat(grain.low()).isCloseTo(Math.pow(10, (0.1 - 0.04302653) / 0.4), within(1e-6));
    assertThat(grain.high()).isCloseTo(Math.pow(10, (0.1 + 0.04302653) / 0.4), within(1e-6));
  }

  @Test
  void belowTheSmallest() {
    assertThat(half(GRAINS, same(0.6, 0.7, 0.8, 0.9), ONE)).isEqualTo(new BelowSmallest(1, 1));
  }

  @Test
  void belowTheSmallestAndNotSurely() {
    List<double[]> rates = List.of(new double[] {0.3, 0.55, 0.8}, new double[] {0.9, 0.91, 0.92});

    BelowSmallest below = (BelowSmallest) half(new double[] {1, 4}, rates, ONE);

    assertThat(below.smallest()).isEqualTo(1);
    assertThat(below.high()).isBetween(1.0, 4.0).isNotEqualTo(1);
  }

  @Test
  void aboveTheLargest() {
    assertThat(half(GRAINS, same(0.1, 0.2, 0.3, 0.4), ONE)).isEqualTo(new AboveLargest(64, 64));
  }

  @Test
  void aboveTheLargestAndNotSurely() {
    List<double[]> rates = List.of(new double[] {0.1, 0.11, 0.12}, new double[] {0.2, 0.45, 0.7});

    AboveLargest above = (AboveLargest) half(new double[] {1, 4}, rates, ONE);

    assertThat(above.low()).isBetween(1.0, 4.0).isNotEqualTo(4);
  }

  @Test
  void noBoundWhereTheLastGrainMeasuredIsInDoubt() {
    List<double[]> rates = List.of(new double[] {0.1, 0.11, 0.12}, new double[] {0.3, 0.55, 0.8});

    Estimate grain = crossing(half(new double[] {1, 4}, rates, ONE));

    assertThat(grain.low()).isBetween(1.0, 4.0);
    assertThat(grain.high()).isInfinite();
  }

  @Test
  void underThreeForksThereIsNoInterval() {
    double[] two = {1, 1};

    assertThat(crossing(half(GRAINS, same(0.1, 0.25, 0.75, 0.9), two)).hasInterval()).isFalse();
    assertThat(half(GRAINS, same(0.6, 0.7, 0.8, 0.9), two))
        .isEqualTo(new BelowSmallest(1, Double.NaN));
  }

  @Test
  void refusesWhatIsNoCurve() {
    for (double[] grains : List.of(new double[0], new double[] {1, 1}, new double[] {0, 1})) {
      assertThatThrownBy(() -> half(grains, same(new double[grains.length]), ONE))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> half(GRAINS, same(1, 1), ONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> half(GRAINS, same(1, 1, 1, 1), new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MinimumEffectiveGrain.of(GRAINS, same(1, 1, 1, 1), ONE, 50, 0.95))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 200)
  void theAnswerIsOfTheTypeThatTheMeansTell(@ForAll("curves") List<double[]> rates) {
    double[] means =
        rates.stream()
            .mapToDouble(forks -> DoubleStream.of(forks).average().orElseThrow())
            .toArray();

    switch (half(GRAINS, rates, ONE)) {
      case BelowSmallest below -> assertThat(DoubleStream.of(means)).allMatch(mean -> mean >= 0.5);
      case AboveLargest above -> assertThat(means[3]).isLessThan(0.5);
      case Crossing crossing -> {
        int left =
            (int) Arrays.stream(GRAINS).filter(grain -> grain < crossing.grain().value()).count()
                - 1;
        assertThat(means[left]).isLessThan(0.5);
        assertThat(DoubleStream.of(means).skip(left + 1)).allMatch(mean -> mean >= 0.5);
      }
    }
  }

  @Property(tries = 200)
  void theIntervalHoldsTheEstimate(@ForAll("curves") List<double[]> rates) {
    if (half(GRAINS, rates, ONE) instanceof Crossing crossing) {
      assertThat(crossing.grain().contains(crossing.grain().value())).isTrue();
    }
  }

  @Property(tries = 200)
  void theUnitsOfGrainsAndRatesDontMatter(
      @ForAll("curves") List<double[]> rates,
      @ForAll @DoubleRange(min = 0.01, max = 100) double grainUnit,
      @ForAll @DoubleRange(min = 0.01, max = 100) double rateUnit) {
    MinimumEffectiveGrain plain = half(GRAINS, rates, ONE);
    MinimumEffectiveGrain scaled =
        half(
            times(GRAINS, grainUnit),
            rates.stream().map(forks -> times(forks, rateUnit)).toList(),
            times(ONE, rateUnit));

    if (plain instanceof Crossing a && scaled instanceof Crossing b) {
      Estimate expected = a.grain().times(grainUnit);
      assertThat(b.grain().value()).isCloseTo(expected.value(), within(1e-6 * expected.value()));
      assertThat(b.grain().low()).isCloseTo(expected.low(), within(1e-3 * expected.value()));
    } else {
      assertThat(scaled).hasSameClassAs(plain);
    }
  }

  @Provide
  Arbitrary<List<double[]>> curves() {
    return Arbitraries.doubles().between(0.05, 1).array(double[].class).ofSize(5).list().ofSize(4);
  }

  /** 95 of 100 intervals must hold the truth at five forks, whose spread grows with the rate. */
  @Test
  void coverage() {
    double[] truth = {0.1, 0.3, 0.6, 0.95};
    double crossing = 4 * Math.pow(4, (0.5 - 0.3) / (0.6 - 0.3));
    Random random = new Random(20250105);
    int trials = 3_000;
    int held = 0;
    for (int trial = 0; trial < trials; trial++) {
      List<double[]> rates =
          DoubleStream.of(truth).mapToObj(mean -> forks(random, mean, 0.05)).toList();
      held +=
          half(GRAINS, rates, forks(random, 1, 0.01)) instanceof Crossing c
                  && c.grain().contains(crossing)
              ? 1
              : 0;
    }
    assertThat((double) held / trials).isCloseTo(0.95, within(0.015));
  }

  private static double[] forks(Random random, double mean, double spread) {
    return random.doubles(5).map(any -> mean * (1 + spread * random.nextGaussian())).toArray();
  }

  private static MinimumEffectiveGrain half(double[] grains, List<double[]> rates, double[] ideal) {
    return MinimumEffectiveGrain.of(grains, rates, ideal, 0.5, 0.95);
  }

  private static Estimate crossing(MinimumEffectiveGrain grain) {
    assertThat(grain).isInstanceOf(Crossing.class);
    return ((Crossing) grain).grain();
  }

  /** Three forks of each rate, without spread. */
  private static List<double[]> same(double... rates) {
    return DoubleStream.of(rates)
        .mapToObj(rate -> IntStream.range(0, 3).mapToDouble(fork -> rate).toArray())
        .toList();
  }

  private static double[] times(double[] values, double factor) {
    return DoubleStream.of(values).map(value -> value * factor).toArray();
  }
}
