package strandbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignFlipTestTest {
  private static final int ALL = 1 << 10;

  private static ShiftTest test(double... differences) {
    return SignFlipTest.of(differences, ALL);
  }

  @Test
  void allOnOneSideIsOneOfAllFlips() {
    assertThat(test(1, 2, 3).pGreater(0)).isEqualTo(1 / 8.0);
    assertThat(test(1, 2, 3).pLess(0)).isEqualTo(1);
  }

  /** Fisher's example from Darwin's maize (1935, section 21): 863 of 2^15 flips are as extreme. */
  @Test
  void darwinsMaize() {
    double[] eighths = {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};

    assertThat(SignFlipTest.of(eighths, 1 << 15).pGreater(0)).isEqualTo(863.0 / (1 << 15));
  }

  @Property(tries = 300)
  void isTheShareOfFlipsAtLeastAsLarge(
      @ForAll("withTies") double[] x, @ForAll @DoubleRange(min = -3, max = 3) double any) {
    double theta = Math.rint(2 * any) / 2;

    assertThat(test(x).pGreater(theta)).isEqualTo(bruteForce(x, theta));
  }

  /** Small integers: sums are exact, and many are equal. */
  @Provide
  Arbitrary<double[]> withTies() {
    return Arbitraries.integers()
        .between(-4, 4)
        .map(Integer::doubleValue)
        .list()
        .ofMinSize(1)
        .ofMaxSize(9)
        .map(list -> list.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double bruteForce(double[] x, double theta) {
    double observed = Arrays.stream(x).map(value -> value - theta).sum();
    long asLarge =
        IntStream.range(0, 1 << x.length)
            .filter(signs -> flippedSum(x, theta, signs) >= observed)
            .count();
    return (double) asLarge / (1 << x.length);
  }

  private static double flippedSum(double[] x, double theta, int signs) {
    return IntStream.range(0, x.length)
        .mapToDouble(i -> (signs >> i & 1) == 0 ? x[i] - theta : theta - x[i])
        .sum();
  }

  /** Every sign pattern of fixed sizes is equally likely under the null: so is every p. */
  @Test
  void pIsUniformUnderTheNull() {
    double[] sizes = {0.3, 1.1, 2.7, 0.05, 5.9, 40.2};
    double[] p =
        IntStream.range(0, 64)
            .mapToDouble(
                signs ->
                    test(IntStream.range(0, 6)
                            .mapToDouble(i -> (signs >> i & 1) == 0 ? sizes[i] : -sizes[i])
                            .toArray())
                        .pGreater(0))
            .sorted()
            .toArray();

    assertThat(p)
        .containsExactly(IntStream.rangeClosed(1, 64).mapToDouble(i -> i / 64.0).toArray());
  }

  @Property(tries = 200)
  void risesWithTheShiftAndIsItsOwnMirrorImage(
      @ForAll("any") double[] x,
      @ForAll @DoubleRange(min = -2, max = 2) double a,
      @ForAll @DoubleRange(min = -2, max = 2) double b) {
    ShiftTest test = test(x);
    ShiftTest mirrored = test(Arrays.stream(x).map(value -> -value).toArray());

    assertThat(test.pGreater(Math.min(a, b))).isLessThanOrEqualTo(test.pGreater(Math.max(a, b)));
    assertThat(test.pLess(a)).isEqualTo(mirrored.pGreater(-a));
  }

  @Property(tries = 200)
  void boundsInvertTheTest(
      @ForAll("any") double[] x, @ForAll @DoubleRange(min = 0.01, max = 0.6) double level) {
    ShiftTest test = test(x);
    double low = test.lowerBound(level);
    double high = test.upperBound(level);

    if (test.smallestP() > level) {
      assertThat(low).isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(high).isEqualTo(Double.POSITIVE_INFINITY);
    } else {
      assertThat(test.pGreater(low - 1e-6)).isLessThanOrEqualTo(level);
      assertThat(test.pGreater(low)).isGreaterThan(level);
      assertThat(test.pLess(high + 1e-6)).isLessThanOrEqualTo(level);
      assertThat(test.pLess(high)).isGreaterThan(level);
    }
  }

  @Provide
  Arbitrary<double[]> any() {
    return Arbitraries.doubles().between(-2, 2).array(double[].class).ofMinSize(1).ofMaxSize(10);
  }

  /** Beyond one block, beyond one word, and where a word is full: against Student's test. */
  @ParameterizedTest
  @ValueSource(ints = {21, 63, 64, 65, 130})
  void randomFlips(int n) {
    Random random = new Random(n);
    double[] x = random.doubles(n).map(any -> 0.1 + random.nextGaussian() * n / 100).toArray();

    assertThat(SignFlipTest.of(x, 50_000).pGreater(0))
        .isCloseTo(new TTest().tTest(0, x) / 2, within(0.01));
  }

  @Test
  void randomFlipsAgreeWithAll() {
    double[] x = {0.4, -0.1, 0.9, 0.2, -0.3, 0.5, 0.3, -0.2, 0.8, 0.1, 0.2, -0.6, 0.7, 0.3};
    ShiftTest all = SignFlipTest.of(x, 1 << 14);
    ShiftTest some = SignFlipTest.of(x, (1 << 14) - 2);

    assertThat(some.smallestP()).isCloseTo(1.0 / ((1 << 14) - 1), within(1e-3));
    assertThat(some.pGreater(0.1)).isCloseTo(all.pGreater(0.1), within(0.02));
    assertThat(some.lowerBound(0.02)).isCloseTo(all.lowerBound(0.02), within(0.02));
    assertThat(some.upperBound(0.02)).isCloseTo(all.upperBound(0.02), within(0.02));
  }

  @Test
  void noRandomFlipEverGivesZero() {
    double[] x = IntStream.range(0, 40).mapToDouble(i -> 1 + i).toArray();

    assertThat(SignFlipTest.of(x, 99).pGreater(0)).isEqualTo(1 / 100.0);
  }

  @Test
  void theSameDifferencesGiveTheSame() {
    double[] x = new Random(3).doubles(30).toArray();

    assertThat(SignFlipTest.of(x.clone(), 999).pGreater(0.45))
        .isEqualTo(SignFlipTest.of(x, 999).pGreater(0.45));
  }

  /** Else a study of many would repeat the same accident of flips. */
  @Test
  void otherDifferencesGetOtherFlips() {
    double[] x = new Random(3).doubles(30).toArray();
    double[] scaled = Arrays.stream(x).map(value -> 2 * value).toArray();

    assertThat(SignFlipTest.of(scaled, 999).pGreater(0.9))
        .isNotEqualTo(SignFlipTest.of(x, 999).pGreater(0.45));
  }

  @Test
  void nothingOrNotFiniteIsRefused() {
    assertThatThrownBy(() -> test()).hasMessageContaining("finite");
    assertThatThrownBy(() -> test(1, Double.NaN)).hasMessageContaining("finite");
  }
}
