package strandbench.report;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import strandbench.stats.Amdahl;
import strandbench.stats.Fit;
import strandbench.stats.FittedCurve;
import strandbench.stats.ScalingPoint;
import strandbench.stats.Usl;

/**
 * Both laws, fitted to one series.
 *
 * @param series the points
 * @param cores as far as points were fitted; empty if all were
 */
public record ScalingFits(
    ScalingSeries series, OptionalInt cores, Fit<Usl> usl, Fit<Amdahl> amdahl) {
  private static final double DOUBTFUL = 0.05;

  public static ScalingFits of(ScalingSeries series, OptionalInt cores) {
    return new ScalingFits(
        series, cores, Usl.fit(series.points(), cores), Amdahl.fit(series.points(), cores));
  }

  /** Whether the points of a law don't follow it, as far as the spread within levels tells. */
  public static boolean isDoubtful(double lackOfFit) {
    return lackOfFit < DOUBTFUL;
  }

  /** Whether a level that was fitted has two points or more. */
  public boolean hasRepeats() {
    double[] fitted = fitted();
    return Arrays.stream(fitted).distinct().count() < fitted.length;
  }

  private double[] fitted() {
    return series.points().stream()
        .mapToDouble(ScalingPoint::n)
        .filter(n -> cores.isEmpty() || n <= cores.getAsInt())
        .toArray();
  }

  /**
   * A law as a chart has it.
   *
   * @param from the lowest level that was fitted
   * @param to the highest
   * @param hasBand false where the points don't follow the law, so that its intervals are worth
   *     nothing
   */
  record Drawn(FittedCurve curve, double from, double to, boolean hasBand) {}

  /** The Universal Scalability Law, else Amdahl's; empty where neither is identifiable. */
  Optional<Drawn> drawn() {
    return usl.<Optional<Drawn>>either(
        law -> Optional.of(drawn(law.curve(), law.lackOfFit())),
        none ->
            amdahl.<Optional<Drawn>>either(
                law -> Optional.of(drawn(law.curve(), law.lackOfFit())),
                reason -> Optional.empty()));
  }

  private Drawn drawn(FittedCurve curve, double lackOfFit) {
    double[] fitted = fitted();
    return new Drawn(
        curve,
        Arrays.stream(fitted).min().orElseThrow(),
        Arrays.stream(fitted).max().orElseThrow(),
        !isDoubtful(lackOfFit));
  }
}
