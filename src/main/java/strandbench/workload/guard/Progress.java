package strandbench.workload.guard;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

/** How many operations each contender has done. */
final class Progress {
  /** A count each 128 bytes: processors fetch cache lines in pairs. */
  private static final int STRIDE = 16;

  private final AtomicLongArray done;
  private final int contenders;
  private final AtomicReference<long[]> atFirstEnd = new AtomicReference<>();

  Progress(int contenders) {
    this.contenders = contenders;
    this.done = new AtomicLongArray((contenders + 1) * STRIDE);
  }

  void clear() {
    for (int i = 0; i < contenders; i++) {
      done(i, 0);
    }
    atFirstEnd.set(null);
  }

  void done(int contender, long operations) {
    done.setRelease((contender + 1) * STRIDE, operations);
  }

  /** A contender has done all. */
  void end() {
    if (atFirstEnd.get() == null) {
      long[] all = new long[contenders];
      for (int i = 0; i < contenders; i++) {
        all[i] = done.get((i + 1) * STRIDE);
      }
      atFirstEnd.compareAndSet(null, all);
    }
  }

  /** What each had done when the first of them had done all. */
  long[] atFirstEnd() {
    return atFirstEnd.get();
  }
}
