package strandbench.workload.guard;

/** No guard at all: updates are lost, and a read can count on whole amounts only. */
final class RacingAccount implements Account {
  private final Ledger ledger = new Ledger();

  @Override
  public void pass(Contender self, boolean reads) {
    self.asks();
    self.enters();
    if (reads) {
      self.work();
      self.sees(ledger.balance() % AMOUNT, 0, Long.MAX_VALUE);
    } else {
      ledger.update(self);
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
