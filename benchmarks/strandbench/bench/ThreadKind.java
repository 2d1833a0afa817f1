package strandbench.bench;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Which threads a benchmark of one JVM uses. */
public enum ThreadKind {
  /** Threads of the operating system; a pool keeps them from one operation to the next. */
  PLATFORM {
    @Override
    ThreadFactory factory() {
      return Thread.ofPlatform().daemon().factory();
    }

    @Override
    ExecutorService open() {
      return Executors.newCachedThreadPool(factory());
    }
  },

  /** Threads of the JVM, a new one for each task, as they are meant to be used. */
  VIRTUAL {
    @Override
    ThreadFactory factory() {
      return Thread.ofVirtual().factory();
    }

    @Override
    ExecutorService open() {
      return Executors.newThreadPerTaskExecutor(factory());
    }
  };

  /** Makes threads that don't keep the JVM. */
  abstract ThreadFactory factory();

  /** Opens an executor that runs every task at once, however many there are. */
  abstract ExecutorService open();
}
