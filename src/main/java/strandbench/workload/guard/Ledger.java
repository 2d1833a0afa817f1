package strandbench.workload.guard;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The numbers of an account, without any guard: a read, then a write, never an atomic addition.
 * Both are opaque, so that each takes place as it stands here, and C2 can't take an addition and
 * its subtraction together. The count is read before the work and written after it: who gets in
 * between loses an update.
 */
final class Ledger {
  private final AtomicLong balance = new AtomicLong();
  private final AtomicLong updates = new AtomicLong();

  void pass(Contender self, boolean reads) {
    if (reads) {
      self.work();
      self.sees(balance(), 0, updates());
    } else {
      update(self);
    }
  }

  void update(Contender self) {
    final long before = updates();
    balance.setOpaque(balance() + Account.AMOUNT);
    self.work();
    balance.setOpaque(balance() - Account.AMOUNT);
    updates.setOpaque(before + 1);
  }

  long balance() {
    return balance.getOpaque();
  }

  long updates() {
    return updates.getOpaque();
  }
}
