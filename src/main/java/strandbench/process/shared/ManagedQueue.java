package strandbench.process.shared;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A queue in a {@link Manager}, first in, first out, for any process. Elements are serializable,
 * and not null. Who waits for an element, or for room, is served in the order of coming.
 *
 * <p>An element is taken by one. When the process of who takes dies before the element has arrived
 * there, it is not lost: it stays in, or comes back to, its old place (the queue may then hold more
 * than its capacity for a while). An interrupt or a time limit ends a wait with nothing taken or
 * put; where the element was on its way already, it is returned all the same, and the thread stays
 * interrupted.
 *
 * <p>Iterators see a snapshot; {@link Iterator#remove} removes that element, if it is still there.
 * {@link #drainTo} takes one after the other.
 *
 * <p>Thread-safe. What is done before an element is put happens-before what is done after it is
 * taken, in any process. Methods may throw what those of {@link ManagedMap} may; when an element
 * that can't be read here is taken, it is gone.
 *
 * @param <E> elements
 */
public final class ManagedQueue<E> extends AbstractQueue<E>
    implements BlockingQueue<E>, Serializable {
  private static final long serialVersionUID = 1L;

  private final transient ManagedObject object;

  ManagedQueue(ManagedObject object) {
    this.object = object;
  }

  ManagedHandle handle() {
    return object.handle();
  }

  private static ByteBuffer bytes(Object element) {
    return ManagerClient.write(Objects.requireNonNull(element, "element"));
  }

  @SuppressWarnings("unchecked") // What comes out went in as such.
  private E read(List<ByteBuffer> answer) {
    return answer == null || answer.isEmpty() ? null : (E) object.read(answer.getFirst());
  }

  private static long deadline(long limit, TimeUnit unit) {
    return ReactorLink.deadlineAfter(Duration.ofNanos(unit.toNanos(limit)));
  }

  @Override
  public void put(E element) throws InterruptedException {
    object.callInterruptibly(ReactorLink.NEVER, ManagerOperation.QUEUE_PUT, bytes(element));
  }

  @Override
  public boolean offer(E element) {
    return object.callTruth(ManagerOperation.QUEUE_OFFER, bytes(element));
  }

  @Override
  public boolean offer(E element, long limit, TimeUnit unit) throws InterruptedException {
    return object.callInterruptibly(
            deadline(limit, unit), ManagerOperation.QUEUE_PUT, bytes(element))
        != null;
  }

  @Override
  public E take() throws InterruptedException {
    return read(object.callInterruptibly(ReactorLink.NEVER, ManagerOperation.QUEUE_TAKE));
  }

  @Override
  public E poll() {
    return read(object.call(ManagerOperation.QUEUE_POLL));
  }

  @Override
  public E poll(long limit, TimeUnit unit) throws InterruptedException {
    return read(object.callInterruptibly(deadline(limit, unit), ManagerOperation.QUEUE_TAKE));
  }

  @Override
  public E peek() {
    return read(object.call(ManagerOperation.QUEUE_PEEK));
  }

  @Override
  public int size() {
    return (int) object.callNumber(ManagerOperation.QUEUE_SIZE);
  }

  @Override
  public int remainingCapacity() {
    return (int) Math.max(0, handle().capacity() - size());
  }

  @Override
  public int drainTo(Collection<? super E> to) {
    return drainTo(to, Integer.MAX_VALUE);
  }

  @Override
  public int drainTo(Collection<? super E> to, int most) {
    if (to == this) {
      throw new IllegalArgumentException("a queue can't be drained into itself");
    }
    int count = 0;
    for (E next = null; count < most && (next = poll()) != null; count++) {
      to.add(next);
    }
    return count;
  }

  @Override
  public Iterator<E> iterator() {
    List<ByteBuffer> answer = object.call(ManagerOperation.QUEUE_ELEMENTS);
    List<E> elements = new ArrayList<>(answer.size() / 2);
    for (int i = 1; i < answer.size(); i += 2) {
      elements.add(read(answer.subList(i, i + 1)));
    }
    return new Iterator<>() {
      private int next;
      private boolean removable;

      @Override
      public boolean hasNext() {
        return next < elements.size();
      }

      @Override
      public E next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        removable = true;
        return elements.get(next++);
      }

      @Override
      public void remove() {
        if (!removable) {
          throw new IllegalStateException("nothing to remove");
        }
        removable = false;
        object.call(ManagerOperation.QUEUE_REMOVE, answer.get(2 * (next - 1)));
      }
    };
  }

  private Object writeReplace() {
    return handle();
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw ManagedHandle.refuse(in);
  }
}
