package strandbench.process.shared;

/**
 * How many items each process has taken from a queue and not said to be done, in shared memory, so
 * that it is known of those that have ended. A process counts an item before it takes it, and until
 * after it has said that it is done: what was counted by those that ended is lost only as far as
 * items are missing. Beyond 64 consumers at a time, those of the others are not counted.
 *
 * <p>{@link #join} and {@link #left} are for the creator's process, one call at a time.
 */
final class Debts {
  private static final int PLACES = 64;

  /** Of the memory. */
  static final long SIZE = (1 + PLACES) * Block.LINE;

  private final Block block;
  private final long ended;
  private final long endedPid;

  /** Where this process counts, once it has taken part; else 0. */
  private volatile long own;

  /**
   * @param start of the memory, zeros at first: a line for those that have ended, then one for each
   *     that lives, with its number and its count
   */
  Debts(Block block, long start) {
    this.block = block;
    this.ended = start;
    this.endedPid = start + Long.BYTES;
  }

  private long place(int index) {
    return ended + (1 + index) * Block.LINE;
  }

  private static long count(long place) {
    return place + Long.BYTES;
  }

  /** 0 where it has none. */
  private long find(long member) {
    for (int i = 0; i < PLACES; i++) {
      if (block.get(place(i)) == member) {
        return place(i);
      }
    }
    return 0;
  }

  void join(int member) {
    if (find(member) == 0) {
      long free = find(0);
      if (free != 0) {
        block.set(free, member);
      }
    }
  }

  void left(int member, long pid) {
    long place = find(member);
    if (place != 0) {
      long left = block.getAndSet(count(place), 0);
      block.set(place, 0);
      if (left > 0) {
        block.set(endedPid, pid);
        block.getAndAdd(ended, left);
      }
    }
  }

  /** This process takes one more, or (-1) has said that one is done. */
  void add(int items) {
    long place = own;
    if (place == 0) {
      place = find(block.lot().member());
      own = place;
    }
    if (place != 0) {
      block.getAndAdd(count(place), items);
    }
  }

  /** Whether a process has ended with items that it had not said to be done. */
  boolean areLeft() {
    return block.get(ended) != 0;
  }

  /** The process that ended last of such. */
  long pid() {
    return block.get(endedPid);
  }

  /**
   * How many items nobody will say to be done.
   *
   * @param taken how many were taken and are not done
   */
  int lost(int taken) {
    return lost(taken, block.get(ended));
  }

  private int lost(int taken, long most) {
    long counted = 0;
    for (int i = 0; i < PLACES; i++) {
      counted += Math.max(0, block.get(count(place(i))));
    }
    return (int) Math.clamp(taken - counted, 0, most);
  }

  /** As {@link #lost}; they are not lost any more then, but the caller's to see to. */
  int clear(int taken) {
    long seen = block.get(ended);
    int lost = lost(taken, seen);
    block.getAndAdd(ended, -seen);
    return lost;
  }
}
