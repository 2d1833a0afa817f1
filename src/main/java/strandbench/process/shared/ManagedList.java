package strandbench.process.shared;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A list in a {@link Manager}, for any process. Elements are serializable, or null. What comes out
 * is a copy: to change an element, set the new one.
 *
 * <p>Every method of the list itself is atomic, those that change many elements included. The
 * functions of {@link #removeIf}, {@link #replaceAll} and {@link #sort} run in the caller, and are
 * called again where another has changed the list meanwhile; so is {@code equals} in {@link
 * #remove(Object)}. As in a {@link java.util.concurrent.CopyOnWriteArrayList}, iterators and
 * streams see a snapshot, and iterators don't change the list. A {@link #subList} reads and writes
 * through, one element at a time but for {@code clear}; its iterators do so as well. It is of no
 * use any more once the list has changed in size by other means, which is not always noticed.
 *
 * <p>Thread-safe. What is done before something is set happens-before what is done after it is got,
 * in any process. Methods may throw what those of {@link ManagedMap} may.
 *
 * @param <E> elements
 */
public final class ManagedList<E> extends AbstractList<E> implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ByteBuffer END = ManagerCall.bytes(-1);

  private final transient ManagedObject object;

  ManagedList(ManagedObject object) {
    this.object = object;
  }

  @SuppressWarnings("unchecked") // What comes out went in as such.
  private E read(ByteBuffer part) {
    return (E) object.read(part);
  }

  private static ByteBuffer[] parts(ByteBuffer first, Collection<?> elements) {
    ByteBuffer[] parts = new ByteBuffer[1 + elements.size()];
    parts[0] = first;
    int next = 1;
    for (Object element : elements) {
      parts[next++] = ManagerClient.write(element);
    }
    return parts;
  }

  private List<E> elements(List<ByteBuffer> answer) {
    List<E> elements = new ArrayList<>(answer.size());
    answer.subList(1, answer.size()).forEach(part -> elements.add(read(part)));
    return elements;
  }

  private List<E> snapshot() {
    return Collections.unmodifiableList(elements(object.call(ManagerOperation.LIST_ELEMENTS)));
  }

  /** Changes the list in one step. The function says whether it has changed the copy it gets. */
  private boolean update(Predicate<List<E>> change) {
    while (true) {
      List<ByteBuffer> answer = object.call(ManagerOperation.LIST_ELEMENTS);
      List<E> elements = elements(answer);
      if (!change.test(elements)) {
        return false;
      }
      if (object.callTruth(ManagerOperation.LIST_REPLACE, parts(answer.getFirst(), elements))) {
        return true;
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IndexOutOfBoundsException with the manager's stack and then the caller's
   */
  @Override
  public E get(int index) {
    return read(object.call(ManagerOperation.LIST_GET, ManagerCall.bytes(index)).getFirst());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IndexOutOfBoundsException with the manager's stack and then the caller's
   */
  @Override
  public E set(int index, E element) {
    ByteBuffer bytes = ManagerClient.write(element);
    return read(object.call(ManagerOperation.LIST_SET, ManagerCall.bytes(index), bytes).getFirst());
  }

  @Override
  public boolean add(E element) {
    object.call(ManagerOperation.LIST_ADD, END, ManagerClient.write(element));
    return true;
  }

  @Override
  public void add(int index, E element) {
    if (index < 0) {
      throw new IndexOutOfBoundsException(index);
    }
    object.call(ManagerOperation.LIST_ADD, ManagerCall.bytes(index), ManagerClient.write(element));
  }

  @Override
  public boolean addAll(Collection<? extends E> all) {
    object.call(ManagerOperation.LIST_ADD, parts(END, all));
    return !all.isEmpty();
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> all) {
    if (index < 0) {
      throw new IndexOutOfBoundsException(index);
    }
    object.call(ManagerOperation.LIST_ADD, parts(ManagerCall.bytes(index), all));
    return !all.isEmpty();
  }

  @Override
  public E remove(int index) {
    return read(object.call(ManagerOperation.LIST_REMOVE, ManagerCall.bytes(index)).getFirst());
  }

  @Override
  public boolean remove(Object element) {
    return update(elements -> elements.remove(element));
  }

  @Override
  public boolean removeAll(Collection<?> all) {
    return update(elements -> elements.removeAll(all));
  }

  @Override
  public boolean retainAll(Collection<?> all) {
    return update(elements -> elements.retainAll(all));
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    return update(elements -> elements.removeIf(filter));
  }

  @Override
  public void replaceAll(UnaryOperator<E> operator) {
    update(
        elements -> {
          elements.replaceAll(operator);
          return true;
        });
  }

  @Override
  public void sort(Comparator<? super E> comparator) {
    update(
        elements -> {
          elements.sort(comparator);
          return true;
        });
  }

  @Override
  public void clear() {
    update(
        elements -> {
          elements.clear();
          return true;
        });
  }

  @Override
  protected void removeRange(int from, int to) {
    update(
        elements -> {
          elements.subList(from, to).clear();
          return from < to;
        });
  }

  /** Unlike the superclass's, it has iterators that change it. */
  @Override
  public List<E> subList(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return new Part<>(this, from, to - from);
  }

  private static final class Part<E> extends AbstractList<E> {
    private final ManagedList<E> list;
    private final int from;
    private int size;

    Part(ManagedList<E> list, int from, int size) {
      this.list = list;
      this.from = from;
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public E get(int index) {
      return list.get(from + Objects.checkIndex(index, size));
    }

    @Override
    public E set(int index, E element) {
      return list.set(from + Objects.checkIndex(index, size), element);
    }

    @Override
    public void add(int index, E element) {
      list.add(from + Objects.checkIndex(index, size + 1), element);
      modCount++;
      size++;
    }

    @Override
    public E remove(int index) {
      E removed = list.remove(from + Objects.checkIndex(index, size));
      modCount++;
      size--;
      return removed;
    }

    @Override
    protected void removeRange(int first, int end) {
      list.removeRange(from + first, from + end);
      modCount++;
      size -= end - first;
    }
  }

  @Override
  public int size() {
    return (int) object.callNumber(ManagerOperation.LIST_SIZE);
  }

  @Override
  public Iterator<E> iterator() {
    return snapshot().iterator();
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    return snapshot().listIterator(index);
  }

  @Override
  public Spliterator<E> spliterator() {
    return snapshot().spliterator();
  }

  @Override
  public void forEach(Consumer<? super E> action) {
    snapshot().forEach(action);
  }

  private Object writeReplace() {
    return object.handle();
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw ManagedHandle.refuse(in);
  }
}
