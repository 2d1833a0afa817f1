package strandbench.process.shared;

import java.io.Serializable;
import java.util.concurrent.TimeUnit;

/** Lets nobody pass before all have come, from whatever process. */
record Barrier(SharedLong arrived, SharedEvent all, int parties) implements Serializable {
  static Barrier of(int parties) {
    return new Barrier(SharedLong.create(0), SharedEvent.create(), parties);
  }

  void await() throws InterruptedException {
    if (arrived.addAndGet(1) == parties) {
      all.set();
    }
    if (!all.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("not all have come to the barrier");
    }
  }

  void close() {
    arrived.close();
    all.close();
  }
}
