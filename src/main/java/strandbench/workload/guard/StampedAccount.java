package strandbench.workload.guard;

import java.util.concurrent.locks.StampedLock;

/** Guarded by a StampedLock; reads are optimistic, and take the lock where a writer came. */
final class StampedAccount implements Account {
  private final StampedLock lock = new StampedLock();
  private final Ledger ledger = new Ledger();

  @Override
  public void pass(Contender self, boolean reads) {
    self.asks();
    if (!reads) {
      update(self);
    } else if (!readOptimistically(self)) {
      readLocked(self);
    }
  }

  private void update(Contender self) {
    long stamp = lock.writeLock();
    try {
      self.enters();
      ledger.update(self);
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private boolean readOptimistically(Contender self) {
    long stamp = lock.tryOptimisticRead();
    if (stamp == 0) {
      return false;
    }
    self.enters();
    final long before = self.state();
    self.work();
    long balance = ledger.balance();
    long updates = ledger.updates();
    if (!lock.validate(stamp)) {
      self.workAgainFrom(before);
      return false;
    }
    self.sees(balance, 0, updates);
    return true;
  }

  private void readLocked(Contender self) {
    long stamp = lock.readLock();
    try {
      self.enters();
      ledger.pass(self, true);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  @Override
  public long balance() {
    return ledger.balance();
  }

  @Override
  public long updates() {
    return ledger.updates();
  }
}
