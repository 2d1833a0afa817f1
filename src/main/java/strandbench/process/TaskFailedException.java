package strandbench.process;

/**
 * Stands for a task's exception that could not come over itself: it, or something in it, is not
 * serializable, or the pool does not accept its class. The message says which, and holds the
 * exception's text and remote stack trace.
 */
public final class TaskFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TaskFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
