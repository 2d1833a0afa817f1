package strandbench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import strandbench.result.UnusableInputException;

/**
 * JMH's own lock, {@code jmh.lock} in the temporary directory, held for a whole run and not only
 * for each fork: between two forks of ours no other JMH may start measuring.
 */
final class JmhLock {
  private final FileChannel channel;

  private JmhLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, and tells JMH in this JVM not to take it again.
   *
   * @throws UnusableInputException if another JMH holds it
   */
  static JmhLock take() {
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw new UnusableInputException(
            file
                + ": another JMH run on this machine holds it; two runs at once would measure"
                + " each other");
      }
      System.setProperty("jmh.ignoreLock", "true");
      return new JmhLock(channel);
    } catch (IOException e) {
      throw new UnusableInputException(file + ": can't be locked: " + e, e);
    }
  }

  /** Gives the lock back. */
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
