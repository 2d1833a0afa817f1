package strandbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The band around a fitted law. */
class FittedCurveTest {
  private static final double[] LEVELS = {1, 2, 4, 8, 16, 32};
  private static final double GAMMA = 100;
  private static final double SIGMA = 0.05;
  private static final double KAPPA = 0.002;

  /**
   * From SciPy's curve_fit and its covariance, with derivatives by finite differences and Student's
   * quantile of 3 degrees of freedom.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 20.856045, 18.346667, 23.365424",
    "4, 76.336083, 71.660162, 81.012006",
    "10, 152.633963, 148.636450, 156.631477",
    "20, 200.286198, 194.880975, 205.691422",
    "40, 185.752793, 154.892132, 216.613454"
  })
  void theRaytracersBand(double n, double value, double low, double high) {
    Estimate at = usl(UslTest.RAYTRACER).curve().at(n);

    assertThat(at.value()).isCloseTo(value, within(1e-3));
    assertThat(at.low()).isCloseTo(low, within(1e-3));
    assertThat(at.high()).isCloseTo(high, within(1e-3));
    assertThat(at.forks()).isEqualTo(6);
  }

  /** The same, with 4 degrees of freedom. */
  @ParameterizedTest
  @CsvSource({
    "1, 24.705995, 20.259550, 29.152440",
    "10, 148.383917, 140.836720, 155.931114",
    "20, 205.549340, 194.390705, 216.707974"
  })
  void theRaytracersBandByAmdahlsLaw(double n, double value, double low, double high) {
    Estimate at = amdahl(UslTest.RAYTRACER).curve().at(n);

    assertThat(at.value()).isCloseTo(value, within(1e-3));
    assertThat(at.low()).isCloseTo(low, within(1e-3));
    assertThat(at.high()).isCloseTo(high, within(1e-3));
  }

  @Property(tries = 200)
  void atOneItIsGammaAndAtThePeakThePeaksThroughput(@ForAll long seed) {
    Usl usl = usl(noisy(new Random(seed), 5, 0.01));

    assertSame(usl.curve().at(1), usl.gamma());
    if (Double.isFinite(usl.peakN().value()) && Double.isFinite(usl.peakN().high())) {
      assertSame(usl.curve().at(usl.peakN().value()), usl.peakThroughput());
    }
  }

  private static void assertSame(Estimate actual, Estimate expected) {
    assertThat(actual.value()).isCloseTo(expected.value(), within(1e-9 * expected.value()));
    assertThat(actual.low()).isCloseTo(expected.low(), within(1e-9 * expected.value()));
    assertThat(actual.high()).isCloseTo(expected.high(), within(1e-9 * expected.value()));
  }

  /** At each level by itself: 95 of 100 bands hold the law; the share's standard error is 0.004. */
  @Test
  void coverage() {
    Random random = new Random(20250121);
    double[] at = {1, 3, 8, 24, 32};
    int[] held = new int[at.length];
    int trials = 3_000;
    for (int trial = 0; trial < trials; trial++) {
      FittedCurve curve = usl(noisy(random, 5, 0.02)).curve();
      for (int i = 0; i < at.length; i++) {
        held[i] += curve.at(at[i]).contains(Usl.throughput(GAMMA, SIGMA, KAPPA, at[i])) ? 1 : 0;
      }
    }
    for (int i = 0; i < at.length; i++) {
      assertThat((double) held[i] / trials).as("at " + at[i]).isBetween(0.93, 0.97);
    }
  }

  /** Four points for three parameters: Student's quantile is 12.7. */
  @Test
  void throughputIsNeverBelowZero() {
    FittedCurve curve =
        usl(UslTest.points(new double[] {1, 2, 4, 8}, new double[] {10, 17, 30, 39})).curve();

    for (double n = 1; n <= 100; n++) {
      assertThat(curve.at(n).low()).isBetween(0.0, curve.at(n).value());
    }
    assertThat(curve.at(100).low()).isZero();
  }

  private static List<ScalingPoint> noisy(Random random, int forks, double spread) {
    List<ScalingPoint> points = new ArrayList<>();
    for (double n : LEVELS) {
      for (int fork = 0; fork < forks; fork++) {
        points.add(
            new ScalingPoint(
                n, Usl.throughput(GAMMA, SIGMA, KAPPA, n) + spread * 433 * random.nextGaussian()));
      }
    }
    return points;
  }

  private static Usl usl(List<ScalingPoint> points) {
    return ((Fit.Identified<Usl>) Usl.fit(points, OptionalInt.empty())).law();
  }

  private static Amdahl amdahl(List<ScalingPoint> points) {
    return ((Fit.Identified<Amdahl>) Amdahl.fit(points, OptionalInt.empty())).law();
  }
}
