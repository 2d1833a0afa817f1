package strandbench.process;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import strandbench.process.wire.Codec;
import strandbench.process.wire.FrameChannel;

/**
 * The child JVM of a {@link JvmProcess}: reads it from standard input and calls its {@code run}.
 * How that ends is left to the JVM: it waits for other threads that are no daemons; an exception's
 * stack goes to standard error, with 1 as the exit code.
 *
 * <p>Kept free of lambdas and string concatenation: their bootstraps would be paid at each start.
 */
final class ProcessMain {
  private ProcessMain() {}

  public static void main(String[] arguments) throws Throwable {
    // Never closed here, hence no warning to be had: the watch does it.
    FileChannel stdin = new FileInputStream(FileDescriptor.in).getChannel();
    System.setIn(InputStream.nullInputStream());
    ByteBuffer frame = new FrameChannel(stdin, null, Launch.MAX_SIZE).receive();
    if (frame == null) {
      Runtime.getRuntime().halt(ParentWatch.PARENT_GONE);
    }
    Launch launch = Launch.decode(frame);
    ParentWatch.start(stdin, launch.parent(), Path.of(launch.scratch()));
    announceExitBy(new File(launch.note()));
    if (launch.daemon()) {
      DaemonJvm.become();
    }
    Thread.currentThread().setName(launch.name());
    JvmProcess process =
        (JvmProcess)
            Codec.read(launch.task(), ObjectInputFilter.Config.createFilter(launch.rules()));
    JvmProcess.runHere(process);
  }

  /** Deleting needs no room on a full disk, and no more than one system call. */
  private static void announceExitBy(File note) {
    ExitNote.onOrderlyExit(
        new Runnable() {
          @Override
          public void run() {
            // Where it is gone already, so is the parent.
            var unused = note.delete();
          }
        });
  }
}
