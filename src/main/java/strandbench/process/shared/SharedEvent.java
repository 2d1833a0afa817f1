package strandbench.process.shared;

import java.util.concurrent.TimeUnit;

/**
 * A flag that threads of several processes wait for: once it is set, all who wait go on, and all
 * who come later, until it is cleared.
 *
 * <pre>{@code
 * record Connect(SharedEvent up) implements Callable<Boolean>, Serializable {
 *   public Boolean call() throws InterruptedException {
 *     return up.await(5, TimeUnit.SECONDS);
 *   }
 * }
 *
 * SharedEvent up = SharedEvent.create();
 * Future<Boolean> connected = pool.submit(new Connect(up));
 * up.set();
 * }</pre>
 *
 * <p><b>Memory effects.</b> What a thread did before it set the event is visible to whoever finds
 * it set.
 *
 * <p>The death of a process that uses the event changes nothing about it, unless it is the
 * creator's.
 */
public final class SharedEvent extends SharedObject {
  private static final long serialVersionUID = 1L;

  /** Whether it is set, and above that how often it has been. */
  private static final long WORD = Block.START;

  private static final long SET = 1;

  SharedEvent(Block block) {
    super(block);
  }

  /**
   * Creates one that is not set.
   *
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  public static SharedEvent create() {
    return create("event", Block.START + Long.BYTES, SharedEvent::new);
  }

  public boolean isSet() {
    return (block().get(WORD) & SET) != 0;
  }

  /** Sets the event and wakes all who wait for it. They go on even if it is cleared at once. */
  public void set() {
    while (true) {
      long seen = block().get(WORD);
      if ((seen & SET) != 0) {
        return;
      }
      long next = (seen & ~Block.WAITERS) + 2 | SET;
      if (block().compareAndSet(WORD, seen, next)) {
        if ((seen & Block.WAITERS) != 0) {
          block().lot().wake(block(), WORD, Lot.ALL);
        }
        return;
      }
    }
  }

  /** Clears the event. */
  public void clear() {
    long seen = block().get(WORD);
    while ((seen & SET) != 0 && !block().compareAndSet(WORD, seen, seen & ~SET)) {
      seen = block().get(WORD);
    }
  }

  /**
   * Waits until the event is set.
   *
   * @throws ObjectClosedException if the creator closes it
   * @throws CreatorDiedException if the creator's process ends
   */
  public void await() throws InterruptedException {
    await(TimeLimit.INTERRUPTIBLE);
  }

  /**
   * Waits until the event is set, for some time.
   *
   * @return false if the time is over
   * @throws ObjectClosedException if the creator closes it
   * @throws CreatorDiedException if the creator's process ends
   */
  public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    return await(TimeLimit.in(timeout, unit));
  }

  private boolean await(TimeLimit limit) throws InterruptedException {
    block().check();
    Spin spin = new Spin(block().lot());
    long first = block().get(WORD) & ~Block.WAITERS;
    long seen = first;
    while (seen == first && (seen & SET) == 0) {
      if (!spin.once() && !block().await(WORD, seen, limit)) {
        return false;
      }
      seen = block().get(WORD) & ~Block.WAITERS;
    }
    return true;
  }

  @Override
  Handle handle() {
    return Handle.of(Handle.Kind.EVENT, block(), null);
  }
}
