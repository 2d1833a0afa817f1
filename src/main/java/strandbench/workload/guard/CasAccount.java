package strandbench.workload.guard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Each change is a compare-and-set, tried again until nobody came between; nobody is kept out, so
 * that the work runs in parallel.
 */
final class CasAccount implements Account {
  private static final VarHandle BALANCE = handle("balance");
  private static final VarHandle UPDATES = handle("updates");

  private volatile long balance;
  private volatile long updates;
  private final long highest;

  CasAccount(int contenders) {
    this.highest = contenders * AMOUNT;
  }

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(CasAccount.class, field, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public void pass(Contender self, boolean reads) {
    self.asks();
    if (reads) {
      self.enters();
      self.work();
      self.sees(balance, highest, updates);
    } else {
      add(BALANCE, AMOUNT);
      self.enters();
      self.work();
      add(BALANCE, -AMOUNT);
      add(UPDATES, 1);
    }
  }

  private void add(VarHandle number, long amount) {
    long seen;
    do {
      seen = (long) number.getVolatile(this);
    } while (!number.compareAndSet(this, seen, seen + amount));
  }

  @Override
  public long balance() {
    return balance;
  }

  @Override
  public long updates() {
    return updates;
  }
}
