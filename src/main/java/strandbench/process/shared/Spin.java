package strandbench.process.shared;

/** A short and bounded time of busy waiting, before one parks. */
final class Spin {
  /** About what it takes to park and be woken. */
  private static final long NANOS = 20_000;

  private final boolean pays;
  private long end;

  /** Spins only where another processor may be about to bring what is waited for. */
  Spin(Lot lot) {
    this.pays = lot.processors() > 1;
  }

  /** Waits for a moment; false if the time is up, and it is time to park. The time begins anew. */
  boolean once() {
    if (!pays) {
      return false;
    }
    long now = System.nanoTime();
    if (end == 0) {
      end = now + NANOS;
    } else if (now - end >= 0) {
      end = 0;
      return false;
    }
    for (int i = 0; i < 8; i++) {
      Thread.onSpinWait();
    }
    return true;
  }
}
