package strandbench.report;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the page knows of the guards that the suite measures: how each is called, which of them
 * stand on one chart, and their looks, the same on every chart.
 */
enum KnownGuard {
  SYNCHRONIZED("synchronized", Kind.LOCK, 0),
  REENTRANT_LOCK("ReentrantLock", Kind.LOCK, 1),
  REENTRANT_LOCK_FAIR("fair ReentrantLock", Kind.LOCK, 2),
  STAMPED_LOCK("StampedLock", Kind.LOCK, 3),
  READ_WRITE_LOCK("ReentrantReadWriteLock", Kind.LOCK, 4),
  SEMAPHORE("Semaphore", Kind.LOCK, 5),
  SPIN("spin lock", Kind.LOCK, 6),
  SINGLE_OWNER("single owner", Kind.LOCK, 7),
  ATOMIC_LONG("AtomicLong", Kind.LOCK_FREE, 0),
  VAR_HANDLE_CAS("VarHandle compare-and-set", Kind.LOCK_FREE, 1),
  LONG_ADDER("LongAdder", Kind.LOCK_FREE, 2),
  NONE("no guard", Kind.LOCK_FREE, 7),
  FILE_LOCK("FileLock", Kind.LOCK, 0),
  SHARED_LOCK("SharedLock", Kind.LOCK, 1),
  SHARED_SEMAPHORE("SharedSemaphore", Kind.LOCK, 2),
  MANAGED_LOCK("lock in a Manager", Kind.LOCK, 3);

  /** What may be compared: guards that let the same work run at once. */
  enum Kind {
    /** One contender at a time is inside; or several, if they only read. */
    LOCK("locks"),
    /** Nobody is kept out, so that the work inside runs in parallel. */
    LOCK_FREE("without a lock"),
    /** Not known here. */
    OTHER("other guards");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private final String words;
  private final Kind kind;
  private final int style;

  KnownGuard(String words, Kind kind, int style) {
    this.words = words;
    this.kind = kind;
    this.style = style;
  }

  private static Optional<KnownGuard> of(String constant) {
    return Arrays.stream(values()).filter(guard -> guard.name().equals(constant)).findFirst();
  }

  static String words(String constant) {
    return of(constant).map(guard -> guard.words).orElseGet(() -> Names.words(constant));
  }

  static Kind kind(String constant) {
    return of(constant).map(guard -> guard.kind).orElse(Kind.OTHER);
  }

  /** The look of a guard, or of the index-th on a chart of unknown ones. */
  static Style style(String constant, int index) {
    return Style.of(of(constant).map(guard -> guard.style).orElse(index));
  }

  /** Whether it guards nothing, so that it is no option, however fast it is. */
  static boolean isRacing(String constant) {
    return constant.equals(NONE.name());
  }
}
