package strandbench.workload.guard;

import java.util.concurrent.atomic.LongAdder;

/**
 * Each change is an addition to one of several cells; nobody is kept out, so that the work runs in
 * parallel. A sum is no snapshot: with additions under way the balance may be anything that is made
 * of whole amounts.
 */
final class AdderAccount implements Account {
  private final LongAdder balance = new LongAdder();
  private final LongAdder updates = new LongAdder();

  @Override
  public void pass(Contender self, boolean reads) {
    self.asks();
    if (reads) {
      self.enters();
      self.work();
      self.sees(balance.sum() % AMOUNT, 0, updates.sum());
    } else {
      balance.add(AMOUNT);
      self.enters();
      self.work();
      balance.add(-AMOUNT);
      updates.increment();
    }
  }

  @Override
  public long balance() {
    return balance.sum();
  }

  @Override
  public long updates() {
    return updates.sum();
  }
}
