package strandbench.process.shared;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** What the tests of managers have other processes do. */
final class ManagerTasks {
  private ManagerTasks() {}

  /** Takes one from a number by a get and a put, with all others between the two. */
  record Rush(ManagedMap<String, Integer> map, ManagedQueue<Long> arrived, ManagedQueue<String> go)
      implements Callable<Long>, Serializable {
    @Override
    public Long call() throws Exception {
      int read = map.get("n");
      arrived.put(ProcessHandle.current().pid());
      go.take();
      map.put("n", read - 1);
      return ProcessHandle.current().pid();
    }
  }

  /** The same with the lock. */
  record Guarded(ManagedMap<String, Integer> map, ManagedLock lock)
      implements Callable<Long>, Serializable {
    @Override
    public Long call() {
      lock.lock();
      try {
        map.put("n", map.get("n") - 1);
      } finally {
        lock.unlock();
      }
      return ProcessHandle.current().pid();
    }
  }

  /** The same by an atomic method, so many times, on everything that has one. */
  record Atomic(ManagedMap<String, Integer> map, ManagedValue<Integer> value, int times)
      implements Callable<Long>, Serializable {
    @Override
    public Long call() {
      for (int i = 0; i < times; i++) {
        map.merge("n", -1, Integer::sum);
        value.update(old -> old - 1);
      }
      return ProcessHandle.current().pid();
    }
  }

  record Append(ManagedList<Integer> list, int from, int to) implements Runnable, Serializable {
    @Override
    public void run() {
      for (int i = from; i < to; i++) {
        list.add(i);
      }
    }
  }

  record Look(ManagedMap<String, Object> map, ManagedList<Integer> list, ManagedNamespace space)
      implements Callable<String>, Serializable {
    @Override
    public String call() {
      map.put("from the worker", List.of(1, 2));
      list.addAll(List.of(7, 8));
      space.set("name", "set by the worker");
      return Map.copyOf(map) + " " + List.copyOf(list) + " " + space.get("number", Integer.class);
    }
  }

  /** Says that it is about to wait, and takes. */
  record Take(ManagedQueue<Long> arrived, ManagedQueue<String> from)
      implements Callable<String>, Serializable {
    @Override
    public String call() throws Exception {
      arrived.put(ProcessHandle.current().pid());
      return from.take();
    }
  }

  /** Takes the lock, says so, and never gives it back. */
  record Hold(ManagedLock lock, ManagedQueue<Long> arrived)
      implements Callable<String>, Serializable {
    @Override
    public String call() throws Exception {
      lock.lock();
      arrived.put(ProcessHandle.current().pid());
      new CountDownLatch(1).await();
      return "never";
    }
  }
}
