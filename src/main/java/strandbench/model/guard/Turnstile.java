package strandbench.model.guard;

import java.io.IOException;
import java.io.Serializable;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Lock;
import strandbench.process.shared.SharedSemaphore;

/** Lets one process through at a time; travels to those who pass. */
public sealed interface Turnstile extends Serializable {

  /** Opens this process's end, for one thread. */
  Passage open() throws IOException;

  /** One process's end of it. */
  interface Passage extends AutoCloseable {
    void enter() throws IOException;

    void leave() throws IOException;

    @Override
    default void close() throws IOException {}
  }

  /** Lets everybody through. */
  record Open() implements Turnstile, Passage {
    @Override
    public Passage open() {
      return this;
    }

    @Override
    public void enter() {}

    @Override
    public void leave() {}
  }

  /** Behind a lock, which finds itself again in the other process. */
  record Locked<L extends Lock & Serializable>(L lock) implements Turnstile, Passage {
    @Override
    public Passage open() {
      return this;
    }

    @Override
    public void enter() {
      lock.lock();
    }

    @Override
    public void leave() {
      lock.unlock();
    }
  }

  /** Behind a semaphore of one permit. */
  record Permitted(SharedSemaphore semaphore) implements Turnstile, Passage {
    @Override
    public Passage open() {
      return this;
    }

    @Override
    public void enter() {
      semaphore.acquireUninterruptibly();
    }

    @Override
    public void leave() {
      semaphore.release();
    }
  }

  /** Behind the operating system's lock on a file, which each process opens once. */
  record OnFile(String path) implements Turnstile {
    @Override
    public Passage open() throws IOException {
      return new Held(FileChannel.open(Path.of(path), StandardOpenOption.WRITE));
    }

    private static final class Held implements Passage {
      private final FileChannel channel;
      private FileLock lock;

      Held(FileChannel channel) {
        this.channel = channel;
      }

      @Override
      public void enter() throws IOException {
        lock = channel.lock();
      }

      @Override
      public void leave() throws IOException {
        lock.release();
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    }
  }
}
