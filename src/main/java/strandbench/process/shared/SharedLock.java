package strandbench.process.shared;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import strandbench.process.shared.Mutex.Acquired;

/**
 * A lock between the threads of several processes: what {@link
 * java.util.concurrent.locks.ReentrantLock} is between those of one. A thread that holds it may
 * take it again, and gives it back as often. It is not fair: whoever comes while it is free takes
 * it, and those who wait may wait long if others take it again and again; a waiter is woken at each
 * {@code unlock}.
 *
 * <p><b>A dead owner.</b> When a process ends while it holds the lock, however it ends, nobody else
 * is locked out, and nobody goes on as if nothing had happened: what the lock guards may be half
 * changed. Whoever then asks for the lock gets an {@link OwnerDiedException}, and does not hold it.
 * That lasts until somebody takes it with {@link #lockOrRecover}, repairs what there is to repair,
 * and gives it back; from then on it is a lock as any other. (A POSIX robust mutex tells the next
 * owner by a return value, once, which is easily overlooked; then nobody after it is told.)
 *
 * <pre>{@code
 * record Withdraw(SharedLock lock, SharedLong balance, long amount)
 *     implements Callable<Boolean>, Serializable {
 *   public Boolean call() {
 *     lock.lock();
 *     try {
 *       boolean enough = balance.get() >= amount;
 *       if (enough) {
 *         balance.set(balance.get() - amount);
 *       }
 *       return enough;
 *     } finally {
 *       lock.unlock();
 *     }
 *   }
 * }
 *
 * try {
 *   pool.submit(new Withdraw(lock, balance, 5)).get();
 * } catch (ExecutionException e) {
 *   if (lock.lockOrRecover()) {
 *     balance.set(recomputed());
 *   }
 *   lock.unlock();
 * }
 * }</pre>
 *
 * <p><b>Memory effects.</b> What a thread did before it gave the lock back, also in other shared
 * memory, is visible to whoever takes it next, in any process.
 *
 * <p>In the methods, "interrupted" and the rest are as {@link Lock} says. Every method that takes
 * the lock also throws {@link ObjectClosedException} if the creator has closed it, and {@link
 * CreatorDiedException} if the creator's process has ended.
 */
public final class SharedLock extends SharedObject implements Lock {
  private static final long serialVersionUID = 1L;

  private final transient Mutex mutex;

  SharedLock(Block block) {
    super(block);
    this.mutex = new Mutex(block, Block.START);
  }

  /**
   * Creates a lock that nobody holds.
   *
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  public static SharedLock create() {
    return create("lock", Block.START + Mutex.SIZE, SharedLock::new);
  }

  Mutex mutex() {
    return mutex;
  }

  /**
   * Takes the lock, and waits for it where it must. An interrupt is kept for later.
   *
   * @throws OwnerDiedException if the last owner died; the caller does not hold the lock then
   */
  @Override
  public void lock() {
    lock(false);
  }

  /**
   * Takes the lock as {@link #lock} does, also from an owner that died.
   *
   * @return whether the last owner died, so that it is on the caller to repair what the lock guards
   *     before giving it back. Until then others wait; if the caller's process dies as well, the
   *     next is told again
   */
  public boolean lockOrRecover() {
    return lock(true) == Acquired.FROM_THE_DEAD;
  }

  private Acquired lock(boolean recovers) {
    try {
      return mutex.lock(recovers, TimeLimit.UNINTERRUPTIBLE);
    } catch (InterruptedException e) {
      throw new AssertionError("nothing here is interruptible", e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws OwnerDiedException if the last owner died; the caller does not hold the lock then
   */
  @Override
  public void lockInterruptibly() throws InterruptedException {
    mutex.lock(false, TimeLimit.INTERRUPTIBLE);
  }

  /**
   * {@inheritDoc}
   *
   * @throws OwnerDiedException if the last owner died; the caller does not hold the lock then
   */
  @Override
  public boolean tryLock() {
    return mutex.tryLock(false) != Acquired.NO;
  }

  /**
   * {@inheritDoc}
   *
   * @throws OwnerDiedException if the last owner died; the caller does not hold the lock then
   */
  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return mutex.lock(false, TimeLimit.in(time, unit)) != Acquired.NO;
  }

  /**
   * Gives the lock back.
   *
   * @throws IllegalMonitorStateException if this thread does not hold it
   */
  @Override
  public void unlock() {
    mutex.unlock();
  }

  /** Whether this thread holds the lock. */
  public boolean isHeldByCurrentThread() {
    return mutex.isHeldByCurrentThread();
  }

  /** Whether any thread of any process holds the lock, for monitoring. */
  public boolean isLocked() {
    return mutex.isLocked();
  }

  /**
   * Creates a condition of this lock; this process is its creator, whoever is the lock's.
   *
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  @Override
  public SharedCondition newCondition() {
    return SharedCondition.create(this);
  }

  @Override
  void left(int member, long pid, boolean orderly) {
    mutex.left(member, pid);
  }

  @Override
  Handle handle() {
    return Handle.of(Handle.Kind.LOCK, block(), null);
  }
}
