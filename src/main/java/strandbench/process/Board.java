package strandbench.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What pool and worker note for each other in shared memory, so that it costs no system call and
 * outlives the process: which task the worker has started last, which the pool has taken back,
 * whether the worker is on an orderly way out, and for how long it may spin.
 *
 * <p>Tasks have sequence numbers from 1 to {@link #LAST_SEQUENCE}, and start in their order. One
 * word holds the last that was started and the last that was taken back, so that a task is either
 * started or taken back, whatever happens at the same time: without it, nobody could tell a task
 * that was killed from one that lay before the dead worker and may run elsewhere.
 */
final class Board {
  static final int SIZE = 256;

  /** What fits into the half of a word. */
  static final long LAST_SEQUENCE = Integer.MAX_VALUE;

  private static final int CLAIMS = 0;
  private static final int EXITING = 64;
  private static final int SPIN = 128;
  private static final long LOW = 0xffff_ffffL;
  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer memory;

  /**
   * @param memory {@link #SIZE} bytes, zeros at first, at a multiple of 8
   */
  Board(ByteBuffer memory) {
    this.memory = memory;
  }

  /**
   * The worker starts a task. When this returns, the note outlives it. False if it was taken back.
   */
  boolean start(long sequence) {
    while (true) {
      long word = (long) WORD.getVolatile(memory, CLAIMS);
      if (sequence <= word >>> Integer.SIZE) {
        return false;
      }
      if (WORD.compareAndSet(memory, CLAIMS, word, (word & ~LOW) | sequence)) {
        return true;
      }
    }
  }

  /** The sequence number of the task that was started last, 0 for none. */
  long started() {
    return (long) WORD.getVolatile(memory, CLAIMS) & LOW;
  }

  /**
   * The pool takes back all tasks that have not started.
   *
   * @param last the last that it has sent
   * @return the last that has started: those after it will not
   */
  long takeBack(long last) {
    while (true) {
      long word = (long) WORD.getVolatile(memory, CLAIMS);
      long started = word & LOW;
      if (WORD.compareAndSet(memory, CLAIMS, word, (last << Integer.SIZE) | started)) {
        return started;
      }
    }
  }

  void noteExit() {
    WORD.setVolatile(memory, EXITING, 1L);
  }

  boolean exiting() {
    return (long) WORD.getVolatile(memory, EXITING) != 0;
  }

  /** For how long the worker may spin after a task, in nanoseconds. */
  void allowSpin(long nanos) {
    WORD.setOpaque(memory, SPIN, nanos);
  }

  long spinNanos() {
    return (long) WORD.getOpaque(memory, SPIN);
  }
}
