package strandbench.process.shared;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;

/**
 * Named values of any type in a {@link Manager}, for any process: Python's {@code Namespace}, with
 * the attribute's name as an argument.
 *
 * <p>Thread-safe. Methods may throw what those of {@link ManagedMap} may.
 */
public final class ManagedNamespace implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient ManagedObject object;
  private final transient ManagedMap<String, Object> map;

  ManagedNamespace(ManagedObject object) {
    this.object = object;
    this.map = new ManagedMap<>(object);
  }

  /**
   * The value of a name.
   *
   * @throws NoSuchElementException if it has none
   * @throws ClassCastException if it is of another type
   */
  public <T> T get(String name, Class<T> type) {
    Object value = map.get(name);
    if (value == null) {
      throw new NoSuchElementException("no value is named " + name);
    }
    return type.cast(value);
  }

  /** Gives a name a value, which is serializable, and not null. */
  public void set(String name, Object value) {
    map.put(name, value);
  }

  /**
   * Takes a name's value away.
   *
   * @throws NoSuchElementException if it has none
   */
  public void delete(String name) {
    if (map.remove(name) == null) {
      throw new NoSuchElementException("no value is named " + name);
    }
  }

  /** The names that have values now. */
  public Set<String> names() {
    return new TreeSet<>(map.keySet());
  }

  private Object writeReplace() {
    return object.handle();
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw ManagedHandle.refuse(in);
  }
}
