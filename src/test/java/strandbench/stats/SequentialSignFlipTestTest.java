package strandbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import strandbench.stats.SequentialSignFlipTest.Alternative;

class SequentialSignFlipTestTest {
  private static final double LIMIT = 0.45;

  private static SequentialSignFlipTest greater(int bits) {
    return new SequentialSignFlipTest(0, Alternative.GREATER, bits, LIMIT);
  }

  /** p over looks at the first differences, with so much spent at each. */
  private static double p(double[] all, int bits, List<Integer> looks, DoubleUnaryOperator spent) {
    SequentialSignFlipTest test = greater(bits);
    looks.forEach(look -> test.look(Arrays.copyOf(all, look), spent.applyAsDouble(look)));
    return test.p();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 0.5, Double.NaN})
  void aLimitThatIsNoneIsRefused(double limit) {
    assertThatThrownBy(() -> new SequentialSignFlipTest(0, Alternative.LESS, 10, limit))
        .hasMessageContaining("limit");
  }

  @Test
  void onlyWhatCanBeUsedIsTaken() {
    assertThatThrownBy(() -> greater(21).look(new double[1], 1)).hasMessageContaining("paths");
    SequentialSignFlipTest test = greater(4);
    test.look(new double[2], 0.5);
    assertThatThrownBy(() -> test.look(new double[2], 1)).hasMessageContaining("more than 2");
    assertThatThrownBy(() -> test.look(new double[] {1, 2, Double.NaN}, 1))
        .hasMessageContaining("finite");
    assertThatThrownBy(() -> test.look(new double[2_048], 1)).hasMessageContaining("2048");
  }

  /** One look that may spend everything is the sign-flip test. */
  @Property(tries = 200)
  void oneLookIsTheTestWithoutLooks(@ForAll("withTies") double[] x) {
    double p = SignFlipTest.of(x, 1 << 12).pGreater(0);

    assertThat(p(x, 12, List.of(x.length), look -> 1)).isEqualTo(p <= LIMIT ? p : 1);
  }

  @Provide
  Arbitrary<double[]> withTies() {
    return Arbitraries.integers()
        .between(-4, 4)
        .map(Integer::doubleValue)
        .array(double[].class)
        .ofMinSize(1)
        .ofMaxSize(9);
  }

  /**
   * All sign patterns of eight differences, which are equally likely where the shift is 0: what is
   * called at a level, at one look or another, is never more than the level, and most of it: eight
   * differences have but 256 patterns.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.05, 0.1, 0.2, 0.4})
  void whatIsSpentIsTheLevelAndNoMore(double level) {
    double[] sizes = {0.3, 1.1, 2.7, 0.05, 5.9, 40.2, 0.7, 0.02};
    long called =
        IntStream.range(0, 256)
            .mapToObj(signs -> signed(sizes, signs))
            .filter(x -> p(x, 8, List.of(4, 5, 6, 7, 8), look -> look / 8.0) <= level)
            .count();

    assertThat(called).isBetween((long) (0.6 * 256 * level), (long) (256 * level));
  }

  private static double[] signed(double[] sizes, int signs) {
    return IntStream.range(0, sizes.length)
        .mapToDouble(i -> (signs >> i & 1) == 0 ? sizes[i] : -sizes[i])
        .toArray();
  }

  /** Three looks, worked out as the definition says, level by level. */
  @Property(tries = 100)
  void isTheSmallestLevelFromWhichOnItIsCalled(
      @ForAll("withTies") double[] any,
      @ForAll @IntRange(min = 1, max = 5) int first,
      @ForAll @DoubleRange(min = 0.1, max = 0.9) double spentFirst,
      @ForAll @DoubleRange(min = 0, max = 1) double ofTheRest) {
    double[] all = Arrays.copyOf(any, 7);
    TreeMap<Integer, Double> spent =
        new TreeMap<>(
            Map.of(first, spentFirst, 6, spentFirst + ofTheRest * (1 - spentFirst), 7, 1.0));
    double p = p(all, 7, List.copyOf(spent.keySet()), look -> spent.get((int) look));

    assertThat(p).isCloseTo(byDefinition(all, spent), within(1e-9));
  }

  /** At each look the greatest level first: a level calls no more of the sums than those above. */
  private static double byDefinition(double[] all, SortedMap<Integer, Double> spent) {
    int paths = 1 << all.length;
    TreeMap<Double, BitSet> called = new TreeMap<>();
    for (double share : spent.values()) {
      IntStream.rangeClosed(1, paths)
          .mapToDouble(count -> count / (share * paths))
          .filter(level -> level <= LIMIT)
          .forEach(level -> called.put(level, new BitSet()));
    }
    spent.forEach(
        (look, share) -> {
          double[] sums = sums(all, look);
          BitSet above = new BitSet();
          above.set(0, paths);
          for (Map.Entry<Double, BitSet> each : called.descendingMap().entrySet()) {
            above.and(extreme(each.getValue(), sums, each.getKey() * share * paths));
            each.getValue().or(above);
          }
        });
    return called.entrySet().stream()
        .filter(level -> level.getValue().get(0))
        .mapToDouble(Map.Entry::getKey)
        .findFirst()
        .orElse(1);
  }

  /** Path by path, the sum of the first differences with the path's signs. */
  private static double[] sums(double[] all, int first) {
    return IntStream.range(0, 1 << all.length)
        .mapToDouble(signs -> Arrays.stream(signed(all, signs)).limit(first).sum())
        .toArray();
  }

  /** The greatest sums, ties together, that with those called before are no more than so many. */
  private static BitSet extreme(BitSet called, double[] sums, double most) {
    BitSet extreme = new BitSet();
    double[] greatestFirst =
        Arrays.stream(sums).map(sum -> -sum).sorted().distinct().map(sum -> -sum).toArray();
    for (double sum : greatestFirst) {
      BitSet wider = (BitSet) extreme.clone();
      IntStream.range(0, sums.length).filter(path -> sums[path] == sum).forEach(wider::set);
      BitSet all = (BitSet) wider.clone();
      all.or(called);
      if (all.cardinality() > most + 1e-9) {
        return extreme;
      }
      extreme = wider;
    }
    return extreme;
  }

  /** What comes after the first differences is turned at random: the level is kept all the same. */
  @ParameterizedTest
  @ValueSource(ints = {6, 9})
  void theLevelIsKeptWithRandomPaths(int bits) {
    SplittableRandom random = new SplittableRandom(bits);
    int trials = 4_000;
    long called =
        IntStream.range(0, trials)
            .filter(
                trial -> {
                  double[] x = normal(80, 0, 1, random);
                  return p(x, bits, List.of(5, 10, 20, 40, 80), look -> Math.log(look) / 4.39)
                      <= 0.1;
                })
            .count();

    assertThat((double) called / trials).isBetween(0.08, 0.112);
  }

  /** Past 20 differences, past 64, and where a word is full: as the test with one look has it. */
  @ParameterizedTest
  @ValueSource(ints = {21, 63, 64, 65, 84, 130})
  void manyDifferencesAgreeWithOtherFlips(int n) {
    double[] x = normal(n, 3 / Math.sqrt(n), 1, new SplittableRandom(3));

    assertThat(p(x, 16, List.of(n), look -> 1))
        .isCloseTo(SignFlipTest.of(x, 65_535).pGreater(0), within(0.01));
  }

  private static double[] normal(int n, double mean, double deviation, SplittableRandom random) {
    return IntStream.range(0, n)
        .mapToDouble(i -> mean + deviation * random.nextGaussian())
        .toArray();
  }

  @Test
  void pNeverRises() {
    double[] x = new double[20];
    Arrays.setAll(x, i -> i < 8 ? 0.3 + 0.001 * i : -0.3);
    SequentialSignFlipTest test = greater(12);
    test.look(Arrays.copyOf(x, 8), 0.5);
    double early = test.p();
    test.look(x, 1);

    assertThat(early).isEqualTo(1 / 128.0);
    assertThat(test.p()).isEqualTo(early);
    assertThat(test.differences()).isEqualTo(20);
  }

  /** At 1/4 the first look calls it, and leaves nothing; below it calls nothing, and leaves all. */
  @Test
  void aLaterLookMayCallItAtALesserLevel() {
    double[] x = {0, 0, 0, 0, 1, 1, 1};

    assertThat(p(x, 7, List.of(6), look -> 1)).isEqualTo(1 / 4.0);
    assertThat(p(x, 7, List.of(6, 7), look -> 1)).isEqualTo(1 / 8.0);
  }

  /** What the first look can't spend, because its patterns are too few, the next one has. */
  @Test
  void whatALookCantSpendIsLeft() {
    double[] x = new double[6];
    Arrays.setAll(x, i -> 1 + 0.1 * i);

    assertThat(p(x, 10, List.of(2, 6), look -> look / 6.0)).isEqualTo(1 / 64.0);
  }

  @Property(tries = 50)
  void lessIsTheMirrorImageAndTheShiftIsTakenOut(@ForAll("withTies") double[] x) {
    SequentialSignFlipTest less = new SequentialSignFlipTest(-3, Alternative.LESS, 10, LIMIT);
    less.look(Arrays.stream(x).map(value -> -3 - value).toArray(), 1);

    assertThat(less.p()).isEqualTo(p(x, 10, List.of(x.length), look -> 1));
  }

  @Test
  void noDifferenceFromTheShiftIsNoEvidence() {
    assertThat(p(new double[10], 10, List.of(6, 10), look -> look / 10.0)).isEqualTo(1);
  }
}
