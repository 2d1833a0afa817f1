package strandbench.workload;

import java.util.concurrent.locks.ReentrantLock;

/** What a thread is inside of while it does something that may block. */
public enum SectionKind {
  /** The monitor of an object. */
  SYNCHRONIZED {
    @Override
    Section open() {
      return new Monitor();
    }
  },

  /** A lock of {@code java.util.concurrent}. */
  REENTRANT_LOCK {
    @Override
    Section open() {
      return new Lock();
    }
  },

  /** No lock, but a call of a C function that calls back. */
  NATIVE_FRAME {
    @Override
    Section open() {
      return NativeFrame::run;
    }
  };

  /** A new section that nobody else is in. */
  abstract Section open();

  /** Something that has an inside. */
  @FunctionalInterface
  interface Section {
    /** Enters, does something inside, once, and leaves. */
    void pass(Action inside) throws InterruptedException;
  }

  /** What is done inside. */
  @FunctionalInterface
  interface Action {
    void run() throws InterruptedException;
  }

  private static final class Monitor implements Section {
    @Override
    public synchronized void pass(Action inside) throws InterruptedException {
      inside.run();
    }
  }

  private static final class Lock implements Section {
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public void pass(Action inside) throws InterruptedException {
      lock.lock();
      try {
        inside.run();
      } finally {
        lock.unlock();
      }
    }
  }
}
