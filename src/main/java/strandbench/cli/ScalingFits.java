package strandbench.cli;

import java.util.OptionalInt;
import strandbench.stats.Amdahl;
import strandbench.stats.Fit;
import strandbench.stats.Usl;

/**
 * Both laws, fitted to one series.
 *
 * @param series the points
 * @param cores as far as points were fitted; empty if all were
 */
record ScalingFits(ScalingSeries series, OptionalInt cores, Fit<Usl> usl, Fit<Amdahl> amdahl) {

  static ScalingFits of(ScalingSeries series, OptionalInt cores) {
    return new ScalingFits(
        series, cores, Usl.fit(series.points(), cores), Amdahl.fit(series.points(), cores));
  }
}
