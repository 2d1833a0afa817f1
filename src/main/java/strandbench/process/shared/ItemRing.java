package strandbench.process.shared;

import java.nio.ByteBuffer;
import strandbench.process.wire.Codec;

/**
 * The bytes of a queue's items in shared memory, one after the other around a ring, each after its
 * length. Two words say from where to where: the <em>tail</em>, after the last item, which whoever
 * holds the put lock moves, and the <em>head</em>, before the first, which whoever holds the take
 * lock moves. Each holds both a position and how many items have passed it, and moves by one store;
 * so a process can be killed at any instruction, and an item is in the queue or it is not.
 *
 * <p>In a word, from the top: {@link Block#WAITERS}; in the head's, whether a producer waits for
 * room rather than for a place; a bit that {@link Peers} turns over; 29 bits of the number of
 * items, 32 bits of the position, both modulo. Beside each word stands which process moved it last:
 * while that is this one, what it remembers of the other word is old, but not older than the
 * memory.
 *
 * <p>Methods that {@code add} are for whoever holds the put lock, those that {@code remove} for
 * whoever holds the take lock.
 */
final class ItemRing {
  /** In the head: a producer waits whose item is larger than the room that there was. */
  static final long WAITS_FOR_ROOM = 1L << 62;

  /** What {@link Peers} turns over, so that who is about to wait looks again. */
  static final long PEERS = 1L << 61;

  static final int MAX_BYTES = 1 << 30;
  static final int MAX_COUNT = (1 << 29) - 1;
  private static final long FLAGS = Block.WAITERS | WAITS_FOR_ROOM | PEERS;
  private static final long POSITION = 0xffff_ffffL;
  private static final int COUNT_SHIFT = 32;

  private final Block block;
  private final long tailWord;
  private final long headWord;
  private final int capacity;
  private final int bytes;
  private final long self;

  /**
   * For {@code add}: the ring's bytes, the head as it was seen last, and the tail as it was left.
   */
  private final ByteBuffer adding;

  private long headSeen;
  private long tailLeft;

  /** For {@code remove}: the ring's bytes, the tail as it was seen last, and the head as it is. */
  private final ByteBuffer removing;

  private long tailSeen;
  private long head;

  /**
   * @param self the number of this process
   * @param capacity in items
   * @param bytes where in the block the bytes are, as many as a power of two
   */
  ItemRing(
      Block block, long self, long tailWord, long headWord, int capacity, long offset, int bytes) {
    this.block = block;
    this.tailWord = tailWord;
    this.headWord = headWord;
    this.capacity = capacity;
    this.bytes = bytes;
    this.self = self;
    this.adding = block.memory().asSlice(offset, bytes).asByteBuffer();
    this.removing = block.memory().asSlice(offset, bytes).asByteBuffer();
  }

  /** What an item of so many bytes takes. */
  static long spaceFor(int size) {
    return Integer.BYTES + ((size + Integer.BYTES - 1L) & -Integer.BYTES);
  }

  /** Without flags. */
  long tail() {
    return block.get(tailWord) & ~FLAGS;
  }

  /** Without flags. */
  long head() {
    return block.get(headWord) & ~FLAGS;
  }

  /** The word without what says only who waits and who is there. */
  static long position(long word) {
    return word & ~FLAGS;
  }

  /** How many items there are between two values of the words. */
  static int count(long head, long tail) {
    return (int) ((tail >>> COUNT_SHIFT) - (head >>> COUNT_SHIFT)) & MAX_COUNT;
  }

  /** How many bytes, modulo 2^32. */
  private static long used(long head, long tail) {
    return (tail - head) & POSITION;
  }

  /** A word moved on: one item and so many bytes on. */
  static long next(long word, long space) {
    long count = ((word >>> COUNT_SHIFT) + 1) & MAX_COUNT;
    return count << COUNT_SHIFT | ((word + space) & POSITION);
  }

  /** What became of an {@code add}. */
  enum Added {
    YES,
    /** Yes, and one who waits for an item is to be woken, with {@link #wakeTaker}. */
    YES_WAKE,
    /** No, there are as many items as there may be. */
    NO_PLACE,
    /** No, there are too few bytes. */
    NO_ROOM
  }

  /**
   * Adds an item, if there is room.
   *
   * @param plainSize of the item, or -1 for one that is serialized already
   * @param space that the item takes
   */
  Added add(Object item, int plainSize, ByteBuffer serialized, long space) {
    long tail = tail();
    if (!isMine(tailWord) || !hasRoom(headSeen, tail, space)) {
      headSeen = head();
      makeMine(tailWord);
      if (!hasRoom(headSeen, tail, space)) {
        return count(headSeen, tail) >= capacity ? Added.NO_PLACE : Added.NO_ROOM;
      }
    }
    write((int) (tail & (bytes - 1)), item, plainSize, serialized);
    tailLeft = next(tail, space);
    long seen = block.get(tailWord);
    while (!block.compareAndSet(tailWord, seen, tailLeft)) {
      seen = block.get(tailWord);
    }
    return (seen & Block.WAITERS) == 0 ? Added.YES : Added.YES_WAKE;
  }

  /** Whether this process moved the word last. */
  private boolean isMine(long word) {
    return block.get(word + Long.BYTES) == self;
  }

  /** What is remembered of the other word is up to date. */
  private void makeMine(long word) {
    if (!isMine(word)) {
      block.set(word + Long.BYTES, self);
    }
  }

  private boolean hasRoom(long head, long tail, long space) {
    return count(head, tail) < capacity && used(head, tail) + space <= bytes;
  }

  private void write(int at, Object item, int plainSize, ByteBuffer serialized) {
    int size = serialized == null ? plainSize : serialized.remaining();
    adding.putInt(at, size);
    int start = (at + Integer.BYTES) & (bytes - 1);
    if (size > bytes - start) {
      // It goes over the end. Rare enough for a copy.
      ByteBuffer whole = serialized;
      if (whole == null) {
        whole = ByteBuffer.allocate(size);
        Codec.writePlain(item, size, whole);
        whole.flip();
      }
      int first = bytes - start;
      adding.put(start, whole, whole.position(), first);
      adding.put(0, whole, whole.position() + first, size - first);
    } else if (serialized == null) {
      adding.position(start);
      Codec.writePlain(item, size, adding);
    } else {
      adding.put(start, serialized, serialized.position(), size);
    }
  }

  /** The head that the last {@code add} has seen. */
  long headSeen() {
    return headSeen;
  }

  /** The tail that the last {@code add} has left. */
  long tailLeft() {
    return tailLeft;
  }

  /**
   * Says that a producer waits for room.
   *
   * @param seen the head's word
   * @return the word as it is now, or another than was seen where that had changed
   */
  long announceWaitForRoom(long seen) {
    boolean said =
        (seen & WAITS_FOR_ROOM) != 0 || block.compareAndSet(headWord, seen, seen | WAITS_FOR_ROOM);
    return said ? seen | WAITS_FOR_ROOM : block.get(headWord);
  }

  /**
   * The size of the first item, or -1 if there is none. {@link #first} reads it, {@link #remove}
   * removes it.
   */
  int peek() {
    head = head();
    if (!isMine(headWord) || tailSeen == head) {
      tailSeen = tail();
      makeMine(headWord);
    }
    removing.clear();
    return tailSeen == head ? -1 : removing.getInt((int) (head & (bytes - 1)));
  }

  /** The tail that the last {@link #peek} has seen. */
  long tailSeen() {
    return tailSeen;
  }

  /** The first item's bytes: the ring's own where they are in one piece. */
  ByteBuffer first(int size) {
    int start = (int) ((head + Integer.BYTES) & (bytes - 1));
    int first = Math.min(size, bytes - start);
    if (first == size) {
      return removing.limit(start + size).position(start);
    }
    byte[] whole = new byte[size];
    removing.get(start, whole, 0, first);
    removing.get(0, whole, first, size - first);
    return ByteBuffer.wrap(whole);
  }

  /**
   * Removes the first item.
   *
   * @return the head's word before, for {@link #wakePutter}
   */
  long remove(int size) {
    head = next(head, spaceFor(size));
    long seen = block.get(headWord);
    while (!block.compareAndSet(headWord, seen, head)) {
      seen = block.get(headWord);
    }
    return seen;
  }

  /** The head that the last {@link #remove} has left. */
  long headLeft() {
    return head;
  }

  /** Wakes one who waits for an item, after an {@code add} that found one. */
  void wakeTaker(long tailLeft) {
    block.lot().wakeAfter(block, tailWord, 1, tailLeft);
  }

  /** Wakes one who waits for a place, or all if one of them waits for room, after a removal. */
  void wakePutter(long before, long headLeft) {
    if ((before & Block.WAITERS) != 0) {
      int count = (before & WAITS_FOR_ROOM) == 0 ? 1 : Lot.ALL;
      block.lot().wakeAfter(block, headWord, count, headLeft);
    }
  }
}
