package strandbench.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import strandbench.result.CellResult;
import strandbench.result.Metric;

/**
 * An open loop's latency is the model's only while requests are handed over when they are due: what
 * the generator is late by itself is in the latency as well, and may be a small part of it only.
 *
 * <p>Applies to cells that have the metrics {@code generatorLateP99Micros} and {@code
 * latencyP99Micros} (one value per JMH iteration); the median iteration counts.
 */
final class GeneratorLate implements ValidityRule {
  /** The 99th percentile of the generator's own lateness, over that of the latency. */
  private static final double MOST_OF_LATENCY = 0.1;

  @Override
  public String name() {
    return "generator-late";
  }

  @Override
  public Optional<String> objection(CellResult cell, List<CellResult> all) {
    return cell.secondary("generatorLateP99Micros")
        .flatMap(
            late ->
                cell.secondary("latencyP99Micros")
                    .flatMap(latency -> objection(median(late), median(latency))));
  }

  private static Optional<String> objection(double lateMicros, double latencyMicros) {
    return lateMicros <= MOST_OF_LATENCY * latencyMicros
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the generator itself was up to %.1f ms late with 99%% of the requests, more than"
                    + " %.0f%% of the %.1f ms within which 99%% were answered",
                lateMicros / 1e3,
                100 * MOST_OF_LATENCY,
                latencyMicros / 1e3));
  }

  private static double median(Metric metric) {
    double[] values = Arrays.stream(metric.values()).filter(Double::isFinite).toArray();
    return new Median().evaluate(values);
  }
}
