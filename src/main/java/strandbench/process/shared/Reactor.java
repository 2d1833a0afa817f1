package strandbench.process.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that reads for any number of {@link ReactorLink links}, and writes what their sockets
 * did not take at once. It keeps the callers' threads away from blocking reads and writes of
 * channels: an interrupt would close the channel under them, and a virtual thread in a selector
 * would hold its carrier.
 *
 * <p>Thread-safe. The thread is a daemon, and waits without using the processor.
 */
final class Reactor {
  private static final int BUFFER_SIZE = 1 << 16;
  private static final long RETRY_NANOS = 10_000_000;

  private static final class Shared {
    static final Reactor REACTOR = new Reactor("sb-links");
  }

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);
  private final Thread thread;

  /** Of the thread alone. */
  private boolean closed;

  /**
   * @param name of the thread
   */
  Reactor(String name) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  /** The one for those whose listeners are short and call nobody else's code. */
  static Reactor shared() {
    return Shared.REACTOR;
  }

  /**
   * Runs it on the thread of this, after what was given earlier; at once where that is this one.
   */
  void execute(Runnable task) {
    if (Thread.currentThread() == thread) {
      task.run();
      return;
    }
    tasks.add(task);
    selector.wakeup();
  }

  /** Makes the thread see what was changed at a key. */
  void wake() {
    if (Thread.currentThread() != thread) {
      selector.wakeup();
    }
  }

  SelectionKey register(SocketChannel channel, ReactorLink link) throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, 0, link);
  }

  /** Ends the thread, after what it was given before. The links of this do nothing any more. */
  void close() {
    execute(() -> closed = true);
  }

  private void run() {
    while (!closed) {
      try {
        selector.select(this::serve);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      } catch (IOException e) {
        // Nothing that would be better at once: the links wait meanwhile.
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
    try {
      selector.close();
    } catch (IOException e) {
      // It is of no use any more, open or closed.
    }
  }

  private void serve(SelectionKey key) {
    ((ReactorLink) key.attachment()).serve(buffer);
  }
}
