package strandbench.parked;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Parked threads of this JVM. */
final class ParkedThreads implements ParkedStrands {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final ThreadFactory factory;
  private final int depth;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong calls = new AtomicLong();
  private long started;
  private volatile boolean released;

  ParkedThreads(ThreadFactory factory, int depth) {
    this.factory = factory;
    this.depth = depth;
  }

  @Override
  public boolean add() {
    Thread thread = factory.newThread(() -> calls.addAndGet(CallStack.deep(depth, this::park)));
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      return false;
    }
    threads.add(thread);
    started++;
    return true;
  }

  private int park() {
    while (!released && !Thread.interrupted()) {
      LockSupport.park(this);
    }
    return 1;
  }

  @Override
  public int count() {
    return threads.size();
  }

  @Override
  public void awaitParked() throws InterruptedException {
    long start = System.nanoTime();
    for (Thread thread : threads) {
      while (!isParkedHere(thread)) {
        if (System.nanoTime() - start > LIMIT_NANOS) {
          throw new IllegalStateException(thread + " is " + thread.getState() + ", not parked");
        }
        Thread.sleep(1);
      }
    }
  }

  /** Parked elsewhere, it would be on its way: to its first call, or out of a full scheduler. */
  private boolean isParkedHere(Thread thread) {
    return thread.getState() == Thread.State.WAITING && LockSupport.getBlocker(thread) == this;
  }

  @Override
  public List<Long> pids() {
    return List.of();
  }

  @Override
  public void letGo() throws InterruptedException {
    Thread last = threads.removeLast();
    last.interrupt();
    last.join();
  }

  @Override
  public void release() throws InterruptedException {
    close();
    for (Thread thread : threads) {
      thread.join();
    }
    CallStack.check(started * depth, calls.get());
  }

  @Override
  public void close() {
    released = true;
    threads.forEach(LockSupport::unpark);
  }
}
