package strandbench.process;

/**
 * An {@link Idempotent} task whose worker died each time that it ran. The cause is the last death,
 * those before are suppressed in it.
 */
public final class PoisonTaskException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int deaths;

  PoisonTaskException(int deaths, WorkerDiedException last) {
    super("given up after " + deaths + " workers died that ran it", last);
    this.deaths = deaths;
  }

  /** How many workers died. */
  public int deaths() {
    return deaths;
  }
}
