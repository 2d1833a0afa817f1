package strandbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MannKendallTest {

  @Test
  void ofFiveThatRiseOnlyTwoOrdersOf120AreAsExtreme() {
    assertThat(MannKendall.of(new double[] {1, 2, 3, 4, 5}).p())
        .isEqualTo(2 / 120.0, within(1e-12));
    assertThat(MannKendall.of(new double[] {5, 4, 3, 2, 1}).p())
        .isEqualTo(2 / 120.0, within(1e-12));
    // One inversion: four orders have it, and one has none.
    assertThat(MannKendall.of(new double[] {2, 1, 3, 4, 5}).p())
        .isEqualTo(10 / 120.0, within(1e-12));
  }

  /** All 720 orders of six, counted one by one. */
  @Test
  void exactTailsAreThoseOfAllOrders() {
    List<double[]> orders = orders(List.of(), List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0));
    assertThat(orders).hasSize(720);
    for (double level : new double[] {0.01, 0.05, 0.2, 0.5}) {
      long rejected = orders.stream().filter(o -> MannKendall.of(o).p() <= level).count();
      assertThat(rejected / 720.0).isLessThanOrEqualTo(level + 1e-12).isGreaterThan(level / 4);
    }
  }

  private static List<double[]> orders(List<Double> begun, List<Double> left) {
    if (left.isEmpty()) {
      return List.of(begun.stream().mapToDouble(Double::doubleValue).toArray());
    }
    return left.stream()
        .flatMap(
            next ->
                orders(
                    Stream.concat(begun.stream(), Stream.of(next)).toList(),
                    left.stream().filter(other -> !other.equals(next)).toList())
                    .stream())
        .toList();
  }

  @Test
  void driftIsTheShareFromTheFirstToTheLast() {
    assertThat(MannKendall.of(new double[] {96, 98, 100, 102, 104}).drift())
        .isEqualTo(0.08, within(1e-12));
    assertThat(MannKendall.of(new double[] {96, 98, 1000, 102, 104}).drift())
        .as("an outlier hardly moves it")
        .isEqualTo(0.08, within(0.01));
    assertThat(MannKendall.of(new double[] {0, 0, 0}).drift()).isNaN();
  }

  @Test
  void tooFewOrEqualValuesTellNothing() {
    assertThat(MannKendall.of(new double[] {}).p()).isEqualTo(1);
    assertThat(MannKendall.of(new double[] {1}).p()).isEqualTo(1);
    assertThat(MannKendall.of(new double[] {7, 7, 7, 7, 7, 7}).p()).isEqualTo(1);
    assertThat(MannKendall.of(new double[] {1, 2, 3, 4}).p()).isGreaterThan(0.05);
  }

  @Test
  void shortSeriesThatAllRiseAreToldTogether() {
    List<double[]> rising = IntStream.range(0, 6).mapToObj(i -> new double[] {1, 2, 3}).toList();

    assertThat(MannKendall.of(rising.getFirst()).p()).isGreaterThan(0.05);
    assertThat(MannKendall.pooled(rising).p()).isLessThan(0.001);
    assertThat(MannKendall.pooled(List.of(new double[] {1, 2, 3}, new double[] {3, 2, 1})).p())
        .isEqualTo(1);
  }

  @Property(tries = 200)
  void turningASeriesRoundTurnsItsDrift(
      @ForAll @Size(min = 2, max = 40) List<@DoubleRange(min = 1, max = 1e6) Double> series) {
    double[] values = series.stream().mapToDouble(Double::doubleValue).toArray();
    double[] reversed =
        IntStream.range(0, values.length).mapToDouble(i -> values[values.length - 1 - i]).toArray();

    MannKendall one = MannKendall.of(values);
    MannKendall other = MannKendall.of(reversed);

    assertThat(one.p()).isBetween(0.0, 1.0).isEqualTo(other.p(), within(1e-9));
    assertThat(one.drift()).isEqualTo(-other.drift(), within(1e-6));
  }

  @Test
  void steadySeriesAreCalledDriftingAsRarelyAsItSays() {
    Random random = new Random(1);
    long alone = 0;
    long pooled = 0;
    for (int i = 0; i < 4_000; i++) {
      List<double[]> forks =
          IntStream.range(0, 5)
              .mapToObj(fork -> random.doubles(10).map(u -> 100 + u).toArray())
              .toList();
      alone += MannKendall.of(forks.getFirst()).p() <= 0.05 ? 1 : 0;
      pooled += MannKendall.pooled(forks).p() <= 0.05 ? 1 : 0;
    }

    assertThat(alone / 4_000.0).isBetween(0.02, 0.05);
    assertThat(pooled / 4_000.0).isBetween(0.035, 0.06);
  }
}
