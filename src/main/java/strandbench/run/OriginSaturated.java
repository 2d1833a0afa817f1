package strandbench.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import strandbench.result.CellResult;
import strandbench.result.Metric;

/**
 * A fetch cell measures the model only while the origin keeps up: its event loop must have idle
 * time left, and its answers must leave close to when they are due.
 *
 * <p>Applies to cells that have the metrics {@code originBusyPermille} and {@code
 * originLatenessMicros} (one value per JMH iteration); the median iteration counts.
 */
final class OriginSaturated implements ValidityRule {
  /** Event loop busy for more than this share of the time: queueing sets in. */
  private static final double MOST_BUSY_PERMILLE = 850;

  /** Mean lateness of an answer beyond this share of the delay that was asked for. */
  private static final double MOST_LATENESS = 0.1;

  @Override
  public String name() {
    return "origin-saturated";
  }

  @Override
  public Optional<String> objection(CellResult cell, List<CellResult> all) {
    return cell.secondary("originBusyPermille")
        .flatMap(OriginSaturated::tooBusy)
        .or(() -> cell.secondary("originLatenessMicros").flatMap(late -> tooLate(cell, late)));
  }

  private static Optional<String> tooBusy(Metric busy) {
    double median = median(busy);
    return median <= MOST_BUSY_PERMILLE
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the origin's event loop was busy for %.0f%% of the time, more than %.0f%%",
                median / 10,
                MOST_BUSY_PERMILLE / 10));
  }

  private static Optional<String> tooLate(CellResult cell, Metric lateness) {
    double delayMicros = 1e3 * Double.parseDouble(cell.key().param("delayMillis"));
    double median = median(lateness);
    return median <= MOST_LATENESS * delayMicros
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the origin's answers left %.1f ms late on average, more than %.0f%% of the delay",
                median / 1e3,
                100 * MOST_LATENESS));
  }

  private static double median(Metric metric) {
    double[] values = Arrays.stream(metric.values()).filter(Double::isFinite).toArray();
    return new Median().evaluate(values);
  }
}
