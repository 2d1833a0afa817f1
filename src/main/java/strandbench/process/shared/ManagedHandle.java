package strandbench.process.shared;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import strandbench.process.wire.Hub;

/**
 * By which any process finds an object of a manager.
 *
 * @param number of the object in its manager
 * @param capacity of a queue
 * @param rules what a reader lets in, as text for {@link
 *     java.io.ObjectInputFilter.Config#createFilter}
 */
record ManagedHandle(Hub.Address manager, ManagedKind kind, int number, long capacity, String rules)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private Object readResolve() {
    ManagedObject object = new ManagedObject(this);
    return switch (kind) {
      case MAP -> new ManagedMap<Object, Object>(object);
      case LIST -> new ManagedList<Object>(object);
      case QUEUE -> new ManagedQueue<Object>(object);
      case VALUE -> new ManagedValue<Object>(object);
      case NAMESPACE -> new ManagedNamespace(object);
      case LOCK -> new ManagedLock(object);
    };
  }

  /** For the proxies: they travel by handle alone. */
  static InvalidObjectException refuse(ObjectInputStream in) {
    return new InvalidObjectException("an object of a manager travels by its handle, not by " + in);
  }
}
