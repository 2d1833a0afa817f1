package strandbench.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Starts a platform thread for each task, at most {@code cap} at once; a task beyond the cap waits
 * in a FIFO queue, and the thread that makes room starts the next task's thread. Thread-safe.
 */
final class PlatformThreadPerTaskExecutor extends LocalExecutor {
  private final int cap;
  private final ThreadFactory factory = Executors.defaultThreadFactory();
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, as is what follows. */
  private final Queue<Runnable> queue = new ArrayDeque<>();

  private final Set<Thread> running = new HashSet<>();

  PlatformThreadPerTaskExecutor(int cap) {
    this.cap = cap;
  }

  @Override
  public void execute(Runnable task) {
    Objects.requireNonNull(task);
    lock.lock();
    try {
      accept();
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
      leave();
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
      }
    } finally {
      lock.unlock();
      leave();
    }
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    lock.lock();
    try {
      List<Runnable> neverStarted = new ArrayList<>(queue);
      queue.clear();
      neverStarted.forEach(task -> leave());
      running.forEach(Thread::interrupt);
      return neverStarted;
    } finally {
      lock.unlock();
    }
  }
}
