package strandbench.process.shared;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import strandbench.process.shared.ItemRing.Added;
import strandbench.process.shared.Mutex.Acquired;
import strandbench.process.wire.AcceptFilter;
import strandbench.process.wire.Codec;

/**
 * A bounded first-in-first-out queue between the threads of several processes, any number of them
 * on either side. It lies in shared memory: an item passes without a system call unless somebody
 * has to wait. Null, boxed numbers and truths, strings, byte arrays and arrays of boxed numbers
 * have a compact form; all else goes through the JDK's serialization, and a queue lets only those
 * classes out that {@link #create(int, long, String...)} accepts. What is taken is a copy of what
 * was put.
 *
 * <pre>{@code
 * record Squares(SharedQueue<Long> numbers, SharedQueue<Long> squares)
 *     implements Callable<Object>, Serializable {
 *   public Object call() throws InterruptedException {
 *     for (long number = numbers.take(); number >= 0; number = numbers.take()) {
 *       squares.put(number * number);
 *     }
 *     return null;
 *   }
 * }
 * }</pre>
 *
 * <p><b>Full and empty</b> are told as {@link java.util.concurrent.BlockingQueue} tells them:
 * {@code put} and {@code take} wait, {@code offer} returns false and {@code poll} null, at once or
 * after a time limit. A queue is full when it holds as many items as its capacity, and also when
 * their bytes leave no room for the next item.
 *
 * <p><b>Death.</b> A process can be killed at any instruction: an item is in the queue or it is
 * not, whole and once. What a process had taken ends with it. When a thread would wait for an item,
 * or waits, and every other process that ever put one in, or tried to, is gone, and at least one of
 * them died, it gets a {@link PeersDiedException}; so does a thread that waits for room when that
 * is so of those that ever took an item, or tried to. Dying is to end without running shutdown
 * hooks: by a signal such as SIGKILL, by a crash, by {@link Runtime#halt}. Should new processes
 * take their places, the queue goes on.
 *
 * <p><b>Memory effects.</b> What a thread did before it put an item in, also in other shared
 * memory, is visible to whoever takes that item.
 *
 * <p>Methods throw {@link ObjectClosedException} if the creator has closed the queue, and {@link
 * CreatorDiedException} if the creator's process has ended; what the queue held is lost then.
 *
 * @param <T> of the items
 */
public sealed class SharedQueue<T> extends SharedObject permits JoinableSharedQueue {
  private static final long serialVersionUID = 1L;

  private static final long TAIL = Block.START;
  private static final long HEAD = TAIL + Block.LINE;
  private static final long PUT_LOCK = HEAD + Block.LINE;
  private static final long TAKE_LOCK = PUT_LOCK + Block.LINE;

  /** How many items are done, placed as in {@link ItemRing}'s words; for the subclass. */
  static final long DONE = TAKE_LOCK + Block.LINE;

  private static final long PRODUCERS = DONE + Block.LINE;
  private static final long CONSUMERS = PRODUCERS + Long.BYTES;
  private static final long CAPACITY = CONSUMERS + Long.BYTES;
  private static final long BYTES = PRODUCERS + Block.LINE;

  private static final int PRODUCER = 1;
  private static final int CONSUMER = 2;

  private static final int MAX_CAPACITY = 1 << 28;
  static final int DEFAULT_BYTES = 1 << 20;
  private static final int MIN_BYTES = 1 << 10;

  private final transient int capacity;
  private final transient int bytes;
  private final transient String rulesText;
  private final transient ObjectInputFilter rules;
  private final transient ItemRing ring;
  private final transient Mutex putLock;
  private final transient Mutex takeLock;
  private final transient Peers producers;
  private final transient Peers consumers;
  private transient volatile boolean produces;
  private transient volatile boolean consumes;

  SharedQueue(Block block, String rulesText) {
    this(block, rulesText, 0);
  }

  /**
   * @param reserved how many bytes at the block's end are not the queue's
   */
  SharedQueue(Block block, String rulesText, long reserved) {
    super(block);
    this.capacity = (int) block.get(CAPACITY);
    this.bytes = (int) (block.memory().byteSize() - reserved - BYTES);
    this.rulesText = rulesText;
    this.rules = ObjectInputFilter.Config.createFilter(rulesText);
    this.ring = new ItemRing(block, block.lot().member(), TAIL, HEAD, capacity, BYTES, bytes);
    this.putLock = new Mutex(block, PUT_LOCK);
    this.takeLock = new Mutex(block, TAKE_LOCK);
    this.producers = new Peers(block, PRODUCERS, TAIL);
    this.consumers = new Peers(block, CONSUMERS, HEAD, DONE);
  }

  /**
   * Creates a queue whose items may take a mebibyte together, and whose classes are of the JDK's
   * java.base.
   *
   * @throws IllegalArgumentException as {@link #create(int, long, String...)}
   * @throws UncheckedIOException if there is no room for it
   */
  public static <T> SharedQueue<T> create(int capacity) {
    return create(capacity, DEFAULT_BYTES);
  }

  /**
   * Creates a queue.
   *
   * @param capacity in items, from 1 to 268,435,456
   * @param bytes that the items may take together, at least; at most 1,073,741,824. Each takes four
   *     bytes besides its own, and up to three more
   * @param accept classes of items, besides those of java.base, as {@link
   *     ObjectInputFilter.Config#createFilter} takes them: a class's name, {@code my.app.*} for a
   *     package, {@code my.app.**} for those below it as well
   * @throws IllegalArgumentException if capacity or bytes are out of range, or a pattern is none
   * @throws UncheckedIOException if there is no room for it
   */
  public static <T> SharedQueue<T> create(int capacity, long bytes, String... accept) {
    String rules = AcceptFilter.rules(List.of(accept));
    requireCapacity(capacity);
    return create("queue", size(bytes), block -> new SharedQueue<>(sized(block, capacity), rules));
  }

  /** Of the memory. */
  static long size(long bytes) {
    if (bytes < 1 || bytes > ItemRing.MAX_BYTES) {
      throw new IllegalArgumentException("a queue of " + bytes + " bytes");
    }
    return BYTES + Math.max(MIN_BYTES, Long.highestOneBit(2 * bytes - 1));
  }

  static Block sized(Block block, int capacity) {
    block.set(CAPACITY, capacity);
    return block;
  }

  static void requireCapacity(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException("a queue of " + capacity + " items");
    }
  }

  final ItemRing ring() {
    return ring;
  }

  final Peers consumers() {
    return consumers;
  }

  final String rulesText() {
    return rulesText;
  }

  /** In items. */
  public final int capacity() {
    return capacity;
  }

  /** How many items there are, for monitoring: others put and take meanwhile. */
  public final int size() {
    while (true) {
      long head = ring.head();
      int size = ItemRing.count(head, ring.tail());
      if (head == ring.head()) {
        return size;
      }
    }
  }

  /** Whether there is no item, for monitoring. */
  public final boolean isEmpty() {
    return size() == 0;
  }

  /** Whether there are as many items as the capacity, for monitoring. */
  public final boolean isFull() {
    return size() >= capacity;
  }

  /**
   * Puts an item in, and waits for room where it must.
   *
   * @throws IllegalArgumentException if the item can't be serialized (the cause says why), or takes
   *     more than the queue's bytes
   * @throws NullPointerException if the item is null
   * @throws PeersDiedException if nobody is left who would make room
   */
  public final void put(T item) throws InterruptedException {
    insert(item, TimeLimit.INTERRUPTIBLE);
  }

  /**
   * Puts an item in, and waits some time for room where it must.
   *
   * @return false if the time is over
   * @throws RuntimeException as {@link #put}
   */
  public final boolean offer(T item, long timeout, TimeUnit unit) throws InterruptedException {
    return insert(item, TimeLimit.in(timeout, unit));
  }

  /**
   * Puts an item in if there is room at once.
   *
   * @return false if the queue is full
   * @throws RuntimeException as {@link #put}, but for {@link PeersDiedException}
   */
  public final boolean offer(T item) {
    try {
      return insert(item, null);
    } catch (InterruptedException e) {
      throw new AssertionError("nothing here is interruptible", e);
    }
  }

  /**
   * Takes the first item, and waits for one where it must.
   *
   * @throws PeersDiedException if the queue is empty and nobody is left who would put an item in
   * @throws UncheckedIOException if the item's class is not accepted, or it can't be read for
   *     another reason; it is out of the queue then
   */
  public final T take() throws InterruptedException {
    return extract(TimeLimit.INTERRUPTIBLE);
  }

  /**
   * Takes the first item, and waits some time for one where it must.
   *
   * @return null if the time is over
   * @throws RuntimeException as {@link #take}
   */
  public final T poll(long timeout, TimeUnit unit) throws InterruptedException {
    return extract(TimeLimit.in(timeout, unit));
  }

  /**
   * Takes the first item if there is one at once.
   *
   * @return null if the queue is empty
   * @throws RuntimeException as {@link #take}, but for {@link PeersDiedException}
   */
  public final T poll() {
    try {
      return extract(null);
    } catch (InterruptedException e) {
      throw new AssertionError("nothing here is interruptible", e);
    }
  }

  /**
   * @param limit null for no waiting
   */
  private boolean insert(T item, TimeLimit limit) throws InterruptedException {
    int plainSize = Codec.plainSize(Objects.requireNonNull(item));
    ByteBuffer serialized = plainSize < 0 ? serialize(item) : null;
    int size = plainSize < 0 ? serialized.remaining() : plainSize;
    long space = ItemRing.spaceFor(size);
    if (space > bytes) {
      throw new IllegalArgumentException(
          "an item of " + size + " bytes and 4 more for a queue of " + bytes + " bytes");
    }
    if (!produces) {
      block().lot().takePart(block(), PRODUCER);
      produces = true;
    }
    Spin spin = null;
    while (true) {
      if (putLock.lock(true, forLock(limit)) == Acquired.NO) {
        return false;
      }
      Added added;
      long head;
      long tail;
      try {
        added = ring.add(item, plainSize, serialized, space);
        head = ring.headSeen();
        tail = ring.tailLeft();
      } finally {
        putLock.unlock();
      }
      if (added == Added.YES) {
        return true;
      }
      if (added == Added.YES_WAKE) {
        ring.wakeTaker(tail);
        return true;
      }
      if (limit == null) {
        return false;
      }
      spin = spin == null ? new Spin(block().lot()) : spin;
      if (!awaitHead(head, added == Added.NO_ROOM, spin, limit)) {
        return false;
      }
    }
  }

  /** Waits until the head may have moved. */
  private boolean awaitHead(long head, boolean forRoom, Spin spin, TimeLimit limit)
      throws InterruptedException {
    while (spin.once()) {
      if (ring.head() != head) {
        return true;
      }
    }
    long word = block().get(HEAD);
    if (forRoom && ItemRing.position(word) == head) {
      word = ring.announceWaitForRoom(word);
    }
    if (ItemRing.position(word) != head) {
      return true;
    }
    // What they did before they went is to be seen now, if it wasn't before.
    if (consumers.areGone() && ring.head() == head) {
      throw new PeersDiedException("no process is left that took items from " + block());
    }
    return block().await(HEAD, word & ~Block.WAITERS, limit);
  }

  /**
   * @param limit null for no waiting
   */
  private T extract(TimeLimit limit) throws InterruptedException {
    if (!consumes) {
      block().lot().takePart(block(), CONSUMER);
      consumes = true;
    }
    Spin spin = null;
    while (true) {
      if (takeLock.lock(true, forLock(limit)) == Acquired.NO) {
        return null;
      }
      long tail;
      Taken taken = null;
      try {
        int size = ring.peek();
        tail = ring.tailSeen();
        if (size >= 0) {
          taken = takeFirst(size);
        }
      } finally {
        takeLock.unlock();
      }
      if (taken != null) {
        ring.wakePutter(taken.headBefore, taken.headLeft);
        return item(taken);
      }
      if (limit == null) {
        return null;
      }
      spin = spin == null ? new Spin(block().lot()) : spin;
      if (!awaitTail(tail, spin, limit)) {
        return null;
      }
    }
  }

  /** Waits until the tail may have moved. */
  private boolean awaitTail(long tail, Spin spin, TimeLimit limit) throws InterruptedException {
    while (spin.once()) {
      if (ring.tail() != tail) {
        return true;
      }
    }
    long word = block().get(TAIL);
    if (ItemRing.position(word) != tail) {
      return true;
    }
    // What they did before they went is to be seen now, if it wasn't before.
    if (producers.areGone() && ring.tail() == tail) {
      throw new PeersDiedException("no process is left that put items into " + block());
    }
    return block().await(TAIL, word & ~Block.WAITERS, limit);
  }

  /**
   * What came out of the ring.
   *
   * @param item read, or null
   * @param bytes still to be read, or null
   * @param failure to read it, or null
   */
  private record Taken(
      Object item, ByteBuffer bytes, IOException failure, long headBefore, long headLeft) {}

  /** Reads under the lock only what runs no foreign code. */
  private Taken takeFirst(int size) {
    ByteBuffer first = ring.first(size);
    Object item = null;
    ByteBuffer copy = null;
    IOException failure = null;
    if (Codec.isPlain(first)) {
      try {
        item = Codec.read(first, rules);
      } catch (IOException e) {
        failure = e;
      } catch (ClassNotFoundException e) {
        throw new AssertionError("a plain item names no class", e);
      }
    } else {
      copy = ByteBuffer.allocate(size).put(first).flip();
    }
    beforeTake();
    long before = ring.remove(size);
    afterTake();
    return new Taken(item, copy, failure, before, ring.headLeft());
  }

  @SuppressWarnings("unchecked") // What was put was a T.
  private T item(Taken taken) {
    try {
      if (taken.failure != null) {
        throw taken.failure;
      }
      return (T) (taken.bytes == null ? taken.item : Codec.read(taken.bytes, rules));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new UncheckedIOException(
          new InvalidClassException("an item's class is unknown here: " + e.getMessage(), e));
    }
  }

  private static ByteBuffer serialize(Object item) {
    try {
      return Codec.write(item);
    } catch (IOException e) {
      throw new IllegalArgumentException("an item that can't be sent: " + e.getMessage(), e);
    }
  }

  /** The locks are held for a moment only: even who would not wait for an item waits for them. */
  private static TimeLimit forLock(TimeLimit limit) {
    return limit == null || limit.isOver() ? TimeLimit.UNINTERRUPTIBLE : limit;
  }

  /** An item leaves the queue. */
  void beforeTake() {}

  void afterTake() {}

  /** As {@link #takesPart} and {@link #left}, for those that take. */
  void consumerJoined(int member) {}

  void consumerLeft(int member, long pid) {}

  @Override
  final void takesPart(int member, int role) {
    if (role == PRODUCER) {
      producers.join(member);
    } else {
      consumerJoined(member);
      consumers.join(member);
    }
  }

  @Override
  final void left(int member, long pid, boolean orderly) {
    putLock.left(member, pid);
    takeLock.left(member, pid);
    producers.left(member, orderly);
    consumerLeft(member, pid);
    consumers.left(member, orderly);
  }

  @Override
  Handle handle() {
    return Handle.of(Handle.Kind.QUEUE, block(), rulesText);
  }
}
