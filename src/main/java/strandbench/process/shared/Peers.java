package strandbench.process.shared;

import java.util.HashSet;
import java.util.Set;

/**
 * The processes on one side of a queue, kept by the queue's creator. A word of the shared memory
 * tells all others what matters of it.
 *
 * <p>{@link #join} and {@link #left} are for the creator's process, one call at a time.
 */
final class Peers {
  private static final long ALL_GONE = -1 & ~Block.WAITERS;

  private final Block block;
  private final long word;
  private final long[] waitedFor;
  private final Set<Integer> alive = new HashSet<>();
  private boolean died;

  /**
   * @param word of the block: 0, or if one of the processes died either {@link #ALL_GONE}, or the
   *     number of the only one that is left
   * @param waitedFor the words at which others wait for these processes. When one has gone, a bit
   *     of each is turned over, {@link ItemRing#PEERS}: so whoever was just about to wait there
   *     looks again
   */
  Peers(Block block, long word, long... waitedFor) {
    this.block = block;
    this.word = word;
    this.waitedFor = waitedFor;
  }

  /** Whether one of the processes died and no process but this is left, if it is one at all. */
  boolean areGone() {
    long only = block.get(word);
    return only == ALL_GONE || (only != 0 && only == block.lot().member());
  }

  void join(int member) {
    alive.add(member);
    tell();
  }

  void left(int member, boolean orderly) {
    if (alive.remove(member)) {
      died |= !orderly;
      tell();
    }
  }

  private void tell() {
    long only = 0;
    if (died && alive.isEmpty()) {
      only = ALL_GONE;
    } else if (died && alive.size() == 1) {
      only = alive.iterator().next();
    }
    block.set(word, only);
    for (long each : waitedFor) {
      long seen = block.get(each);
      while (!block.compareAndSet(each, seen, seen ^ ItemRing.PEERS)) {
        seen = block.get(each);
      }
    }
  }
}
