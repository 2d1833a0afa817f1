package strandbench.parked;

import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import strandbench.process.ProcessPool;
import strandbench.process.shared.SharedLong;

/** Pools of one worker each, whose main thread is parked in a task. */
final class ParkedProcesses implements ParkedStrands {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final int depth;
  private final SharedLong parked = SharedLong.create(0);
  private final List<ProcessPool> pools = new ArrayList<>();
  private final List<Future<Long>> tasks = new ArrayList<>();

  ParkedProcesses(int depth) {
    this.depth = depth;
  }

  @Override
  public boolean add() {
    try {
      ProcessPool pool =
          ProcessPool.builder().workers(1).accept("strandbench.**").startupCache(true).build();
      pools.add(pool);
      tasks.add(pool.submit(new Park(depth, parked)));
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  @Override
  public int count() {
    return pools.size();
  }

  @Override
  public void awaitParked() throws InterruptedException {
    long start = System.nanoTime();
    while (parked.get() < pools.size() || pids().size() < pools.size()) {
      if (System.nanoTime() - start > LIMIT_NANOS) {
        throw new IllegalStateException(
            "of "
                + pools.size()
                + " processes "
                + pids().size()
                + " live and "
                + parked
                + " parked");
      }
      Thread.sleep(1);
    }
  }

  @Override
  public List<Long> pids() {
    return pools.stream().flatMap(pool -> pool.pids().stream()).toList();
  }

  @Override
  public void letGo() throws Exception {
    try (ProcessPool last = pools.removeLast()) {
      last.shutdownNow();
      CallStack.check(depth, tasks.removeLast().get());
      parked.getAndAdd(-1);
    }
  }

  @Override
  public void release() throws Exception {
    pools.forEach(ProcessPool::shutdownNow);
    for (Future<Long> task : tasks) {
      CallStack.check(depth, task.get());
    }
    pools.forEach(ProcessPool::close);
  }

  @Override
  public void close() {
    pools.forEach(ProcessPool::terminate);
    pools.forEach(ProcessPool::close);
    parked.close();
  }

  /**
   * Parks its thread until that is interrupted; then tells how many calls it came back through.
   *
   * @param parked counts those that are parked. A thread can't tell that of itself: another one
   *     sees it, and ends
   */
  record Park(int depth, SharedLong parked) implements Callable<Long>, Serializable {
    @Override
    public Long call() {
      Thread self = Thread.currentThread();
      Thread.ofPlatform().daemon().start(() -> tellWhenParked(self));
      return (long) CallStack.deep(depth, this::park);
    }

    private int park() {
      while (!Thread.interrupted()) {
        LockSupport.park(this);
      }
      return 1;
    }

    private void tellWhenParked(Thread thread) {
      while (thread.getState() != Thread.State.WAITING || LockSupport.getBlocker(thread) != this) {
        LockSupport.parkNanos(1_000_000);
      }
      parked.getAndAdd(1);
    }
  }
}
