package strandbench.process.shared;

import strandbench.process.wire.Hub;

/**
 * Where threads wait for a word of shared memory to change: a futex in user space. The process that
 * made an object hosts the lot for it; the other processes reach that over a socket. Whoever
 * changes a word wakes those who wait there, and only if there are any: the sign bit of the word
 * ({@link Block#WAITERS}) says so. The lot sets it when one begins to wait, and compares the rest
 * of the word with what the waiter has seen under the same lock under which it wakes, so that no
 * wake comes too early.
 *
 * <p>The word says too little where its changer clears the bit itself, to spare a wake for each of
 * many changes: until the lot has dealt with that wake, others change the word and see no bit. Then
 * the changer tells the lot the value that it left, and the lot, if it finds another, wakes all.
 *
 * <p>When a process dies, everyone who waits in the lot is woken and looks again, because a wake
 * may have died with it.
 */
sealed interface Lot permits HostLot, RemoteLot {
  /** Wakes all who wait. */
  int ALL = Integer.MAX_VALUE;

  /** The number of this process with the host, never given twice; the host's own is 1. */
  int member();

  /** Where the lot is reached from other processes. */
  Hub.Address address();

  /** How many processors the host has: more than one, and a short spin may pay. */
  int processors();

  /**
   * Begins to wait for a wake, unless the word has changed.
   *
   * @param expected the word without {@link Block#WAITERS}
   * @param confirmed not to return before a wake counts for this thread
   */
  Parked enqueue(Block block, long offset, long expected, boolean confirmed);

  /** Waits until the wait ends, or the limit ends it. */
  Parked.Outcome await(Parked parked, TimeLimit limit);

  /** Wakes up to so many, those first who have waited longest. */
  void wake(Block block, long offset, int count);

  /**
   * As {@link #wake(Block, long, int)}, after a change that cleared the word's bit.
   *
   * @param left what the change left; if the lot finds another value, it wakes all
   */
  void wakeAfter(Block block, long offset, int count, long left);

  /** Returns once the host knows that this process takes part, in a role of the object's. */
  void takePart(Block block, int role);
}
