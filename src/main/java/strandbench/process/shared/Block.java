package strandbench.process.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.security.SecureRandom;
import strandbench.process.shared.Parked.Outcome;
import strandbench.process.wire.SharedFile;

/**
 * The memory of one shared object as this process has it mapped, its words, and the lot where one
 * waits for them to change. It begins with the object's id, so that a process that opens the file
 * under a reference which has come to mean another notices.
 *
 * <p>The mapping goes when the garbage collector finds that nothing refers to it: a close under the
 * hands of a thread that is at work in the memory can't happen.
 */
final class Block {
  /** In a word: someone waits in the lot for it to change. The lot's to set. */
  static final long WAITERS = Long.MIN_VALUE;

  /** What no two words that different processes write often should share. */
  static final long LINE = 128;

  /** Where an object's own words begin. */
  static final long START = LINE;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String name;
  private final long id;
  private final MemorySegment memory;
  private final Lot lot;
  private final String reference;
  private final SharedFile file;
  private volatile Outcome end;

  private Block(
      String name, long id, MemorySegment memory, Lot lot, String reference, SharedFile file) {
    this.name = name + "-" + Long.toHexString(id);
    this.id = id;
    this.memory = memory;
    this.lot = lot;
    this.reference = reference;
    this.file = file;
  }

  /**
   * Makes one that holds zeros.
   *
   * @param name of the kind of object
   * @param size in bytes, {@link #START} of them for this class
   * @throws UncheckedIOException if there is no room
   */
  static Block create(String name, long size) {
    try {
      SharedFile file = SharedFile.create(size);
      boolean done = false;
      try {
        long id = RANDOM.nextLong();
        String reference = file.reference();
        MemorySegment memory = SharedFile.open(reference, size, Arena.ofAuto());
        LONG.setVolatile(memory, 0L, id);
        done = true;
        return new Block(name, id, memory, HostLot.own(), reference, file);
      } finally {
        if (!done) {
          file.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Maps what another process has made.
   *
   * @throws IOException if it is no longer there
   */
  static Block open(String name, long id, long size, Lot lot, String reference) throws IOException {
    MemorySegment memory = SharedFile.open(reference, size, Arena.ofAuto());
    if ((long) LONG.getVolatile(memory, 0L) != id) {
      throw new IOException(reference + " holds something else by now");
    }
    return new Block(name, id, memory, lot, reference, null);
  }

  long id() {
    return id;
  }

  MemorySegment memory() {
    return memory;
  }

  Lot lot() {
    return lot;
  }

  /** By which others open the memory. */
  String reference() {
    return reference;
  }

  /** Whether this process has made it. */
  boolean isOwn() {
    return file != null;
  }

  /** Lets nobody else open the memory any more; only for whoever made it. */
  void closeFile() throws IOException {
    file.close();
  }

  /** Says that nothing can be waited for any more; the first reason holds. */
  void end(Outcome reason) {
    if (end == null) {
      end = reason;
    }
  }

  /** Null while one can wait. */
  Outcome end() {
    return end;
  }

  /**
   * Throws if the creator has closed the object, or ended, as far as is known here.
   *
   * @throws ObjectClosedException if it has closed it
   * @throws CreatorDiedException if it has ended
   */
  void check() {
    if (end != null) {
      settle(end);
    }
  }

  long get(long offset) {
    return (long) LONG.getVolatile(memory, offset);
  }

  void set(long offset, long value) {
    LONG.setVolatile(memory, offset, value);
  }

  boolean compareAndSet(long offset, long expected, long value) {
    return LONG.compareAndSet(memory, offset, expected, value);
  }

  long getAndAdd(long offset, long delta) {
    return (long) LONG.getAndAdd(memory, offset, delta);
  }

  long getAndSet(long offset, long value) {
    return (long) LONG.getAndSet(memory, offset, value);
  }

  /**
   * Waits for a wake at a word, unless the word has changed. Returns for no reason as well.
   *
   * @param expected the word without {@link #WAITERS}
   * @return false if the time is over
   * @throws ObjectClosedException if the creator closes the object, or has
   * @throws CreatorDiedException if the creator's process ends, or has
   */
  boolean await(long offset, long expected, TimeLimit limit) throws InterruptedException {
    if (limit.interruptible() && Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (limit.isOver()) {
      return false;
    }
    return settled(lot.await(lot.enqueue(this, offset, expected, false), limit));
  }

  /** As {@link #await}, for the outcome of a wait. */
  boolean settled(Outcome outcome) throws InterruptedException {
    if (outcome == Outcome.INTERRUPTED) {
      throw new InterruptedException();
    }
    settle(outcome);
    return outcome != Outcome.TIMED_OUT;
  }

  private void settle(Outcome outcome) {
    if (outcome == Outcome.CLOSED) {
      throw new ObjectClosedException(name + " was closed by the process that made it");
    }
    if (outcome == Outcome.CREATOR_DIED) {
      throw new CreatorDiedException("the process that made " + name + " has ended");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
