package strandbench.gate;

/** What the gate says of one benchmark. */
public enum Verdict {
  /** "The slow-down is at most the tolerance" was rejected. */
  REGRESSION,
  /** "The slow-down is at least the tolerance" was rejected. */
  PASS,
  /** As PASS; and "the speed-up is at most the tolerance" was rejected as well. */
  IMPROVEMENT,
  /** Neither was rejected. */
  INCONCLUSIVE,
  /** It could not be measured in one of the two, and could in the other. */
  FAILED;

  public boolean passes() {
    return this == PASS || this == IMPROVEMENT;
  }
}
