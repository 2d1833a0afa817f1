package strandbench.process.shared;

import java.util.concurrent.TimeUnit;

/** How long a caller is ready to wait, and whether an interrupt ends that. */
record TimeLimit(boolean interruptible, boolean timed, long deadline) {
  static final TimeLimit UNINTERRUPTIBLE = new TimeLimit(false, false, 0);
  static final TimeLimit INTERRUPTIBLE = new TimeLimit(true, false, 0);

  /** Not at all where the time is zero or less; an interrupt ends it. */
  static TimeLimit in(long timeout, TimeUnit unit) {
    return new TimeLimit(true, true, System.nanoTime() + Math.max(0, unit.toNanos(timeout)));
  }

  /** In nanoseconds, zero or less when it is over. */
  long remaining() {
    return timed ? deadline - System.nanoTime() : Long.MAX_VALUE;
  }

  boolean isOver() {
    return timed && remaining() <= 0;
  }
}
