package strandbench.model;

import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The life of an executor that has no JDK executor behind it: it accepts tasks until it is shut
 * down, and is terminated once each accepted task has left. Thread-safe.
 */
abstract class LocalExecutor extends AbstractExecutorService {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition terminated = lock.newCondition();
  private int accepted;
  private boolean shutdown;

  /**
   * Accepts a task.
   *
   * @throws RejectedExecutionException if the executor is shut down
   */
  final void accept() {
    lock.lock();
    try {
      if (shutdown) {
        throw new RejectedExecutionException("shut down");
      }
      accepted++;
    } finally {
      lock.unlock();
    }
  }

  /** An accepted task has ended, or will never start. */
  final void leave() {
    lock.lock();
    try {
      accepted--;
      signalIfTerminated();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void shutdown() {
    lock.lock();
    try {
      shutdown = true;
      signalIfTerminated();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final boolean isShutdown() {
    lock.lock();
    try {
      return shutdown;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final boolean isTerminated() {
    lock.lock();
    try {
      return shutdown && accepted == 0;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long nanos = unit.toNanos(timeout);
    lock.lock();
    try {
      while (!isTerminated()) {
        if (nanos <= 0) {
          return false;
        }
        nanos = terminated.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void signalIfTerminated() {
    if (isTerminated()) {
      terminated.signalAll();
    }
  }
}
