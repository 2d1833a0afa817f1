package strandbench.process.shared;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock that {@link SharedLock} describes, at a word of a block. Threads of one process queue at
 * a lock of the process; the one that has that competes for the word with other processes.
 *
 * <p>The word holds the number of the process that owns it, 0 if none does; whether the last owner
 * died; and {@link Block#WAITERS}. Each change of hands is one store, so a process can be killed at
 * any instruction.
 */
final class Mutex {
  /** What it takes of the block: the word, and the pid of the owner that died. */
  static final long SIZE = 2 * Long.BYTES;

  private static final long OWNER = 0xffff_ffffL;
  private static final long ABANDONED = 1L << 62;

  private final Block block;
  private final long word;
  private final long deadPid;
  private final long self;
  private final ReentrantLock local = new ReentrantLock();

  /** To give the lock back abandoned, as it was taken; guarded by the lock. */
  private boolean relinquish;

  Mutex(Block block, long offset) {
    this.block = block;
    this.word = offset;
    this.deadPid = offset + Long.BYTES;
    this.self = block.lot().member();
  }

  /** How a call ended that asked for the lock. */
  enum Acquired {
    YES,
    /** Yes, and its last owner died. */
    FROM_THE_DEAD,
    /** No, the time is over. */
    NO
  }

  boolean isHeldByCurrentThread() {
    return local.isHeldByCurrentThread();
  }

  /** Whether any thread of any process holds it, at some instant during the call. */
  boolean isLocked() {
    return (block.get(word) & OWNER) != 0;
  }

  Block block() {
    return block;
  }

  /**
   * Takes the lock.
   *
   * @param recovers whether to take it from an owner that died as well
   * @throws OwnerDiedException if the last owner died and the caller doesn't recover
   */
  Acquired lock(boolean recovers, TimeLimit limit) throws InterruptedException {
    block.check();
    if (!lockLocal(limit)) {
      return Acquired.NO;
    }
    if (local.getHoldCount() > 1) {
      return again(recovers);
    }
    if (block.compareAndSet(word, 0, self)) {
      return Acquired.YES;
    }
    Acquired acquired = Acquired.NO;
    try {
      acquired = acquire(recovers, limit);
      return acquired;
    } finally {
      if (acquired == Acquired.NO) {
        local.unlock();
      }
    }
  }

  private boolean lockLocal(TimeLimit limit) throws InterruptedException {
    if (limit.timed()) {
      long nanos = limit.remaining();
      if (nanos > 0) {
        return local.tryLock(nanos, TimeUnit.NANOSECONDS);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return local.tryLock();
    }
    if (limit.interruptible()) {
      local.lockInterruptibly();
    } else {
      local.lock();
    }
    return true;
  }

  private Acquired again(boolean recovers) {
    if (recovers && relinquish) {
      relinquish = false;
      return Acquired.FROM_THE_DEAD;
    }
    return Acquired.YES;
  }

  private Acquired acquire(boolean recovers, TimeLimit limit) throws InterruptedException {
    Spin spin = new Spin(block.lot());
    while (true) {
      long seen = block.get(word);
      if ((seen & OWNER) == 0) {
        boolean abandoned = (seen & ABANDONED) != 0;
        if (abandoned && !recovers) {
          throw new OwnerDiedException(block.toString(), block.get(deadPid));
        }
        if (block.compareAndSet(word, seen, seen | self)) {
          return abandoned ? Acquired.FROM_THE_DEAD : Acquired.YES;
        }
      } else if (limit.isOver()) {
        return Acquired.NO;
      } else if (!spin.once() && !block.await(word, seen & ~Block.WAITERS, limit)) {
        return Acquired.NO;
      }
    }
  }

  /** Takes the lock if nobody holds it, without waiting. */
  Acquired tryLock(boolean recovers) {
    block.check();
    if (!local.tryLock()) {
      return Acquired.NO;
    }
    if (local.getHoldCount() > 1) {
      return again(recovers);
    }
    Acquired acquired = Acquired.NO;
    try {
      long seen = block.get(word);
      while ((seen & OWNER) == 0) {
        boolean abandoned = (seen & ABANDONED) != 0;
        if (abandoned && !recovers) {
          throw new OwnerDiedException(block.toString(), block.get(deadPid));
        }
        if (block.compareAndSet(word, seen, seen | self)) {
          acquired = abandoned ? Acquired.FROM_THE_DEAD : Acquired.YES;
          break;
        }
        seen = block.get(word);
      }
      return acquired;
    } finally {
      if (acquired == Acquired.NO) {
        local.unlock();
      }
    }
  }

  /**
   * Gives the lock back.
   *
   * @throws IllegalMonitorStateException if this thread doesn't hold it
   */
  void unlock() {
    if (!local.isHeldByCurrentThread()) {
      throw new IllegalMonitorStateException("this thread doesn't hold " + block);
    }
    if (local.getHoldCount() == 1) {
      release();
    }
    local.unlock();
  }

  /** Where the object has been closed meanwhile, the word may not be this process's. */
  private void release() {
    long left = relinquish ? ABANDONED : 0;
    relinquish = false;
    long seen = left == 0 && block.compareAndSet(word, self, 0) ? 0 : block.get(word);
    while ((seen & OWNER) == self) {
      if (block.compareAndSet(word, seen, left)) {
        if ((seen & Block.WAITERS) != 0) {
          block.lot().wake(block, word, left == 0 ? 1 : Lot.ALL);
        }
        return;
      }
      seen = block.get(word);
    }
  }

  /**
   * Gives the lock back however often this thread has taken it.
   *
   * @return how often, for {@link #relock}
   */
  int unlockFully() {
    int holds = local.getHoldCount();
    release();
    for (int i = 0; i < holds; i++) {
      local.unlock();
    }
    return holds;
  }

  /**
   * Takes the lock again, as often. Even where this throws, the thread has it as far as {@link
   * #unlock} is concerned. If its last owner died, it is given back as abandoned as it was.
   *
   * @throws OwnerDiedException if its last owner died
   */
  void relock(int holds) {
    for (int i = 0; i < holds; i++) {
      local.lock();
    }
    block.check();
    try {
      relinquish = acquire(true, TimeLimit.UNINTERRUPTIBLE) == Acquired.FROM_THE_DEAD;
    } catch (InterruptedException e) {
      throw new AssertionError("nothing here is interruptible", e);
    }
    if (relinquish) {
      throw new OwnerDiedException(block.toString(), block.get(deadPid));
    }
  }

  /** A process has ended; on the creator's side. Whoever waits is woken afterwards. */
  void left(int member, long pid) {
    long seen = block.get(word);
    while ((seen & OWNER) == member) {
      block.set(deadPid, pid);
      if (block.compareAndSet(word, seen, (seen & Block.WAITERS) | ABANDONED)) {
        return;
      }
      seen = block.get(word);
    }
  }
}
