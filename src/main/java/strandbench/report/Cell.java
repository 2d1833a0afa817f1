package strandbench.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
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
 * @param estimate the primary metric: over forks, or, where a file has no rows of forks, the score
 *     that it has, which then counts as no fork
 */
record Cell(
    BenchmarkKey key,
    Optional<CellResult> measured,
    CellState state,
    String rule,
    String reason,
    Estimate estimate) {

  /** What lies outside of these is no measurement, and its square is no double. */
  private static final double LEAST = 1e-100;

  private static final double MOST = 1e100;

  /** Estimates once what is asked for again and again. */
  Cell(
      BenchmarkKey key,
      Optional<CellResult> measured,
      CellState state,
      String rule,
      String reason) {
    this(
        key,
        measured,
        state,
        rule,
        reason,
        measured
            .map(result -> estimate(result.primary()))
            .orElse(Estimate.ofMean(new double[0], Estimate.CONFIDENCE)));
  }

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

  /** What {@link #estimate()} is of the primary metric, of any. */
  static Estimate estimate(Metric metric) {
    Estimate overForks = Estimate.ofMean(metric.forkMeans(), Estimate.CONFIDENCE);
    return overForks.forks() > 0
        ? overForks
        : new Estimate(metric.score(), Double.NaN, Double.NaN, Estimate.CONFIDENCE, 0);
  }

  /**
   * The mean of the only fork with an interval over its iterations. They are not independent, so
   * that it is too narrow, and holds what this fork would settle at rather than what the next one
   * would; no interval unless there is one fork with 3 iterations or more.
   */
  static Estimate withinOneFork(Metric metric) {
    double[] iterations =
        metric.forkMeans().length == 1
            ? DoubleStream.of(metric.values()).filter(Double::isFinite).toArray()
            : new double[0];
    return Estimate.ofMean(iterations, Estimate.CONFIDENCE);
  }

  /** The interval as a table has it: over forks, or within the only one, which it says. */
  static String interval(Metric metric) {
    Estimate within = withinOneFork(metric);
    return within.hasInterval()
        ? Numbers.interval(within) + " within one fork"
        : Numbers.interval(estimate(metric));
  }

  /** The same of the primary metric. */
  String interval() {
    return measured.map(result -> interval(result.primary())).orElse("–");
  }

  String unit() {
    return measured.map(result -> result.primary().unit()).orElse("");
  }

  String model() {
    return key.param("model");
  }

  /** Whether it may stand on a chart as a measurement. */
  boolean scores() {
    double size = Math.abs(estimate().value());
    return state.scores() && (size == 0 || (size >= LEAST && size <= MOST));
  }

  /** What is odd about the entry that it was read from. */
  List<String> remarks() {
    return measured.map(CellResult::remarks).orElse(List.of());
  }

  /**
   * How it ended, with the reason and what there is to remark: {@code invalid: origin-saturated:
   * busy 98% of the time}.
   */
  String ending() {
    String word =
        switch (state) {
          case MEASURED ->
              scores()
                  ? "measured"
                  : Double.isFinite(estimate().value())
                      ? "not shown: " + estimate().value()
                      : "no finite value";
          case INVALID -> "invalid";
          case REJECTED_AS_IT_MUST_BE -> "rejected, as it must be";
          case FAILED -> "failed";
          case MISSING -> "missing";
        };
    return word
        + (rule == null ? "" : ": " + rule)
        + (reason == null ? "" : ": " + reason)
        + remarks().stream().map("; "::concat).collect(Collectors.joining());
  }
}
