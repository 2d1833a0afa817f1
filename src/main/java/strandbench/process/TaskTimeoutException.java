package strandbench.process;

import java.time.Duration;

/**
 * A task took longer than its pool's {@linkplain ProcessPool.Builder#taskTimeout limit}. It was
 * interrupted: the cause is what it threw then, or, where it ignored the interrupt, the death of
 * its worker, which was killed.
 */
public final class TaskTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration limit;
  private final String remoteStack;

  TaskTimeoutException(Duration limit, String remoteStack, Throwable cause) {
    super(
        "the task took longer than "
            + limit
            + (remoteStack.isEmpty()
                ? ""
                : ", and ignored the interrupt; it was at\n" + remoteStack),
        cause);
    this.limit = limit;
    this.remoteStack = remoteStack;
  }

  /** The time limit. */
  public Duration limit() {
    return limit;
  }

  /**
   * Where the task was when it had ignored the interrupt, a line for each frame. Empty where it
   * heeded it, or where its worker gave no answer, as a stopped process doesn't.
   */
  public String remoteStack() {
    return remoteStack;
  }
}
