package strandbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class AmdahlTest {
  private static final double[] LEVELS = {1, 2, 4, 8, 16};
  private static final OptionalInt UNKNOWN = OptionalInt.empty();

  /** SciPy's curve_fit on the same points, with Student's quantile of 4 degrees of freedom. */
  @Test
  void theRaytracer() {
    Amdahl amdahl = fitted(UslTest.RAYTRACER);

    assertThat(amdahl.serialFraction().value()).isCloseTo(0.0738894, within(1e-6));
    assertThat(amdahl.serialFraction().low()).isCloseTo(0.0471342, within(1e-6));
    assertThat(amdahl.serialFraction().high()).isCloseTo(0.1006446, within(1e-6));
    assertThat(amdahl.gamma().value()).isCloseTo(24.70599, within(1e-4));
    assertThat(amdahl.maxSpeedup().value()).isCloseTo(1 / 0.0738894, within(1e-3));
    assertThat(amdahl.maxSpeedup().low()).isCloseTo(1 / 0.1006446, within(1e-3));
  }

  @Property(tries = 300)
  void withoutNoiseItFindsTheTruth(
      @ForAll @DoubleRange(min = 0, max = 1) @Scale(6) double sigma,
      @ForAll @DoubleRange(min = -3, max = 9) double magnitude) {
    double gamma = Math.pow(10, magnitude);
    Amdahl amdahl = fitted(noisy(new Random(1), gamma, sigma, 0));

    assertThat(amdahl.serialFraction().value()).isCloseTo(sigma, within(1e-6));
    assertThat(amdahl.gamma().value()).isCloseTo(gamma, within(1e-6 * gamma));
  }

  @Test
  void coverage() {
    Random random = new Random(20250106);
    int trials = 3_000;
    int held = 0;
    for (int trial = 0; trial < trials; trial++) {
      held += fitted(noisy(random, 100, 0.08, 0.02)).serialFraction().contains(0.08) ? 1 : 0;
    }
    assertThat((double) held / trials).isBetween(0.93, 0.97);
  }

  @Test
  void twoCoresCantTell() {
    Fit<Amdahl> fit = Amdahl.fit(UslTest.RAYTRACER, OptionalInt.of(2));

    assertThat(fit.<String>either(law -> "a law", reason -> reason))
        .startsWith("2 cores, so 1 level (1), and the fit needs 3");
  }

  @Test
  void whatFallsIsNotItsLaw() {
    Fit<Amdahl> fit =
        Amdahl.fit(UslTest.points(new double[] {1, 2, 4}, new double[] {100, 60, 30}), UNKNOWN);

    assertThat(fit.<String>either(law -> "a law", reason -> reason))
        .startsWith("the best fit has a serial fraction of")
        .endsWith("and the law has it between 0 and 1");
  }

  private static List<ScalingPoint> noisy(
      Random random, double gamma, double sigma, double spread) {
    List<ScalingPoint> points = new ArrayList<>();
    for (double n : LEVELS) {
      double noise = spread * 4 * gamma * random.nextGaussian();
      points.add(new ScalingPoint(n, Usl.throughput(gamma, sigma, 0, n) + noise));
    }
    return points;
  }

  private static Amdahl fitted(List<ScalingPoint> points) {
    return ((Fit.Identified<Amdahl>) Amdahl.fit(points, UNKNOWN)).law();
  }
}
