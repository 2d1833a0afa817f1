package strandbench.process.shared;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A map in a {@link Manager}, for any process. Keys and values are serializable, and not null; keys
 * are told apart by their {@code equals} and {@code hashCode}, which run in the manager. What comes
 * out is a copy: to change a value, put the new one.
 *
 * <p>Every method of one key is atomic. The functions of {@link #compute}, {@link #merge} and their
 * kin run in the caller, need not be serializable, and are called again where another has changed
 * the entry meanwhile, so they should have no side effects. A {@code get} and a {@code put} after
 * it are two steps, between which others may put: that loses updates, where {@code merge} or a
 * {@linkplain Manager#lock lock} does not.
 *
 * <p>Iterators, views and {@link #toString} see a snapshot of the moment when they were asked for;
 * {@link Iterator#remove} and {@link java.util.Map.Entry#setValue} act on the map. The order is
 * that of insertion.
 *
 * <p>Thread-safe. What is done before something is put happens-before what is done after it is got,
 * in any process. All methods may throw a {@link ManagerEndedException}, an {@link
 * IllegalArgumentException} for a key or value that can't be sent or that the manager doesn't
 * accept, and an {@link java.io.UncheckedIOException} for one that can't be read here.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class ManagedMap<K, V> extends AbstractMap<K, V>
    implements ConcurrentMap<K, V>, Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * What there is for a key.
   *
   * @param version 0 for nothing
   */
  private record Current<V>(long version, V value) {}

  private final transient ManagedObject object;

  ManagedMap(ManagedObject object) {
    this.object = object;
  }

  private static ByteBuffer key(Object key) {
    return ManagerClient.write(Objects.requireNonNull(key, "key"));
  }

  private static ByteBuffer value(Object value) {
    return ManagerClient.write(Objects.requireNonNull(value, "value"));
  }

  @SuppressWarnings("unchecked") // What comes out went in as such.
  private V read(ByteBuffer part) {
    return (V) object.read(part);
  }

  private Current<V> current(ByteBuffer key) {
    List<ByteBuffer> answer = object.call(ManagerOperation.MAP_GET, key);
    return answer.isEmpty()
        ? new Current<>(0, null)
        : new Current<>(ManagedObject.number(answer.getFirst()), read(answer.getLast()));
  }

  /** Puts, or removes where the value is null, unless the entry has changed. */
  private boolean putIf(ByteBuffer key, long version, V value) {
    return object.callTruth(
        ManagerOperation.MAP_PUT_IF,
        key,
        ManagerCall.bytes(version),
        value == null ? null : value(value));
  }

  /** Changes an entry in one step; the function gets null for none, and returns null for none. */
  private V update(Object key, UnaryOperator<V> change) {
    ByteBuffer bytes = key(key);
    while (true) {
      Current<V> current = current(bytes);
      V next = change.apply(current.value());
      boolean nothing = next == null && current.version() == 0;
      if (nothing || putIf(bytes, current.version(), next)) {
        return next;
      }
    }
  }

  @Override
  public V get(Object key) {
    return current(key(key)).value();
  }

  @Override
  public V getOrDefault(Object key, V defaultValue) {
    V value = get(key);
    return value == null ? defaultValue : value;
  }

  @Override
  public boolean containsKey(Object key) {
    return object.callTruth(ManagerOperation.MAP_CONTAINS, key(key));
  }

  @Override
  @SuppressWarnings("unchecked") // What comes out went in as such.
  public V put(K key, V value) {
    return (V) object.callObject(ManagerOperation.MAP_PUT, key(key), value(value));
  }

  @Override
  @SuppressWarnings("unchecked") // What comes out went in as such.
  public V remove(Object key) {
    return (V) object.callObject(ManagerOperation.MAP_REMOVE, key(key));
  }

  @Override
  public int size() {
    return (int) object.callNumber(ManagerOperation.MAP_SIZE);
  }

  @Override
  public void clear() {
    object.call(ManagerOperation.MAP_CLEAR);
  }

  @Override
  public V putIfAbsent(K key, V value) {
    ByteBuffer bytes = key(key);
    Objects.requireNonNull(value, "value");
    Current<V> current = new Current<>(0, null);
    while (current.version() == 0 && !putIf(bytes, 0, value)) {
      current = current(bytes);
    }
    return current.value();
  }

  @Override
  public boolean remove(Object key, Object value) {
    ByteBuffer bytes = key(key);
    Current<V> current = current(bytes);
    while (current.version() != 0 && current.value().equals(value)) {
      if (putIf(bytes, current.version(), null)) {
        return true;
      }
      current = current(bytes);
    }
    return false;
  }

  @Override
  public V replace(K key, V value) {
    ByteBuffer bytes = key(key);
    Current<V> current = current(bytes);
    while (current.version() != 0 && !putIf(bytes, current.version(), value)) {
      current = current(bytes);
    }
    return current.value();
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    ByteBuffer bytes = key(key);
    Current<V> current = current(bytes);
    while (current.version() != 0 && current.value().equals(oldValue)) {
      if (putIf(bytes, current.version(), newValue)) {
        return true;
      }
      current = current(bytes);
    }
    return false;
  }

  @Override
  public V computeIfAbsent(K key, Function<? super K, ? extends V> mapping) {
    V present = get(key);
    while (present == null) {
      V absent = mapping.apply(key);
      if (absent == null || putIf(key(key), 0, absent)) {
        return absent;
      }
      present = get(key);
    }
    return present;
  }

  @Override
  public V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends V> remapping) {
    return update(key, old -> old == null ? null : remapping.apply(key, old));
  }

  @Override
  public V compute(K key, BiFunction<? super K, ? super V, ? extends V> remapping) {
    return update(key, old -> remapping.apply(key, old));
  }

  @Override
  public V merge(K key, V value, BiFunction<? super V, ? super V, ? extends V> remapping) {
    Objects.requireNonNull(value, "value");
    return update(key, old -> old == null ? value : remapping.apply(old, value));
  }

  @Override
  public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
    for (K key : List.copyOf(keySet())) {
      computeIfPresent(key, (same, old) -> Objects.requireNonNull(function.apply(same, old)));
    }
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new Entries();
  }

  private List<Map.Entry<K, V>> snapshot() {
    List<ByteBuffer> answer = object.call(ManagerOperation.MAP_ENTRIES);
    List<Map.Entry<K, V>> entries = new ArrayList<>(answer.size() / 2);
    for (int i = 0; i < answer.size(); i += 2) {
      @SuppressWarnings("unchecked") // What comes out went in as such.
      K key = (K) object.read(answer.get(i));
      entries.add(new Entry(key, read(answer.get(i + 1))));
    }
    return entries;
  }

  private final class Entry extends SimpleEntry<K, V> {
    private static final long serialVersionUID = 1L;

    Entry(K key, V value) {
      super(key, value);
    }

    @Override
    public V setValue(V value) {
      put(getKey(), value);
      return super.setValue(value);
    }

    private Object writeReplace() {
      return new SimpleEntry<>(this);
    }
  }

  private final class Entries extends AbstractSet<Map.Entry<K, V>> {
    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
      Iterator<Map.Entry<K, V>> snapshot = snapshot().iterator();
      return new Iterator<>() {
        private Map.Entry<K, V> last;

        @Override
        public boolean hasNext() {
          return snapshot.hasNext();
        }

        @Override
        public Map.Entry<K, V> next() {
          last = snapshot.next();
          return last;
        }

        @Override
        public void remove() {
          if (last == null) {
            throw new IllegalStateException("nothing to remove");
          }
          ManagedMap.this.remove(last.getKey());
          last = null;
        }
      };
    }

    @Override
    public int size() {
      return ManagedMap.this.size();
    }
  }

  private Object writeReplace() {
    return object.handle();
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw ManagedHandle.refuse(in);
  }
}
