package strandbench.workload.guard;

/** Guarded by {@code synchronized}. */
final class MonitorAccount implements Account {
  private final Object monitor = new Object();
  private final Ledger ledger = new Ledger();

  @Override
  public void pass(Contender self, boolean reads) {
    self.asks();
    synchronized (monitor) {
      self.enters();
      ledger.pass(self, reads);
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
