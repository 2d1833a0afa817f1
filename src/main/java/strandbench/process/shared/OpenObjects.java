package strandbench.process.shared;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this process has made or opened, so that however often a handle is read here, it becomes the
 * same object. It stays until its creator closes it or ends; then nothing but its users holds it.
 */
final class OpenObjects {
  private static final Map<Long, SharedObject> OBJECTS = new ConcurrentHashMap<>();
  private static final ReentrantLock OPENING = new ReentrantLock();

  private OpenObjects() {}

  static void add(SharedObject object) {
    OBJECTS.put(object.block().id(), object);
  }

  static void forget(long id) {
    OBJECTS.remove(id);
  }

  /**
   * The object of a handle.
   *
   * @throws IOException if its creator has closed it or ended
   */
  static SharedObject find(Handle handle) throws IOException {
    SharedObject known = OBJECTS.get(handle.id());
    if (known != null) {
      return known;
    }
    OPENING.lock();
    try {
      known = OBJECTS.get(handle.id());
      if (known != null) {
        return known;
      }
      SharedObject opened = handle.open();
      add(opened);
      if (opened.block().end() != null) {
        forget(handle.id());
      }
      return opened;
    } finally {
      OPENING.unlock();
    }
  }
}
