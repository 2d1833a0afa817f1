package strandbench.gate;

/** Why a pair is measured. */
public enum Role {
  /** A benchmark of BASE against the same one of HEAD. */
  BENCHMARK,
  /** A benchmark of BASE against itself, from a copy: whatever differs is a fault of the gate. */
  CANARY,
  /** Work of our own against 10% more of it: a slow-down that the gate has to find. */
  CALIBRATION
}
