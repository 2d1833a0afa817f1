package strandbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PermutationTestTest {
  private static final int ALL = 10_000;

  @Test
  void apartIsOneOfAllDeals() {
    ShiftTest test = PermutationTest.of(new double[] {1, 2, 3}, new double[] {7, 8}, ALL);

    assertThat(test.estimate()).isEqualTo(5.5);
    assertThat(test.pGreater(0)).isEqualTo(1 / 10.0);
    assertThat(test.pLess(0)).isEqualTo(1);
  }

  @Property(tries = 200)
  void isTheShareOfDealsAtLeastAsLarge(
      @ForAll("withTies") double[] first, @ForAll("withTies") double[] second) {
    assertThat(PermutationTest.of(first, second, ALL).pGreater(0.5))
        .isEqualTo(bruteForce(first, second, 0.5));
  }

  @Provide
  Arbitrary<double[]> withTies() {
    return Arbitraries.integers()
        .between(-4, 4)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(list -> list.stream().mapToDouble(Integer::doubleValue).toArray());
  }

  /** By the definition: take the shift out, deal in every way, compare differences of means. */
  private static double bruteForce(double[] first, double[] second, double theta) {
    int all = first.length + second.length;
    double[] pool = Arrays.copyOf(first, all);
    for (int i = 0; i < second.length; i++) {
      pool[first.length + i] = second[i] - theta;
    }
    List<Double> differences = new ArrayList<>();
    double observed = 0;
    for (int dealt = 0; dealt < 1 << all; dealt++) {
      if (Integer.bitCount(dealt) == second.length) {
        double difference = difference(pool, dealt, second.length);
        differences.add(difference);
        if (dealt >>> first.length == (1 << second.length) - 1) {
          observed = difference;
        }
      }
    }
    double least = observed - 1e-9;
    return (double) differences.stream().filter(value -> value >= least).count()
        / differences.size();
  }

  private static double difference(double[] pool, int dealt, int size) {
    double in =
        IntStream.range(0, pool.length)
            .filter(i -> (dealt >> i & 1) == 1)
            .mapToDouble(i -> pool[i])
            .sum();
    return in / size - (Arrays.stream(pool).sum() - in) / (pool.length - size);
  }

  @Property(tries = 100)
  void boundsInvertTheTest(
      @ForAll("any") double[] first,
      @ForAll("any") double[] second,
      @ForAll @DoubleRange(min = 0.05, max = 0.5) double level) {
    ShiftTest test = PermutationTest.of(first, second, ALL);
    double low = test.lowerBound(level);
    double high = test.upperBound(level);

    if (test.smallestP() <= level) {
      assertThat(test.pGreater(low - 1e-6)).isLessThanOrEqualTo(level);
      assertThat(test.pGreater(low)).isGreaterThan(level);
      assertThat(test.pLess(high + 1e-6)).isLessThanOrEqualTo(level);
      assertThat(test.pLess(high)).isGreaterThan(level);
    }
  }

  @Provide
  Arbitrary<double[]> any() {
    return Arbitraries.doubles().between(-2, 2).array(double[].class).ofMinSize(2).ofMaxSize(6);
  }

  @Test
  void randomDealsAgreeWithAll() {
    Random random = new Random(5);
    double[] first = random.doubles(8).toArray();
    double[] second = random.doubles(7).map(value -> value + 0.3).toArray();
    ShiftTest all = PermutationTest.of(first, second, ALL);
    ShiftTest some = PermutationTest.of(first, second, 6_000);

    assertThat(some.pGreater(0.1)).isCloseTo(all.pGreater(0.1), within(0.02));
    assertThat(some.lowerBound(0.05)).isCloseTo(all.lowerBound(0.05), within(0.03));
    assertThat(some.smallestP()).isBetween(1 / 6_001.0, 10 / 6_001.0);
  }

  @Test
  void manyForksAreDealtAtRandom() {
    Random random = new Random(6);
    double[] first = random.doubles(60).toArray();
    double[] second = random.doubles(80).map(value -> value + 1).toArray();

    assertThat(PermutationTest.of(first, second, 999).pGreater(0)).isEqualTo(1 / 1000.0);
  }

  @Test
  void anEmptyGroupIsRefused() {
    assertThatThrownBy(() -> PermutationTest.of(new double[] {1}, new double[0], ALL))
        .hasMessageContaining("each group");
  }
}
