package strandbench.process.shared;

/**
 * A {@link Manager} was closed or has died, and with it all that was in it. Whether the call that
 * throws this had its effect before is not known.
 */
public final class ManagerEndedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ManagerEndedException(Throwable cause) {
    super("the manager was closed or has died", cause);
  }
}
