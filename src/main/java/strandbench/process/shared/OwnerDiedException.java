package strandbench.process.shared;

/**
 * The process that held a {@link SharedLock} ended without giving it back, so that what the lock
 * guards may be half changed. Whoever asks for the lock is told, until one takes it with {@link
 * SharedLock#lockOrRecover} and gives it back.
 */
public final class OwnerDiedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final long pid;

  OwnerDiedException(String lock, long pid) {
    super("process " + pid + " died while it held " + lock);
    this.pid = pid;
  }

  /** The process id of the owner that died. */
  public long pid() {
    return pid;
  }
}
