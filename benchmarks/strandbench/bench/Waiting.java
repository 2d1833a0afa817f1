package strandbench.bench;

/** What those do who wait: a caller for its answer, and an idle worker for a task. */
public enum Waiting {
  /** They park, and have to be woken. */
  PARK,

  /** They look for a while, and park then. */
  SPIN_FIRST
}
