package strandbench.workload.guard;

import java.util.concurrent.atomic.AtomicLong;

/** Each change is one atomic addition; nobody is kept out, so that the work runs in parallel. */
final class AtomicAccount implements Account {
  private final AtomicLong balance = new AtomicLong();
  private final AtomicLong updates = new AtomicLong();
  private final long highest;

  AtomicAccount(int contenders) {
    this.highest = contenders * AMOUNT;
  }

  @Override
  public void pass(Contender self, boolean reads) {
    self.asks();
    if (reads) {
      self.enters();
      self.work();
      self.sees(balance.get(), highest, updates.get());
    } else {
      balance.addAndGet(AMOUNT);
      self.enters();
      self.work();
      balance.addAndGet(-AMOUNT);
      updates.incrementAndGet();
    }
  }

  @Override
  public long balance() {
    return balance.get();
  }

  @Override
  public long updates() {
    return updates.get();
  }
}
