package strandbench.parked;

import java.util.List;

/**
 * Strands that are alive and blocked in {@link java.util.concurrent.locks.LockSupport#park}, each a
 * given number of Java calls deep. For one thread.
 */
public interface ParkedStrands extends AutoCloseable {
  /**
   * Starts one more.
   *
   * @return false if the system refuses it; then there are as many as before
   */
  boolean add();

  /** How many were started and not let go. */
  int count();

  /**
   * Returns when every one of them has been seen alive and parked.
   *
   * @throws IllegalStateException if one is not within 30 s
   */
  void awaitParked() throws InterruptedException;

  /** The processes that were started for them, in no order. */
  List<Long> pids();

  /** Lets the one that was started last go, and waits for its end. */
  void letGo() throws Exception;

  /**
   * Lets all of them go, and waits for their ends.
   *
   * @throws IllegalStateException if they have not come back through as many calls as they made
   */
  void release() throws Exception;

  /** Lets go what is left, whatever has happened. */
  @Override
  void close();
}
