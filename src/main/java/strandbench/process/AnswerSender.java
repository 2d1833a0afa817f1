package strandbench.process;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends a worker's answers: several together while the next tasks are there already, or while other
 * threads are about to answer, but none later than a moment after it is known, also where the next
 * task takes long. Thread-safe.
 *
 * <p>Over a socket, an answer waits for those of other threads alone, never for a task that is to
 * start: held in this process's memory, it would be lost with the process if that task were to kill
 * it, and the pool would blame two tasks for it.
 */
final class AnswerSender {
  private static final int MOST_HELD = 64;

  /** Held for longer, answers would come too late for the pool to send more in time. */
  private static final long HOLD_NANOS = 250_000;

  private static final long LONGEST_HELD_NANOS = 1_000_000;
  private static final long LAST_WORD_MILLIS = 200;

  private final Link link;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, as is what follows. */
  private int held;

  private long lastFlush;

  /** Who sends, and has not come to it yet. */
  private final AtomicInteger following = new AtomicInteger();

  /** Started when first needed, which a worker of long tasks never does. */
  private Thread flusher;

  private volatile boolean waiting;

  AnswerSender(Link link) {
    this.link = link;
  }

  /** Sends a message now. */
  void send(Message message) throws IOException {
    following.incrementAndGet();
    lock.lock();
    try {
      following.decrementAndGet();
      link.append(message);
      flush();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends an answer.
   *
   * @param more whether other answers will follow, so that this one may be held back for a moment
   */
  void answer(Message message, boolean more) throws IOException {
    following.incrementAndGet();
    lock.lock();
    try {
      boolean anotherFlushes = following.decrementAndGet() > 0;
      link.append(message);
      held++;
      if (anotherFlushes && held < MOST_HELD) {
        return;
      }
      if (!more || held >= MOST_HELD || System.nanoTime() - lastFlush > HOLD_NANOS) {
        flush();
      } else if (waiting) {
        waiting = false;
        LockSupport.unpark(flusher);
      } else if (flusher == null) {
        startFlusher();
      }
    } finally {
      lock.unlock();
    }
  }

  private void flush() throws IOException {
    held = 0;
    lastFlush = System.nanoTime();
    link.flush();
  }

  private void startFlusher() {
    flusher =
        new Thread("flusher") {
          @Override
          public void run() {
            flushLate();
          }
        };
    flusher.setDaemon(true);
    flusher.start();
  }

  private void flushLate() {
    try {
      while (true) {
        LockSupport.parkNanos(LONGEST_HELD_NANOS);
        lock.lock();
        try {
          if (held > 0) {
            flush();
          } else {
            waiting = true;
          }
        } finally {
          lock.unlock();
        }
        while (waiting) {
          LockSupport.park();
        }
      }
    } catch (IOException e) {
      // The pool is gone, and whoever reads sees that.
    }
  }

  /** Sends a message if that is possible soon: not while another is stuck. */
  void lastWord(Message message) {
    try {
      if (lock.tryLock(LAST_WORD_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          send(message);
        } finally {
          lock.unlock();
        }
      }
    } catch (IOException | InterruptedException e) {
      // Then the pool takes the end for what it looks like.
    }
  }
}
