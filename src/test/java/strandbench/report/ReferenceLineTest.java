package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceLineTest {
  private static final Axis X = new Axis("x", false, 1, 9, List.of());

  @Test
  void aPointIsDrawnAcrossTheChart() {
    ReferenceLine point = new ReferenceLine("ideal", List.of(5.0, 5.0), List.of(7.0, 7.0), true);

    assertThat(point.seenOn(X))
        .isEqualTo(new ReferenceLine("ideal", List.of(1.0, 9.0), List.of(7.0, 7.0), true));
  }

  @Test
  void aLineStaysWhatItIs() {
    ReferenceLine upright = new ReferenceLine("cores", List.of(2.0, 2.0), List.of(0.0, 7.0), true);
    ReferenceLine level = new ReferenceLine("half", List.of(2.0, 3.0), List.of(5.0, 5.0), true);

    assertThat(upright.seenOn(X)).isEqualTo(upright);
    assertThat(level.seenOn(X)).isEqualTo(level);
  }
}
