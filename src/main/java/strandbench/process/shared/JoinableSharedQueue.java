package strandbench.process.shared;

import java.util.List;
import java.util.concurrent.TimeUnit;
import strandbench.process.wire.AcceptFilter;

/**
 * A queue that knows when all that was put into it is done, not only taken: whoever takes an item
 * calls {@link #taskDone} once it is dealt with, and {@link #join} waits until that has been called
 * for every item.
 *
 * <pre>{@code
 * record Consume(JoinableSharedQueue<String> work) implements Callable<Object>, Serializable {
 *   public Object call() throws InterruptedException {
 *     while (true) {
 *       String item = work.take();
 *       try {
 *         process(item);
 *       } finally {
 *         work.taskDone();
 *       }
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>A process that dies between {@code take} and {@code taskDone} leaves its item undone for ever.
 * {@code join} is told when there is nobody left to do anything; while there is, it waits, as it
 * can't know which items are being done by whom. Give it a time limit where processes may die.
 *
 * <p>At most 536,870,911 items can be in the queue or taken and not yet done.
 *
 * @param <T> of the items
 */
public final class JoinableSharedQueue<T> extends SharedQueue<T> {
  private static final long serialVersionUID = 1L;

  JoinableSharedQueue(Block block, String rulesText) {
    super(block, rulesText);
  }

  /**
   * Creates a queue, as {@link SharedQueue#create(int)}.
   *
   * @throws IllegalArgumentException if the capacity is out of range
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  public static <T> JoinableSharedQueue<T> create(int capacity) {
    return create(capacity, DEFAULT_BYTES);
  }

  /**
   * Creates a queue, as {@link SharedQueue#create(int, long, String...)}.
   *
   * @throws IllegalArgumentException if capacity or bytes are out of range, or a pattern is none
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  public static <T> JoinableSharedQueue<T> create(int capacity, long bytes, String... accept) {
    String rules = AcceptFilter.rules(List.of(accept));
    requireCapacity(capacity);
    return create(
        "joinable_queue",
        size(bytes),
        block -> new JoinableSharedQueue<>(sized(block, capacity), rules));
  }

  /** How many items were put in and are not done, for monitoring. */
  public int unfinished() {
    while (true) {
      long done = block().get(DONE);
      int unfinished = ItemRing.count(done, ring().tail());
      if (done == block().get(DONE)) {
        return unfinished;
      }
    }
  }

  /**
   * Says that an item is done that was taken.
   *
   * @throws IllegalStateException if that has been said for every item that was put in already
   */
  public void taskDone() {
    while (true) {
      long seen = block().get(DONE);
      int unfinished = ItemRing.count(seen, ring().tail());
      if (unfinished == 0) {
        throw new IllegalStateException("taskDone() was called for more items than were put");
      }
      boolean last = unfinished == 1;
      long next = ItemRing.next(ItemRing.position(seen), 0);
      long left = last ? next : next | (seen & Block.WAITERS);
      if (block().compareAndSet(DONE, seen, left)) {
        if (last && (seen & Block.WAITERS) != 0) {
          block().lot().wake(block(), DONE, Lot.ALL);
        }
        return;
      }
    }
  }

  /**
   * Waits until every item that was put in is done.
   *
   * @throws PeersDiedException if not all is done, every other process that ever took an item is
   *     gone, and at least one of them died
   * @throws ObjectClosedException if the creator closes the queue
   * @throws CreatorDiedException if the creator's process ends
   */
  public void join() throws InterruptedException {
    join(TimeLimit.INTERRUPTIBLE);
  }

  /**
   * Waits until every item that was put in is done, for some time.
   *
   * @return false if the time is over
   * @throws RuntimeException as {@link #join()}
   */
  public boolean join(long timeout, TimeUnit unit) throws InterruptedException {
    return join(TimeLimit.in(timeout, unit));
  }

  private boolean join(TimeLimit limit) throws InterruptedException {
    block().check();
    while (true) {
      long done = block().get(DONE);
      if (ItemRing.count(done, ring().tail()) == 0) {
        return true;
      }
      if (consumers().areGone() && block().get(DONE) == done) {
        throw new PeersDiedException("no process is left that took items from " + block());
      }
      if (!block().await(DONE, done & ~Block.WAITERS, limit)) {
        return false;
      }
    }
  }

  @Override
  Handle handle() {
    return Handle.of(Handle.Kind.JOINABLE_QUEUE, block(), rulesText());
  }
}
