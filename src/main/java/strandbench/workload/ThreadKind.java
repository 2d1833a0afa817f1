package strandbench.workload;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** The JDK's two kinds of thread. */
public enum ThreadKind {
  /** A thread of the operating system, which gives it time slices; a pool keeps it. */
  PLATFORM {
    @Override
    public ThreadFactory factory() {
      return Thread.ofPlatform().daemon().factory();
    }

    @Override
    public ExecutorService open() {
      return Executors.newCachedThreadPool(factory());
    }
  },

  /**
   * A thread of the JDK, which keeps its carrier until it blocks or ends; a new one for each task,
   * as they are meant to be used.
   */
  VIRTUAL {
    @Override
    public ThreadFactory factory() {
      return Thread.ofVirtual().factory();
    }

    @Override
    public ExecutorService open() {
      return Executors.newThreadPerTaskExecutor(factory());
    }
  };

  /** Makes threads that don't keep the JVM. */
  public abstract ThreadFactory factory();

  /** Opens an executor that runs every task at once, however many there are. */
  public abstract ExecutorService open();
}
