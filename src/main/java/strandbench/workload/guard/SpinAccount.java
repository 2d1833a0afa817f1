package strandbench.workload.guard;

import java.util.concurrent.atomic.AtomicBoolean;

/** Guarded by a test-and-test-and-set spin lock: who waits reads until the lock looks free. */
final class SpinAccount implements Account {
  private final AtomicBoolean held = new AtomicBoolean();
  private final Ledger ledger = new Ledger();

  @Override
  public void pass(Contender self, boolean reads) {
    self.asks();
    while (held.getOpaque() || !held.compareAndSet(false, true)) {
      Thread.onSpinWait();
    }
    try {
      self.enters();
      ledger.pass(self, reads);
    } finally {
      held.setRelease(false);
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
