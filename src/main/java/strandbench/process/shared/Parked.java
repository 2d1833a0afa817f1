package strandbench.process.shared;

import java.util.concurrent.locks.LockSupport;

/** A thread of this process that waits at a word, in the lot of this process or of another. */
final class Parked {
  /** Why a wait ended. */
  enum Outcome {
    WOKEN,
    /** It never began: the word had changed. */
    CHANGED,
    TIMED_OUT,
    INTERRUPTED,
    /** The creator has closed the object. */
    CLOSED,
    /** The creator's process has ended. */
    CREATOR_DIED
  }

  private final Block block;
  private final long offset;
  private final long ticket;
  private final Thread thread = Thread.currentThread();
  private volatile boolean queued;
  private volatile Outcome outcome;

  Parked(Block block, long offset, long ticket) {
    this.block = block;
    this.offset = offset;
    this.ticket = ticket;
  }

  Block block() {
    return block;
  }

  long offset() {
    return offset;
  }

  /** Which of this process's waits it is. */
  long ticket() {
    return ticket;
  }

  /** From now on a wake counts for this thread. */
  void queued() {
    queued = true;
    LockSupport.unpark(thread);
  }

  void end(Outcome how) {
    outcome = how;
    LockSupport.unpark(thread);
  }

  /** Returns once a wake would count, or has come. */
  void awaitQueued() {
    boolean interrupted = false;
    while (!queued && outcome == null) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    restore(interrupted);
  }

  /** Returns what {@link #end} says; never times out, as the end is on its way. */
  Outcome awaitEnd() {
    return await(TimeLimit.UNINTERRUPTIBLE);
  }

  /** What {@link #end} said; or else the interrupt, which is cleared, or the end of the time. */
  Outcome await(TimeLimit limit) {
    boolean interrupted = false;
    try {
      while (outcome == null) {
        if (limit.interruptible() && Thread.interrupted()) {
          return Outcome.INTERRUPTED;
        }
        long nanos = limit.remaining();
        if (nanos <= 0) {
          return Outcome.TIMED_OUT;
        }
        if (limit.timed()) {
          LockSupport.parkNanos(this, nanos);
        } else {
          LockSupport.park(this);
        }
        if (!limit.interruptible()) {
          interrupted |= Thread.interrupted();
        }
      }
      return outcome;
    } finally {
      restore(interrupted);
    }
  }

  static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
