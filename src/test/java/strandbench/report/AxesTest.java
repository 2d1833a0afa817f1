package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxesTest {

  @Property
  void aLogAxisHoldsItsValuesAndHasTicksToReadThemBy(
      @ForAll @DoubleRange(min = -6, max = 12) double lowPower,
      @ForAll @DoubleRange(min = 0, max = 9) double decades) {
    double low = Math.pow(10, lowPower);
    double high = Math.pow(10, lowPower + decades);

    Axis axis = Axes.log("a", new double[] {high, low});

    assertThat(axis.min()).isLessThan(low);
    assertThat(axis.max()).isGreaterThan(high);
    assertThat(axis.ticks()).hasSizeBetween(3, 13);
    assertThat(axis.ticks())
        .extracting(Axis.Tick::value)
        .isSorted()
        .allSatisfy(value -> assertThat(value).isBetween(axis.min(), axis.max()));
    assertThat(axis.ticks()).extracting(Axis.Tick::label).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "8.2e6, 1.08e7, '8.5 M; 9 M; 9.5 M; 10 M; 10.5 M'",
    "4.08e6, 7.6e6, '4 M; 5 M; 7 M'",
    "100000, 7e6, '100,000; 200,000; 500,000; 1 M; 2 M; 5 M'",
    "3, 4e6, '10; 100; 1,000; 10,000; 100,000; 1 M'"
  })
  void ticksStandCloserWhereValuesDo(double low, double high, String labels) {
    assertThat(Axes.log("a", new double[] {low, high}).ticks())
        .extracting(Axis.Tick::label)
        .containsExactly(labels.split("; "));
  }

  @ParameterizedTest
  @CsvSource({
    "1 2 4 8, true",
    "1 2 4, true",
    "1 2 4 8 12 16, true",
    "10 100 1000, true",
    "1 2 3 4, false",
    "1 4 8 12 16 20, false",
    "100 500 1000, false",
    "0 10 1000, false",
    "1 1000, false"
  })
  void levelsThatGrowByAFactorStandOnALogAxis(String levels, boolean geometric) {
    assertThat(Axes.areGeometric(Stream.of(levels.split(" ")).map(Double::valueOf).toList()))
        .isEqualTo(geometric);
  }
}
