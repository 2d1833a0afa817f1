package strandbench.workload.guard;

import java.util.concurrent.Semaphore;

/** Guarded by a semaphore of one permit, which is not fair. */
final class SemaphoreAccount implements Account {
  private final Semaphore semaphore = new Semaphore(1);
  private final Ledger ledger = new Ledger();

  @Override
  public void pass(Contender self, boolean reads) {
    self.asks();
    semaphore.acquireUninterruptibly();
    try {
      self.enters();
      ledger.pass(self, reads);
    } finally {
      semaphore.release();
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
