package strandbench.process.shared;

/**
 * A process ended after it had taken items from a {@link JoinableSharedQueue} and before it had
 * said that they are done. Whoever joins the queue is told, until one {@linkplain
 * JoinableSharedQueue#recover recovers}.
 */
public final class ItemsLostException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final long pid;
  private final int items;

  ItemsLostException(String queue, long pid, int items) {
    super(
        "process "
            + pid
            + " ended before it was done with what it had taken from "
            + queue
            + ": "
            + items
            + (items == 1 ? " item" : " items")
            + " lost");
    this.pid = pid;
    this.items = items;
  }

  /** The process id of the consumer that ended; of the last, where several did. */
  public long pid() {
    return pid;
  }

  /** How many items will never be done, of all consumers that ended. */
  public int items() {
    return items;
  }
}
