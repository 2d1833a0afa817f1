package strandbench.process.shared;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.function.UnaryOperator;

/**
 * A single value in a {@link Manager}, for any process, as {@link
 * java.util.concurrent.atomic.AtomicReference} is one for threads. What comes out is a copy.
 *
 * <p>Thread-safe. What is done before it is set happens-before what is done after it is got, in any
 * process. Methods may throw what those of {@link ManagedMap} may.
 *
 * @param <T> of the value: serializable, and not null
 */
public final class ManagedValue<T> implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Integer KEY = 0;

  private final transient ManagedObject object;
  private final transient ManagedMap<Integer, T> map;

  ManagedValue(ManagedObject object) {
    this.object = object;
    this.map = new ManagedMap<>(object);
  }

  public T get() {
    return map.get(KEY);
  }

  /** Sets it, whatever it is. A {@link #get} before it is another step: see {@link #update}. */
  public void set(T value) {
    map.put(KEY, value);
  }

  /** Sets it if it equals what is expected, in one step, and says whether it did. */
  public boolean compareAndSet(T expected, T value) {
    return map.replace(KEY, expected, value);
  }

  /**
   * Changes it in one step.
   *
   * @param change runs here, and again where another was faster
   * @return the new value
   */
  public T update(UnaryOperator<T> change) {
    return map.compute(KEY, (key, old) -> change.apply(old));
  }

  @Override
  public String toString() {
    return String.valueOf(get());
  }

  private Object writeReplace() {
    return object.handle();
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw ManagedHandle.refuse(in);
  }
}
