package strandbench.result;

/** How a planned cell ended. */
public enum CellState {
  /** Measured, and no validity rule objects. */
  MEASURED,
  /** Measured, but a validity rule says that the figure does not mean what it seems to. */
  INVALID,
  /** A control that a validity rule had to reject, and did. */
  REJECTED_AS_IT_MUST_BE,
  /** At least one fork failed: its set-up, its operation or its check. */
  FAILED,
  /** Planned, but no fork of it was finished. */
  MISSING;

  /** Whether the cell's figure may be shown as a measurement. */
  public boolean scores() {
    return this == MEASURED;
  }
}
