package strandbench.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Starts a platform thread for each task, at most {@code cap} at once; a task beyond the cap waits
 * in a FIFO queue, and the thread that makes room starts the next task's thread. Thread-safe.
 */
final class PlatformThreadPerTaskExecutor extends AbstractExecutorService {
  private final int cap;
  private final ThreadFactory factory = Executors.defaultThreadFactory();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition terminated = lock.newCondition();
  private final Queue<Runnable> queue = new ArrayDeque<>();
  private final Set<Thread> running = new HashSet<>();
  private boolean shutdown;

  PlatformThreadPerTaskExecutor(int cap) {
    this.cap = cap;
  }

  @Override
  public void execute(Runnable task) {
    Objects.requireNonNull(task);
    lock.lock();
    try {
      if (shutdown) {
        throw new RejectedExecutionException("shut down");
      }
      if (running.size() < cap) {
        startThread(task);
      } else {
        queue.add(task);
      }
    } finally {
      lock.unlock();
    }
  }

  private void startThread(Runnable task) {
    Thread thread = factory.newThread(() -> runAndMakeRoom(task));
    running.add(thread);
    try {
      thread.start();
    } catch (Error e) {
      running.remove(thread);
      throw e;
    }
  }

  private void runAndMakeRoom(Runnable task) {
    try {
      task.run();
    } finally {
      makeRoom();
    }
  }

  private void makeRoom() {
    lock.lock();
    try {
      running.remove(Thread.currentThread());
      Runnable next = queue.poll();
      if (next != null) {
        startThread(next);
      } else if (shutdown && running.isEmpty()) {
        terminated.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void shutdown() {
    lock.lock();
    try {
      shutdown = true;
      if (running.isEmpty()) {
        terminated.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    lock.lock();
    try {
      List<Runnable> neverStarted = new ArrayList<>(queue);
      queue.clear();
      running.forEach(Thread::interrupt);
      return neverStarted;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isShutdown() {
    lock.lock();
    try {
      return shutdown;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isTerminated() {
    lock.lock();
    try {
      return shutdown && running.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long nanos = unit.toNanos(timeout);
    lock.lock();
    try {
      while (!(shutdown && running.isEmpty())) {
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
}
