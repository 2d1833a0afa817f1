package strandbench.gate;

/**
 * How the gate's check of itself came out.
 *
 * @param canary {@code quiet}, or what it found
 * @param canaryPairs pairs of BASE against a copy of itself
 * @param calibration {@code found}, or why not
 * @param calibrationPairs pairs of our own work against 10% more of it
 * @param calibrationSlowDown what was found of the 10%, as a ratio; null before the first look
 * @param share of the time that was spent on the two
 */
public record SelfCheck(
    String canary,
    int canaryPairs,
    String calibration,
    int calibrationPairs,
    Double calibrationSlowDown,
    double share) {

  private static final String QUIET = "quiet";
  private static final String FOUND = "found";

  /** Whether a PASS of the same run can be trusted. */
  boolean passed() {
    return canary.equals(QUIET) && calibration.equals(FOUND);
  }

  static SelfCheck of(PairedResult result) {
    Series canary = result.riders().canary();
    Series calibration = result.riders().calibration();
    double own = canary.seconds() + calibration.seconds();
    double all = own + result.benchmarks().stream().mapToDouble(Series::seconds).sum();
    double found = calibration.evidence().slowDown().value();
    return new SelfCheck(
        result.riders().alarm().orElse(QUIET),
        canary.size(),
        result.riders().notFound().orElse(FOUND),
        calibration.size(),
        Double.isNaN(found) ? null : found,
        all == 0 ? 0 : own / all);
  }
}
