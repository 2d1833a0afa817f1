package strandbench.process.shared;

import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What workers do with locks in the tests. */
final class LockTasks {
  private LockTasks() {}

  /** Adds by get and set, many times. */
  record Add(SharedLock lock, SharedLong number, int times) implements Runnable, Serializable {
    @Override
    public void run() {
      for (int i = 0; i < times; i++) {
        lock.lock();
        try {
          number.set(number.get() + 1);
        } finally {
          lock.unlock();
        }
      }
    }
  }

  /** Takes the lock, as one who recovers or not, says so, and waits to be killed. */
  record Hold(SharedLock lock, SharedLong pid, boolean recovers)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() throws InterruptedException {
      if (recovers) {
        lock.lockOrRecover();
      } else {
        lock.lock();
      }
      pid.set(ProcessHandle.current().pid());
      new CountDownLatch(1).await();
      return null;
    }
  }

  /** Says who it is, and asks for the lock; what it gets is the result. */
  record Take(SharedLock lock, SharedLong pid) implements Callable<String>, Serializable {
    @Override
    public String call() {
      pid.set(ProcessHandle.current().pid());
      try {
        lock.lock();
        lock.unlock();
        return "taken";
      } catch (IllegalStateException e) {
        return e.getClass().getSimpleName();
      }
    }
  }

  record TryLock(SharedLock lock, long millis) implements Callable<Boolean>, Serializable {
    @Override
    public Boolean call() throws InterruptedException {
      boolean taken = millis == 0 ? lock.tryLock() : lock.tryLock(millis, TimeUnit.MILLISECONDS);
      if (taken) {
        lock.unlock();
      }
      return taken;
    }
  }

  record Unlock(SharedLock lock) implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      lock.unlock();
      return null;
    }
  }
}
