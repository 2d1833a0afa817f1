package strandbench.process;

/** What a pool does with a task for which there is no room in its queue. */
public enum WhenFull {
  /**
   * The caller waits for room. If it is interrupted meanwhile, the task is rejected, and the thread
   * is interrupted again. A callback on the thread that takes a worker's answers doesn't wait, as
   * it might for itself: its task is taken in spite of the limit.
   */
  BLOCK,

  /** The task is rejected. */
  REJECT,

  /**
   * The caller's thread runs the task, as a worker would have it: a copy, by serialization. It runs
   * in this JVM, so what it does to static fields stays.
   */
  CALLER_RUNS
}
