package strandbench.process.shared;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which locks of a manager the threads of this process hold, and how often; whatever copy of a
 * lock's proxy they use. Thread-safe.
 */
final class HeldLocks {
  private record Key(int lock, Thread thread) {}

  /**
   * A lock that is held.
   *
   * @param abandoned whether an owner has died with it before
   */
  record Hold(int count, boolean abandoned) {}

  private final Map<Key, Hold> holds = new ConcurrentHashMap<>();

  /** Null where this thread does not hold it. */
  Hold get(int lock) {
    return holds.get(new Key(lock, Thread.currentThread()));
  }

  /** Null to let go. */
  void set(int lock, Hold hold) {
    Key key = new Key(lock, Thread.currentThread());
    if (hold == null) {
      holds.remove(key);
    } else {
      holds.put(key, hold);
    }
  }
}
