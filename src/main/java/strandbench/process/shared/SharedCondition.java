package strandbench.process.shared;

import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import strandbench.process.shared.Parked.Outcome;

/**
 * A condition of a {@link SharedLock}: threads of several processes wait for a signal, and give the
 * lock back meanwhile. {@link SharedLock#newCondition} makes one, in whichever process; that
 * process is then its creator.
 *
 * <p>Signals wake those first who have waited longest. As {@link Condition} warns, a thread may be
 * woken without a signal: it is when any process dies that has the condition open, as a signal may
 * have died with that. So wait in a loop.
 *
 * <pre>{@code
 * lock.lock();
 * try {
 *   while (stock.get() == 0) {
 *     delivered.await();
 *   }
 *   stock.addAndGet(-1);
 * } finally {
 *   lock.unlock();
 * }
 * }</pre>
 *
 * <p><b>A dead owner.</b> If the process that has the lock dies meanwhile, the waiting methods
 * throw {@link OwnerDiedException}. As always when they return, the caller then holds the lock; if
 * it just gives it back, the lock stays abandoned as {@link SharedLock} describes. To repair, it
 * calls {@link SharedLock#lockOrRecover} first, and so holds the lock once more.
 *
 * <p>All methods but {@link #close} throw {@link IllegalMonitorStateException} if the caller does
 * not hold the lock; the waiting ones throw {@link ObjectClosedException} and {@link
 * CreatorDiedException} as those of the lock do, on account of the condition or of the lock.
 */
public final class SharedCondition extends SharedObject implements Condition {
  private static final long serialVersionUID = 1L;

  /** Never anything but whether someone waits. */
  private static final long WORD = Block.START;

  private final transient SharedLock lock;

  SharedCondition(Block block, SharedLock lock) {
    super(block);
    this.lock = lock;
  }

  static SharedCondition create(SharedLock lock) {
    return create("condition", Block.START + Long.BYTES, block -> new SharedCondition(block, lock));
  }

  @Override
  public void await() throws InterruptedException {
    pause(TimeLimit.INTERRUPTIBLE);
  }

  @Override
  public void awaitUninterruptibly() {
    try {
      pause(TimeLimit.UNINTERRUPTIBLE);
    } catch (InterruptedException e) {
      throw new AssertionError("nothing here is interruptible", e);
    }
  }

  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return pause(TimeLimit.in(time, unit));
  }

  @Override
  public long awaitNanos(long nanosTimeout) throws InterruptedException {
    TimeLimit limit = TimeLimit.in(nanosTimeout, TimeUnit.NANOSECONDS);
    pause(limit);
    return limit.remaining();
  }

  @Override
  @SuppressWarnings("JavaUtilDate") // Condition says so.
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    long millis = deadline.getTime() - System.currentTimeMillis();
    return pause(TimeLimit.in(millis, TimeUnit.MILLISECONDS));
  }

  /** Queues up before it gives the lock back: so every signal from then on counts. */
  private boolean pause(TimeLimit limit) throws InterruptedException {
    requireLock();
    if (limit.interruptible() && Thread.interrupted()) {
      throw new InterruptedException();
    }
    block().check();
    Lot lot = block().lot();
    Parked parked = lot.enqueue(block(), WORD, 0, true);
    int holds = lock.mutex().unlockFully();
    Outcome outcome;
    try {
      outcome = lot.await(parked, limit);
    } finally {
      lock.mutex().relock(holds);
    }
    return block().settled(outcome);
  }

  /** Wakes the one who has waited longest, if anyone waits. */
  @Override
  public void signal() {
    signal(1);
  }

  /**
   * Wakes those who have waited longest.
   *
   * @param count how many; all, where fewer wait
   * @throws IllegalArgumentException if that is negative
   */
  public void signal(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("a signal to " + count);
    }
    requireLock();
    if (count > 0 && block().get(WORD) != 0) {
      block().lot().wake(block(), WORD, count);
    }
  }

  /** Wakes all who wait. */
  @Override
  public void signalAll() {
    signal(Lot.ALL);
  }

  private void requireLock() {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalMonitorStateException("this thread doesn't hold " + lock);
    }
  }

  @Override
  Handle handle() {
    return Handle.of(Handle.Kind.CONDITION, block(), lock);
  }
}
