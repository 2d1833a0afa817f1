package strandbench.gate;

import java.util.Optional;

/**
 * The gate's check of itself, in the same rounds as what it compares: a canary, for which no
 * difference may be found, and a calibration pair, for which one must.
 */
final class Riders {
  /** More work in one arm of the calibration pair: 10%. */
  static final double CALIBRATION_SLOW_DOWN = 0.1;

  /** What the calibration pair has to exceed, whatever tolerance the benchmarks have. */
  private static final double CALIBRATION_TOLERANCE = 0.05;

  private final Series canary;
  private final Series calibration;

  /**
   * @param flips as the benchmarks' rules have them
   */
  Riders(int flips) {
    canary = new Series(Role.CANARY, null, GateRules.of(0).withFlips(flips));
    calibration =
        new Series(Role.CALIBRATION, null, GateRules.of(CALIBRATION_TOLERANCE).withFlips(flips));
  }

  Series canary() {
    return canary;
  }

  Series calibration() {
    return calibration;
  }

  /** Why nothing that was measured can be trusted; empty while there is no reason. */
  Optional<String> alarm() {
    if (canary.failure().isPresent()) {
      return Optional.of(canary.failure().get().reason());
    }
    Evidence evidence = canary.evidence();
    double level = canary.rules().regressionLevel();
    return evidence.regressionP() <= level || evidence.improvementP() <= level
        ? Optional.of(
            "BASE differs from a copy of itself by " + Figures.change(evidence.slowDown().value()))
        : Optional.empty();
  }

  boolean calibrationFound() {
    return calibration.evidence().regressionP() <= calibration.rules().regressionLevel();
  }

  /** Whether more pairs of it would tell anything. */
  boolean calibrationRemains() {
    return !calibrationFound() && calibration.failure().isEmpty();
  }

  /** Why a PASS can't be trusted; empty once the calibration was found. */
  Optional<String> notFound() {
    if (calibrationFound()) {
      return Optional.empty();
    }
    return Optional.of(
        calibration
            .failure()
            .map(Series.Failure::reason)
            .orElse("10% more work was not found to be slower"));
  }
}
