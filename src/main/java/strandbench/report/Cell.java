package strandbench.report;

import java.util.Optional;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.CellState;
import strandbench.result.Metric;
import strandbench.stats.Estimate;

/**
 * A cell with what was planned, what was measured, and how it ended.
 *
 * @param key which cell
 * @param measured its figures; empty where no fork was finished
 * @param state how it ended
 * @param rule the validity rule that objects, else null
 * @param reason why it is invalid, failed or missing, else null
 */
record Cell(
    BenchmarkKey key, Optional<CellResult> measured, CellState state, String rule, String reason) {

  /** Fork means of the primary metric. */
  double[] forks() {
    return measured.map(result -> result.primary().forkMeans()).orElse(new double[0]);
  }

  /** Fork means of a secondary metric; empty where there is none. */
  double[] forks(String secondary) {
    return measured
        .flatMap(result -> result.secondary(secondary))
        .map(Metric::forkMeans)
        .orElse(new double[0]);
  }

  /**
   * The primary metric: over forks, or, where a file has no rows of forks, the score that it has,
   * which then counts as no fork.
   */
  Estimate estimate() {
    Estimate overForks = Estimate.ofMean(forks(), Estimate.CONFIDENCE);
    if (overForks.forks() > 0 || measured.isEmpty()) {
      return overForks;
    }
    double score = measured.orElseThrow().primary().score();
    return new Estimate(score, Double.NaN, Double.NaN, Estimate.CONFIDENCE, 0);
  }

  String unit() {
    return measured.map(result -> result.primary().unit()).orElse("");
  }

  String model() {
    return key.param("model");
  }

  /** Whether it may stand on a chart as a measurement. */
  boolean scores() {
    return state.scores() && Double.isFinite(estimate().value());
  }

  /** How it ended, with the reason: {@code invalid: origin-saturated: busy 98% of the time}. */
  String ending() {
    String word =
        switch (state) {
          case MEASURED -> scores() ? "measured" : "no finite value";
          case INVALID -> "invalid";
          case REJECTED_AS_IT_MUST_BE -> "rejected, as it must be";
          case FAILED -> "failed";
          case MISSING -> "missing";
        };
    return word + (rule == null ? "" : ": " + rule) + (reason == null ? "" : ": " + reason);
  }
}
