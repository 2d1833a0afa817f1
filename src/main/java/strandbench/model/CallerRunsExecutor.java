package strandbench.model;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs each task in the thread that submits it, one at a time: a second thread that submits
 * meanwhile waits its turn. Thread-safe; a task that submits another runs it at once.
 */
final class CallerRunsExecutor extends LocalExecutor {
  private final ReentrantLock turn = new ReentrantLock();

  /** Guarded by this executor's monitor, so that no interrupt reaches a caller that has left. */
  private Thread runner;

  @Override
  public void execute(Runnable task) {
    accept();
    turn.lock();
    Thread outer = setRunner(Thread.currentThread());
    try {
      task.run();
    } finally {
      setRunner(outer);
      turn.unlock();
      leave();
    }
  }

  private synchronized Thread setRunner(Thread thread) {
    Thread before = runner;
    runner = thread;
    return before;
  }

  /** Interrupts the caller that runs a task now; there are never tasks that wait unclaimed. */
  @Override
  public synchronized List<Runnable> shutdownNow() {
    shutdown();
    if (runner != null) {
      runner.interrupt();
    }
    return List.of();
  }
}
