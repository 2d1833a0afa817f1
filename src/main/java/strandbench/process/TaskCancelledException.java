package strandbench.process;

import java.util.concurrent.CancellationException;

/**
 * The cause of the {@link CancellationException} that a cancelled future throws. A future is
 * cancelled at once; if its task then ignores the interrupt and its worker is killed for it, this
 * tells where the task was, as soon as that is known.
 *
 * <p>Thread-safe.
 */
public final class TaskCancelledException extends CancellationException {
  private static final long serialVersionUID = 1L;

  private volatile String remoteStack = "";

  TaskCancelledException() {
    super("cancelled");
  }

  void ignoredAt(String stack) {
    remoteStack = stack;
  }

  /**
   * Where the task was when it had ignored the interrupt, a line for each frame. Empty where it
   * heeded it, has not ended yet, or never started.
   */
  public String remoteStack() {
    return remoteStack;
  }

  @Override
  public String getMessage() {
    String stack = remoteStack;
    return stack.isEmpty() ? "cancelled" : "cancelled; the task ignored it, and was at\n" + stack;
  }
}
