package strandbench.process;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Counts which tasks ran how often, in a file for each worker: what is written outlives a kill. */
final class Ticks {
  private static FileChannel channel;

  private Ticks() {}

  /** Counts its run, then spins for some time; 0 for none. */
  record Tick(String directory, int number, long spinNanos)
      implements Callable<Integer>, Serializable {
    @Override
    public Integer call() throws IOException {
      note(directory, number);
      if (spinNanos > 0) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < spinNanos) {
          Thread.onSpinWait();
        }
      }
      return number;
    }
  }

  record IdempotentTick(String directory, int number)
      implements Callable<Integer>, Serializable, Idempotent {
    @Override
    public Integer call() throws IOException {
      note(directory, number);
      return number;
    }
  }

  static synchronized void note(String directory, int number) throws IOException {
    if (channel == null) {
      channel =
          FileChannel.open(
              Path.of(directory, Long.toString(ProcessHandle.current().pid())),
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
    }
    channel.write(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
  }

  /** How often each of some tasks ran. */
  static int[] count(Path directory, int tasks) throws IOException {
    int[] counts = new int[tasks];
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
        while (all.hasRemaining()) {
          counts[all.getInt()]++;
        }
      }
    }
    return counts;
  }
}
