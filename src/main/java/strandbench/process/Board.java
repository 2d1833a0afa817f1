package strandbench.process;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a worker leaves to know of it when it is killed: which task it has started last, and whether
 * it was on an orderly way out. A few bytes of a file without a name, mapped by the worker, so that
 * to note a start costs it no system call and the note survives it.
 *
 * <p>Without it, nobody could tell a task that was killed from one that lay in the dead worker's
 * socket and may run elsewhere.
 */
final class Board implements Closeable {
  static final int SIZE = 16;

  private static final int STARTED = 0;
  private static final int EXITING = 8;

  private final FileChannel file;

  /** The pool's side. */
  Board(FileChannel file) {
    this.file = file;
  }

  /** The sequence number of the task that the worker has started last, 0 for none. */
  long started() throws IOException {
    return read(STARTED);
  }

  /** Whether the JVM's shutdown had begun. */
  boolean exiting() throws IOException {
    return read(EXITING) != 0;
  }

  private long read(int position) throws IOException {
    ByteBuffer word = ByteBuffer.allocate(Long.BYTES);
    if (file.read(word, position) < Long.BYTES) {
      throw new IOException("the worker's board has been cut");
    }
    return word.flip().getLong();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** The worker's side. */
  static final class Writer {
    private final MappedByteBuffer words;

    Writer(Path file) throws IOException {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        words = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
      }
    }

    /** When this returns, the note outlives the process. */
    void start(long sequence) {
      words.putLong(STARTED, sequence);
      VarHandle.fullFence();
    }

    void exit() {
      words.putLong(EXITING, 1);
      VarHandle.fullFence();
    }
  }
}
