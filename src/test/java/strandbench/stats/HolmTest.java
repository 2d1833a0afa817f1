package strandbench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HolmTest {
  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

  /** What R's {@code p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")} gives. */
  @Test
  void asR() {
    assertThat(Holm.adjust(new double[] {0.01, 0.04, 0.03, 0.005}))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, ROUNDING);
  }

  @Test
  void neverAboveOne() {
    assertThat(Holm.adjust(new double[] {0.6, 0.9})).containsExactly(1, 1);
  }

  @Test
  void ofNothing() {
    assertThat(Holm.adjust(new double[0])).isEmpty();
  }

  /** The step-down procedure as Holm tells it: stop at the first that fails. */
  @Property(tries = 300)
  void rejectsWhatTheStepsReject(@ForAll("small") double[] p) {
    double level = 0.1;
    double[] sorted = p.clone();
    Arrays.sort(sorted);
    int rejected = 0;
    while (rejected < p.length && sorted[rejected] <= level / (p.length - rejected)) {
      rejected++;
    }
    long byAdjusted = Arrays.stream(Holm.adjust(p)).filter(value -> value <= level).count();

    assertThat(byAdjusted).isEqualTo(rejected);
  }

  @Provide
  Arbitrary<double[]> small() {
    return Arbitraries.doubles().between(0, 0.2).array(double[].class).ofMinSize(1).ofMaxSize(6);
  }
}
