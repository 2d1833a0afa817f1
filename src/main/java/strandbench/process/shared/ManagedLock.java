package strandbench.process.shared;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * A lock in a {@link Manager}, between the threads of any processes. Who waits is served in the
 * order of coming. The thread that holds it may lock it again, through any copy of it in its
 * process, and unlocks it as often.
 *
 * <p>When the process of the owner dies, the lock is free, and the next owner {@linkplain
 * #isAbandoned learns} of it, because what the lock guards may be half done. A thread that ends
 * while it holds the lock keeps it, as with the JDK's locks.
 *
 * <pre>{@code
 * lock.lock();
 * try {
 *   map.put("n", map.get("n") - 1);
 * } finally {
 *   lock.unlock();
 * }
 * }</pre>
 *
 * <p>Thread-safe. Unlocking happens-before the next locking, in any process. Methods may throw a
 * {@link ManagerEndedException}.
 */
public final class ManagedLock implements Lock, Serializable {
  private static final long serialVersionUID = 1L;

  private final transient ManagedObject object;

  ManagedLock(ManagedObject object) {
    this.object = object;
  }

  private static ByteBuffer self() {
    return ManagerCall.bytes(Thread.currentThread().threadId());
  }

  private HeldLocks.Hold hold() {
    return object.client().locks().get(object.handle().number());
  }

  private void hold(HeldLocks.Hold hold) {
    object.client().locks().set(object.handle().number(), hold);
  }

  /** Whether this thread has it already; then it does so once more. */
  private boolean again() {
    HeldLocks.Hold held = hold();
    if (held == null) {
      return false;
    }
    hold(new HeldLocks.Hold(Math.incrementExact(held.count()), held.abandoned()));
    return true;
  }

  /** Whether an answer gives the lock; then it is this thread's. */
  private boolean granted(List<ByteBuffer> answer) {
    if (answer == null || answer.isEmpty()) {
      return false;
    }
    hold(new HeldLocks.Hold(1, ManagedObject.number(answer.getFirst()) != 0));
    return true;
  }

  @Override
  public void lock() {
    if (!again()) {
      granted(object.call(ManagerOperation.LOCK_LOCK, self()));
    }
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    if (!again()) {
      granted(object.callInterruptibly(ReactorLink.NEVER, ManagerOperation.LOCK_LOCK, self()));
    }
  }

  @Override
  public boolean tryLock() {
    return again() || granted(object.call(ManagerOperation.LOCK_TRY, self()));
  }

  @Override
  public boolean tryLock(long limit, TimeUnit unit) throws InterruptedException {
    long deadline = ReactorLink.deadlineAfter(Duration.ofNanos(unit.toNanos(limit)));
    return again()
        || granted(object.callInterruptibly(deadline, ManagerOperation.LOCK_LOCK, self()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalMonitorStateException if this thread doesn't hold it
   */
  @Override
  public void unlock() {
    HeldLocks.Hold held = hold();
    if (held == null) {
      throw new IllegalMonitorStateException("the lock is not this thread's");
    }
    if (held.count() > 1) {
      hold(new HeldLocks.Hold(held.count() - 1, held.abandoned()));
    } else {
      hold(null);
      object.call(ManagerOperation.LOCK_UNLOCK, self());
    }
  }

  /**
   * Whether an owner of the lock has died with it since it was last unlocked. For the owner.
   *
   * @throws IllegalMonitorStateException if this thread doesn't hold the lock
   */
  public boolean isAbandoned() {
    HeldLocks.Hold held = hold();
    if (held == null) {
      throw new IllegalMonitorStateException("the lock is not this thread's");
    }
    return held.abandoned();
  }

  /**
   * There are none.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException("a lock of a manager has no conditions");
  }

  private Object writeReplace() {
    return object.handle();
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw ManagedHandle.refuse(in);
  }
}
