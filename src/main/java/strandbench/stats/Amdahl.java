package strandbench.stats;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Amdahl's law as throughput: X(N) = γ N / (1 + σ (N − 1)), where σ is the share of the work that
 * only one can do at a time (G. M. Amdahl, 1967); the {@link Usl} with κ = 0, and like it with γ as
 * a parameter. It never falls: points that do are not its.
 *
 * @param serialFraction σ, between 0 and 1
 * @param gamma throughput of one, in the unit of the points
 * @param maxSpeedup 1 / σ, what no N goes beyond; infinite where σ is 0
 * @param points how many points were fitted
 * @param lackOfFit as {@link Usl#lackOfFit}
 * @param curve X(N) with its band
 */
public record Amdahl(
    Estimate serialFraction,
    Estimate gamma,
    Estimate maxSpeedup,
    int points,
    double lackOfFit,
    FittedCurve curve) {

  private static final double ROUNDING = 1e-10;

  /**
   * Fits the law to the points at or below the cores, three levels or more of them. Not
   * identifiable from fewer, and where the best fit has σ outside of 0 to 1.
   *
   * @param points in any order
   * @param cores how many can run at once; if empty, every point counts
   */
  public static Fit<Amdahl> fit(List<ScalingPoint> points, OptionalInt cores) {
    return new ScalingCurve(2).fit(points, cores, Amdahl::read);
  }

  private static Fit<Amdahl> read(LeastSquares fit) {
    Estimate sigma = fit.parameter(ScalingCurve.SIGMA);
    if (!(sigma.value() >= -ROUNDING && sigma.value() <= 1 + ROUNDING)) {
      return new Fit.NotIdentifiable<>(
          String.format(
              Locale.ROOT,
              "the best fit has a serial fraction of %.3g (%.3g to %.3g), and the law has it"
                  + " between 0 and 1",
              sigma.value(),
              sigma.low(),
              sigma.high()));
    }
    Estimate serial = sigma.within(0, 1);
    return new Fit.Identified<>(
        new Amdahl(
            serial,
            fit.parameter(ScalingCurve.GAMMA).within(0, Double.POSITIVE_INFINITY),
            new Estimate(
                1 / serial.value(),
                1 / serial.high(),
                1 / serial.low(),
                serial.confidence(),
                serial.forks()),
            fit.points(),
            fit.lackOfFit(),
            fit));
  }
}
