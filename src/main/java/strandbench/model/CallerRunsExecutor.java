package strandbench.model;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs each task in the thread that submits it, one at a time: a second thread that submits
 * meanwhile waits its turn. Thread-safe; a task that submits another runs it at once.
 */
final class CallerRunsExecutor extends AbstractExecutorService {
  private final ReentrantLock running = new ReentrantLock();
  private final ReentrantLock state = new ReentrantLock();
  private final Condition terminated = state.newCondition();
  private Thread runner;
  private int accepted;
  private boolean shutdown;

  @Override
  public void execute(Runnable task) {
    accept();
    try {
      running.lock();
      try {
        runAsRunner(task);
      } finally {
        running.unlock();
      }
    } finally {
      leave();
    }
  }

  private void accept() {
    state.lock();
    try {
      if (shutdown) {
        throw new RejectedExecutionException("shut down");
      }
      accepted++;
    } finally {
      state.unlock();
    }
  }

  private void leave() {
    state.lock();
    try {
      accepted--;
      if (shutdown && accepted == 0) {
        terminated.signalAll();
      }
    } finally {
      state.unlock();
    }
  }

  private void runAsRunner(Runnable task) {
    Thread outer = setRunner(Thread.currentThread());
    try {
      task.run();
    } finally {
      setRunner(outer);
    }
  }

  private Thread setRunner(Thread thread) {
    state.lock();
    try {
      Thread before = runner;
      runner = thread;
      return before;
    } finally {
      state.unlock();
    }
  }

  @Override
  public void shutdown() {
    state.lock();
    try {
      shutdown = true;
      terminated.signalAll();
    } finally {
      state.unlock();
    }
  }

  /** Interrupts the caller that runs a task now; there are never tasks that wait unclaimed. */
  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    state.lock();
    try {
      if (runner != null) {
        runner.interrupt();
      }
    } finally {
      state.unlock();
    }
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    state.lock();
    try {
      return shutdown;
    } finally {
      state.unlock();
    }
  }

  @Override
  public boolean isTerminated() {
    state.lock();
    try {
      return shutdown && accepted == 0;
    } finally {
      state.unlock();
    }
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long nanos = unit.toNanos(timeout);
    state.lock();
    try {
      while (!(shutdown && accepted == 0)) {
        if (nanos <= 0) {
          return false;
        }
        nanos = terminated.awaitNanos(nanos);
      }
      return true;
    } finally {
      state.unlock();
    }
  }
}
