package strandbench.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Starts a virtual thread for each task at once; the thread takes a permit before it runs the task,
 * as JEP 444 advises where concurrency has to be bounded. Thread-safe.
 */
final class VirtualThreadPerTaskExecutor extends AbstractExecutorService {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore permits;
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

  VirtualThreadPerTaskExecutor(int permits) {
    this.permits = new Semaphore(permits);
  }

  @Override
  public void execute(Runnable task) {
    Waiting entry = new Waiting(task);
    waiting.add(entry);
    try {
      threads.execute(() -> runWithPermit(entry));
    } catch (RejectedExecutionException e) {
      waiting.remove(entry);
      throw e;
    }
  }

  /** An interrupt by shutdownNow stays pending for the task to see. */
  private void runWithPermit(Waiting entry) {
    permits.acquireUninterruptibly();
    try {
      if (waiting.remove(entry)) {
        entry.task.run();
      }
    } finally {
      permits.release();
    }
  }

  @Override
  public void shutdown() {
    threads.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    threads.shutdown();
    List<Runnable> neverStarted = new ArrayList<>();
    for (Waiting entry : List.copyOf(waiting)) {
      if (waiting.remove(entry)) {
        neverStarted.add(entry.task);
      }
    }
    threads.shutdownNow();
    return neverStarted;
  }

  @Override
  public boolean isShutdown() {
    return threads.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return threads.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return threads.awaitTermination(timeout, unit);
  }

  /** A task whose thread has no permit yet; equal to itself only. */
  private static final class Waiting {
    private final Runnable task;

    private Waiting(Runnable task) {
      this.task = task;
    }
  }
}
