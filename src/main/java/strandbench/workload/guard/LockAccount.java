package strandbench.workload.guard;

import java.util.concurrent.locks.Lock;

/** Guarded by one lock, or by one for reads and one for updates. */
final class LockAccount implements Account {
  private final Lock forReads;
  private final Lock forUpdates;
  private final Ledger ledger = new Ledger();

  LockAccount(Lock forReads, Lock forUpdates) {
    this.forReads = forReads;
    this.forUpdates = forUpdates;
  }

  @Override
  public void pass(Contender self, boolean reads) {
    Lock lock = reads ? forReads : forUpdates;
    self.asks();
    lock.lock();
    try {
      self.enters();
      ledger.pass(self, reads);
    } finally {
      lock.unlock();
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
