package strandbench.cli;

/** How a subcommand can end. */
final class ExitCode {
  /** Done. */
  static final int DONE = 0;

  /** The gate's verdict: slower than the tolerance allows, or failing. */
  static final int REGRESSION = 1;

  /** Wrong usage or unusable input; one line on stderr says which. */
  static final int UNUSABLE_INPUT = 2;

  /** The gate's verdict: can't be told. */
  static final int INCONCLUSIVE = 3;

  /**
   * Measured, but cells failed, are missing, or all are invalid, or profiles that were asked for
   * are not there; they are named on stderr.
   */
  static final int CELLS_FAILED = 4;

  /** A fault of Strandbench itself, told with its stack trace (EX_SOFTWARE of sysexits.h). */
  static final int OWN_FAULT = 70;

  /** Interrupted; what was measured is kept. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
