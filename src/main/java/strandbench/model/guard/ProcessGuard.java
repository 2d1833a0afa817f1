package strandbench.model.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import strandbench.process.shared.Manager;
import strandbench.process.shared.SharedLock;
import strandbench.process.shared.SharedSemaphore;

/** What keeps other processes out; each constant opens one. */
public enum ProcessGuard {
  /** Nothing: the processes race. */
  NONE {
    @Override
    public Opened open() {
      return new Opened(new Turnstile.Open(), () -> {});
    }
  },

  /** The operating system's lock on a file, as the JDK offers it. */
  FILE_LOCK {
    @Override
    public Opened open() throws IOException {
      Path file = Files.createTempFile("strandbench-lock", null);
      return new Opened(new Turnstile.OnFile(file.toString()), () -> delete(file));
    }
  },

  /** In shared memory, not fair. */
  SHARED_LOCK {
    @Override
    public Opened open() {
      SharedLock lock = SharedLock.create();
      return new Opened(new Turnstile.Locked<>(lock), lock::close);
    }
  },

  /** In shared memory, one permit, not fair. */
  SHARED_SEMAPHORE {
    @Override
    public Opened open() {
      SharedSemaphore semaphore = SharedSemaphore.create(1);
      return new Opened(new Turnstile.Permitted(semaphore), semaphore::close);
    }
  },

  /** In a manager, a process of its own; serves in the order of coming. */
  MANAGED_LOCK {
    @Override
    public Opened open() {
      Manager manager = Manager.start();
      return new Opened(new Turnstile.Locked<>(manager.lock()), manager::close);
    }
  };

  /**
   * A turnstile and how to be rid of it.
   *
   * @param turnstile for those who pass
   * @param end for whoever opened it, when nobody passes any more
   */
  public record Opened(Turnstile turnstile, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  public abstract Opened open() throws IOException;

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
