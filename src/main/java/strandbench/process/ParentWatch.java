package strandbench.process;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import strandbench.process.wire.Scratch;

/**
 * Ends a child JVM when its parent has ended, however: the child's standard input is a pipe from
 * the parent, and the system closes it then. Before the child halts, it removes the parent's
 * scratch directory and kills the rest of its process group.
 *
 * <p>While the JVM shuts down, its shutdown hooks still running, the watch is kept another way: a
 * JVM waits up to 300 ms for a thread that is in a system call before it exits.
 */
final class ParentWatch {
  /** The exit code of a child that has lost its parent. */
  static final int PARENT_GONE = 75;

  /** The exit code of a child that can't watch any more. */
  static final int BROKEN = 70;

  private static final long FIRST_LOOK_NANOS = 20_000_000;
  private static final long LONGEST_LOOK_NANOS = 320_000_000;

  /** Takes what comes from the parent. */
  @FunctionalInterface
  interface Reading {
    /**
     * Returns at the end of the pipe.
     *
     * @throws ClosedChannelException if it was closed here, which may also look like its end
     * @throws IOException for what can't be read
     */
    void readToEnd() throws IOException;
  }

  private final FileChannel pipe;
  private final Reading reading;
  private final long parent;
  private final Path scratch;
  private volatile boolean closing;

  private ParentWatch(FileChannel pipe, Reading reading, long parent, Path scratch) {
    this.pipe = pipe;
    this.reading = reading;
    this.parent = parent;
    this.scratch = scratch;
  }

  /**
   * Watches until the JVM has exited, on a daemon thread.
   *
   * @param pipe standard input, from which nothing is expected any more
   * @param parent the process id of the parent
   * @param scratch the parent's scratch directory
   */
  static void start(FileChannel pipe, long parent, Path scratch) {
    start(
        pipe,
        new Reading() {
          @Override
          public void readToEnd() throws IOException {
            ByteBuffer nothing = ByteBuffer.allocate(1);
            while (pipe.read(nothing.clear()) >= 0) {
              // Nobody writes; but what if, changes nothing.
            }
          }
        },
        parent,
        scratch);
  }

  /**
   * As above, where more is expected.
   *
   * @param reading is called on the daemon thread
   */
  static void start(FileChannel pipe, Reading reading, long parent, Path scratch) {
    ParentWatch watch = new ParentWatch(pipe, reading, parent, scratch);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread("parent-watch-off") {
              @Override
              public void run() {
                watch.closePipe();
              }
            });
    Thread thread =
        new Thread("parent-watch") {
          @Override
          public void run() {
            watch.watch();
          }
        };
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      try {
        reading.readToEnd();
      } catch (EOFException | ClosedChannelException e) {
        // The end in the midst of a message, or closed here.
      }
      if (closing) {
        awaitOrphanage();
      }
    } catch (Throwable e) {
      // Not the parent's end: it needs its directory.
      e.printStackTrace();
      Runtime.getRuntime().halt(BROKEN);
    }
    endWithParent(scratch);
  }

  /**
   * Ends this JVM as one that has lost its parent: with the files of both, and with what it has
   * started. Doesn't return.
   *
   * @param scratch the parent's scratch directory
   */
  static void endWithParent(Path scratch) {
    try {
      Scratch.remove(scratch);
      Scratch.removeOwn();
    } finally {
      try {
        ProcessGroup.killOwn();
      } finally {
        Runtime.getRuntime().halt(PARENT_GONE);
      }
    }
  }

  /** Most exits are over before the first look. */
  private void awaitOrphanage() {
    long pause = FIRST_LOOK_NANOS;
    do {
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_LOOK_NANOS);
    } while (parentLives());
  }

  /** An orphan is given another parent at once. */
  private boolean parentLives() {
    ProcessHandle now = ProcessHandle.current().parent().orElse(null);
    return now != null && now.pid() == parent;
  }

  private void closePipe() {
    // Told beforehand: to close standard input makes it one that is empty.
    closing = true;
    try {
      pipe.close();
    } catch (IOException e) {
      // Then the exit takes longer, that is all.
    }
  }
}
