package strandbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioTest {
  private static final double[] A = {10.1, 10.4, 9.9, 10.0, 10.3};
  private static final double[] B = {5.0, 5.6, 4.8, 5.3};

  @Test
  void theRatioIsThatOfGeometricMeans() {
    double geometricA = Math.pow(Arrays.stream(A).reduce(1, (x, y) -> x * y), 1.0 / A.length);
    double geometricB = Math.pow(Arrays.stream(B).reduce(1, (x, y) -> x * y), 1.0 / B.length);

    assertThat(Ratio.of(A, B, 0.95).estimate().value())
        .isCloseTo(geometricA / geometricB, within(1e-12));
  }

  @Test
  void pIsWelchsOnLogs() {
    double expected =
        new TTest()
            .tTest(
                Arrays.stream(A).map(Math::log).toArray(),
                Arrays.stream(B).map(x -> Math.log(2 * x)).toArray());

    double[] doubled = Arrays.stream(B).map(x -> 2 * x).toArray();
    assertThat(Ratio.of(A, doubled, 0.95).pValue()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void intervalAgreesWithP() {
    Ratio ratio = Ratio.of(A, B, 0.95);
    Ratio atItsOwnP = Ratio.of(A, B, 1 - ratio.pValue());

    assertThat(atItsOwnP.estimate().low()).isCloseTo(1, within(1e-6));
  }

  @Property(tries = 200)
  void turnedRoundItIsTheInverse(@ForAll("forks") double[] a, @ForAll("forks") double[] b) {
    Estimate ab = Ratio.of(a, b, 0.95).estimate();
    Estimate ba = Ratio.of(b, a, 0.95).estimate();

    assertThat(ab.value() * ba.value()).isCloseTo(1, within(1e-9));
    if (Double.isFinite(ab.high()) && ba.low() > 0) {
      assertThat(ab.high() * ba.low()).isCloseTo(1, within(1e-6));
    }
  }

  @Provide
  Arbitrary<double[]> forks() {
    return Arbitraries.doubles().between(0.1, 1e6).array(double[].class).ofMinSize(3).ofMaxSize(8);
  }

  @Test
  void underThreeForksThereIsNoInterval() {
    Ratio ratio = Ratio.of(new double[] {4, 4}, B, 0.95);

    assertThat(ratio.estimate().value()).isPositive();
    assertThat(ratio.estimate().hasInterval()).isFalse();
    assertThat(ratio.pValue()).isNaN();
  }

  @Test
  void notPositiveIsNoRatio() {
    assertThat(Ratio.of(new double[] {1, 0, 2}, B, 0.95).estimate().value()).isNaN();
  }

  @Test
  void noSpreadAtAll() {
    double[] two = {2, 2, 2};

    assertThat(Ratio.of(two, two, 0.95).pValue()).isEqualTo(1);
    assertThat(Ratio.of(two, new double[] {1, 1, 1}, 0.95).pValue()).isZero();
  }

  /** Five forks against ten, with spreads of 1% and 5%: Welch must keep its 95%. */
  @Test
  void coverage() {
    Random random = new Random(20250102);
    int trials = 10_000;
    int held = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] a = random.doubles(5).map(any -> 200 * noise(random, 0.05)).toArray();
      double[] b = random.doubles(10).map(any -> 100 * noise(random, 0.01)).toArray();
      held += Ratio.of(a, b, 0.95).estimate().contains(2) ? 1 : 0;
    }
    assertThat((double) held / trials).isCloseTo(0.95, within(0.01));
  }

  /**
   * Its noise is in the interval: a tight numerator over three or five forks that lie far apart.
   */
  @ParameterizedTest
  @CsvSource({"3, 0.3", "5, 0.3", "5, 0.5"})
  void coverageWhereTheDenominatorIsNoisy(int forks, double spread) {
    Random random = new Random(20250122);
    int trials = 10_000;
    int held = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] a = random.doubles(8).map(any -> 200 * noise(random, 0.01)).toArray();
      double[] b = random.doubles(forks).map(any -> 100 * noise(random, spread)).toArray();
      held += Ratio.of(a, b, 0.95).estimate().contains(2) ? 1 : 0;
    }
    assertThat((double) held / trials).isCloseTo(0.95, within(0.01));
  }

  private static double noise(Random random, double spread) {
    return Math.exp(spread * random.nextGaussian());
  }
}
