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
 * <p><b>Death.</b> An item is taken at most once. One whose consumer ends between {@code take} and
 * {@code taskDone} is lost: nobody can tell how far it was dealt with, and it is not in the queue
 * any more. {@code join} tells that, with an {@link ItemsLostException}, to everyone who asks,
 * until somebody calls {@link #recover}, which counts such items as done; who still has them may
 * put them in again before that. It is the process that took an item that should call {@code
 * taskDone}: where another does, an item is taken for lost for as long as it has not, should the
 * first end before. Of more than 64 consumers at a time, the deaths of some are not told so, and
 * {@code join} waits.
 *
 * <p>At most 536,870,911 items can be in the queue or taken and not yet done.
 *
 * @param <T> of the items
 */
public final class JoinableSharedQueue<T> extends SharedQueue<T> {
  private static final long serialVersionUID = 1L;

  private final transient Debts debts;

  JoinableSharedQueue(Block block, String rulesText) {
    super(block, rulesText, Debts.SIZE);
    this.debts = new Debts(block, block.memory().byteSize() - Debts.SIZE);
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
        size(bytes) + Debts.SIZE,
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
    countDone();
    debts.add(-1);
    lookAgainForLost();
  }

  private void countDone() {
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

  @Override
  void beforeTake() {
    debts.add(1);
  }

  @Override
  void afterTake() {
    lookAgainForLost();
  }

  @Override
  void consumerJoined(int member) {
    debts.join(member);
  }

  @Override
  void consumerLeft(int member, long pid) {
    debts.left(member, pid);
  }

  /**
   * While items are taken and done, fewer may seem lost than are: who joined on that looks again.
   */
  private void lookAgainForLost() {
    if (debts.areLeft()) {
      long seen = block().get(DONE);
      while (!block().compareAndSet(DONE, seen, seen ^ ItemRing.PEERS)) {
        seen = block().get(DONE);
      }
      if ((seen & Block.WAITERS) != 0) {
        block().lot().wake(block(), DONE, Lot.ALL);
      }
    }
  }

  /** For tests. */
  Debts debts() {
    return debts;
  }

  private int takenAndNotDone() {
    return ItemRing.count(block().get(DONE), ring().head());
  }

  /**
   * Counts the items as done that were taken by processes which ended before they had said so; then
   * {@link #join} doesn't tell of them any more. One process should do that at a time.
   *
   * @return how many there were
   */
  public int recover() {
    int lost = debts.clear(takenAndNotDone());
    for (int i = 0; i < lost; i++) {
      countDone();
    }
    return lost;
  }

  /**
   * Waits until every item that was put in is done.
   *
   * @throws ItemsLostException if a process ended that had taken some and not said that they are
   *     done, until somebody {@linkplain #recover recovers}
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
      int lost = debts.areLeft() ? debts.lost(takenAndNotDone()) : 0;
      if (lost > 0) {
        throw new ItemsLostException(block().toString(), debts.pid(), lost);
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
