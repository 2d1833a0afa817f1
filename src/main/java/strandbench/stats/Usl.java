package strandbench.stats;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The Universal Scalability Law: X(N) = γ N / (1 + σ (N − 1) + κ N (N − 1)), from N. J. Gunther,
 * "Guerrilla Capacity Planning" (2007), with the throughput of one, γ, as a third parameter.
 *
 * <p>Intervals are at {@link Estimate#CONFIDENCE} and cut off where the law ends (σ ≥ 0, κ ≥ 0, γ >
 * 0). Those of σ, κ, γ and X(N*) are those of nonlinear regression; that of N* is Fieller's (1954)
 * for a ratio of normal estimates, so that it has no upper end where κ can't be told from 0.
 *
 * @param sigma contention: the share of work that only one can do at a time
 * @param kappa coherency: the cost of agreeing, per pair
 * @param gamma throughput of one, in the unit of the points
 * @param peakN N* = √((1 − σ) / κ), where throughput is highest, and 1 if it falls from the start;
 *     infinite where κ is 0, and NaN where σ is 1 as well, so that all n are alike. It may lie far
 *     beyond what was measured
 * @param peakThroughput X(N*), in the unit of the points; NaN where N* is not finite
 * @param points how many points were fitted
 * @param lackOfFit the probability that points which do follow the law scatter around it as these
 *     do, judged by the spread within levels: a small one says that the law does not describe them,
 *     and that its intervals are worth nothing; NaN where there is no such spread: no level was
 *     measured twice, or the measurements of each level are equal
 * @param curve X(N) with its band
 */
public record Usl(
    Estimate sigma,
    Estimate kappa,
    Estimate gamma,
    Estimate peakN,
    Estimate peakThroughput,
    int points,
    double lackOfFit,
    FittedCurve curve) {

  /** What rounding makes of a parameter that is exactly 0. */
  private static final double ROUNDING = 1e-10;

  /** X(N). */
  public static double throughput(double gamma, double sigma, double kappa, double n) {
    return gamma * n / (1 + sigma * (n - 1) + kappa * n * (n - 1));
  }

  /**
   * Fits the law to the points at or below the cores, four levels or more of them.
   *
   * <p>It is not identifiable from fewer, and where the best fit lies outside of the law (σ or κ
   * below 0): forcing such a fit to the edge would give it an interval that means nothing.
   *
   * @param points in any order
   * @param cores how many can run at once; if empty, every point counts
   */
  public static Fit<Usl> fit(List<ScalingPoint> points, OptionalInt cores) {
    return new ScalingCurve(3).fit(points, cores, Usl::read);
  }

  private static Fit<Usl> read(LeastSquares fit) {
    for (int parameter : new int[] {ScalingCurve.SIGMA, ScalingCurve.KAPPA}) {
      Estimate estimate = fit.parameter(parameter);
      if (!(estimate.value() >= -ROUNDING)) {
        return new Fit.NotIdentifiable<>(
            String.format(
                Locale.ROOT,
                "the best fit has %s = %.3g (%.3g to %.3g), and the law ends at 0",
                parameter == ScalingCurve.SIGMA ? "sigma" : "kappa",
                estimate.value(),
                estimate.low(),
                estimate.high()));
      }
    }
    Estimate peak = peak(fit);
    return new Fit.Identified<>(
        new Usl(
            fit.parameter(ScalingCurve.SIGMA).within(0, Double.POSITIVE_INFINITY),
            fit.parameter(ScalingCurve.KAPPA).within(0, Double.POSITIVE_INFINITY),
            fit.parameter(ScalingCurve.GAMMA).within(0, Double.POSITIVE_INFINITY),
            peak,
            peakThroughput(fit, peak),
            fit.points(),
            fit.lackOfFit(),
            fit));
  }

  /**
   * N*² is the ratio a / b of a = 1 − σ and b = κ; Fieller's set for it is where a quadratic ≤ 0.
   */
  private static Estimate peak(LeastSquares fit) {
    double a = 1 - fit.value(ScalingCurve.SIGMA);
    double b = Math.max(0, fit.value(ScalingCurve.KAPPA));
    double t2 = fit.quantile() * fit.quantile();
    double square = b * b - t2 * fit.covariance(ScalingCurve.KAPPA, ScalingCurve.KAPPA);
    double half = a * b + t2 * fit.covariance(ScalingCurve.SIGMA, ScalingCurve.KAPPA);
    double constant = a * a - t2 * fit.covariance(ScalingCurve.SIGMA, ScalingCurve.SIGMA);
    double root = Math.sqrt(Math.max(0, half * half - square * constant));
    boolean bounded = square > 0;
    // Not (half - root) / square: that loses its digits where square is all but 0.
    double low = constant <= 0 || half + root == 0 ? 0 : constant / (half + root);
    double high = bounded ? (half + root) / square : Double.POSITIVE_INFINITY;
    if (a <= ROUNDING && b <= ROUNDING) {
      // Throughput is the same at all n: no peak is higher than another.
      return new Estimate(Double.NaN, Double.NaN, Double.NaN, Estimate.CONFIDENCE, fit.points());
    }
    double value = b <= ROUNDING ? Double.POSITIVE_INFINITY : a / b;
    return new Estimate(level(value), level(low), level(high), Estimate.CONFIDENCE, fit.points());
  }

  /** N* from its square: never below the 1 that the law begins at. */
  private static double level(double square) {
    return Math.sqrt(Math.max(1, square));
  }

  /** At the peak X does not change with N, so that N*'s own uncertainty adds none. */
  private static Estimate peakThroughput(LeastSquares fit, Estimate peak) {
    if (!Double.isFinite(peak.value())) {
      return new Estimate(Double.NaN, Double.NaN, Double.NaN, Estimate.CONFIDENCE, fit.points());
    }
    Estimate there = fit.at(peak.value());
    return Double.isInfinite(peak.high())
        ? new Estimate(
            there.value(), there.low(), Double.POSITIVE_INFINITY, there.confidence(), there.forks())
        : there;
  }
}
