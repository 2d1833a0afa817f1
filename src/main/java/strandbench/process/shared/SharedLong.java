package strandbench.process.shared;

import java.util.function.LongUnaryOperator;

/**
 * A {@code long} that several processes share: what {@link java.util.concurrent.atomic.AtomicLong}
 * is between the threads of one. Each method is atomic by itself. A {@link #get} and a {@link #set}
 * that follows it are not, together: between them another process may write, and its update is
 * lost. Hold a {@link SharedLock} around both, or use {@link #getAndAdd} and its like.
 *
 * <pre>{@code
 * SharedLong counter = SharedLong.create(0);
 * record Count(SharedLong counter) implements Runnable, Serializable {
 *   public void run() {
 *     counter.addAndGet(1);
 *   }
 * }
 * pool.submit(new Count(counter)).get();
 * }</pre>
 *
 * <p>Memory effects are those of a volatile variable. After {@link #close} nobody can open the
 * value any more; a process that has it keeps it, and can go on using it.
 */
public final class SharedLong extends SharedObject {
  private static final long serialVersionUID = 1L;

  SharedLong(Block block) {
    super(block);
  }

  /**
   * Creates one.
   *
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  public static SharedLong create(long value) {
    SharedLong created = create("long", Block.START + Long.BYTES, SharedLong::new);
    created.set(value);
    return created;
  }

  public long get() {
    return block().get(Block.START);
  }

  public void set(long newValue) {
    block().set(Block.START, newValue);
  }

  /** Sets the value; returns the one before. */
  public long getAndSet(long newValue) {
    return block().getAndSet(Block.START, newValue);
  }

  /**
   * Sets the value if it is the expected one.
   *
   * @return whether it was
   */
  public boolean compareAndSet(long expected, long newValue) {
    return block().compareAndSet(Block.START, expected, newValue);
  }

  /** Adds; returns the value before. */
  public long getAndAdd(long delta) {
    return block().getAndAdd(Block.START, delta);
  }

  /** Adds; returns the value after that. */
  public long addAndGet(long delta) {
    return getAndAdd(delta) + delta;
  }

  /**
   * Sets the value to what a function makes of it; returns the one before.
   *
   * @param update without side effects, as it is called again where another was quicker
   */
  public long getAndUpdate(LongUnaryOperator update) {
    while (true) {
      long value = get();
      if (compareAndSet(value, update.applyAsLong(value))) {
        return value;
      }
    }
  }

  /**
   * Sets the value to what a function makes of it; returns that.
   *
   * @param update without side effects, as it is called again where another was quicker
   */
  public long updateAndGet(LongUnaryOperator update) {
    while (true) {
      long value = get();
      long next = update.applyAsLong(value);
      if (compareAndSet(value, next)) {
        return next;
      }
    }
  }

  @Override
  Handle handle() {
    return Handle.of(Handle.Kind.LONG, block(), null);
  }

  /** The value. */
  @Override
  public String toString() {
    return Long.toString(get());
  }
}
