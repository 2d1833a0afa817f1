package strandbench.process.shared;

/**
 * Whoever would have to act for a wait at a {@link SharedQueue} to end has ended: every other
 * process that was on the other side of the queue is gone, and at least one of them died, instead
 * of ending in order. Nothing is lost by asking again, should others take their place.
 */
public final class PeersDiedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  PeersDiedException(String message) {
    super(message);
  }
}
