package strandbench.process;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import strandbench.process.wire.Codec;
import strandbench.process.wire.FrameChannel;
import strandbench.process.wire.Hub;
import strandbench.process.wire.Scratch;

/**
 * A worker: takes its tasks on the main thread, and runs them there, or, where it runs several at
 * once, on virtual threads. A second thread listens to standard input, where cancellations come,
 * and whose end means that the parent is dead.
 *
 * <p>Kept free of lambdas, string concatenation and pattern switches on the way to readiness: their
 * bootstraps would be paid at each start.
 */
final class WorkerMain {
  private static final int MOST_CAUSES = 5;

  private WorkerMain() {}

  public static void main(String[] arguments) {
    try {
      // Never closed here, hence no warning to be had: the watch does it.
      FileChannel stdin = new FileInputStream(FileDescriptor.in).getChannel();
      System.setIn(InputStream.nullInputStream());
      FrameChannel control = new FrameChannel(stdin, null, Message.MAX_SIZE);
      if (!(Message.decode(control.receive()) instanceof Message.Belong belong)) {
        Runtime.getRuntime().halt(ParentWatch.PARENT_GONE);
        return;
      }
      if (Message.decode(control.receive()) instanceof Message.Configure configure) {
        DaemonJvm.become();
        work(belong, configure, stdin, control);
      } else {
        ParentWatch.endWithParent(Path.of(belong.scratch()));
      }
    } catch (Throwable e) {
      // Out of memory, a pool that is gone, a frame that is none: nothing to go on with.
      try {
        e.printStackTrace();
      } finally {
        Runtime.getRuntime().halt(ParentWatch.BROKEN);
      }
    }
  }

  private static void work(
      Message.Belong belong, Message.Configure configure, FileChannel stdin, FrameChannel control)
      throws IOException {
    Path scratch = Path.of(belong.scratch());
    WorkerMemory memory = null;
    FrameChannel frames = null;
    try {
      if (!configure.memory().isEmpty()) {
        memory = WorkerMemory.open(configure.memory(), configure.ringCapacity());
      }
      frames =
          Hub.connect(new Hub.Address(configure.socket(), configure.token()), Message.MAX_SIZE);
    } catch (IOException e) {
      // Of a parent that is dead, most likely, but only then may its directory go.
      Scratch.sweep(scratch.getParent());
      throw e;
    }
    Board board = memory == null ? null : memory.board();
    Link link =
        configure.ringCapacity() == 0
            ? new Link.Socket(frames)
            : new Link.Rings(frames, memory.toWorker(), memory.toPool(), board);
    AnswerSender sender = new AnswerSender(link);
    TaskRunner runner =
        new TaskRunner(link, sender, board, configure.filter(), configure.concurrency());
    announceExit(board, sender);
    ParentWatch.start(stdin, listening(control, runner), belong.parent(), scratch);
    if (configure.initializer().hasRemaining()) {
      initialize(configure);
    }
    frames.send(new Message.Ready().encode());
    if (runner.run()) {
      System.exit(0);
    }
    // The pool's JVM is dead, which the watch sees as well, or will kill this one.
    while (true) {
      LockSupport.park();
    }
  }

  private static void initialize(Message.Configure configure) {
    try {
      ObjectInputFilter filter = ObjectInputFilter.Config.createFilter(configure.filter());
      ((Runnable) Codec.read(configure.initializer(), filter)).run();
    } catch (Throwable e) {
      e.printStackTrace();
      // Last, as the pool's message keeps the last lines.
      System.err.println("the initializer failed: " + e);
      Throwable cause = e.getCause();
      for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
        System.err.println("caused by: " + cause);
        cause = cause.getCause();
      }
      System.exit(1);
    }
  }

  private static void announceExit(Board board, AnswerSender sender) {
    ExitNote.onOrderlyExit(
        new Runnable() {
          @Override
          public void run() {
            if (board != null) {
              board.noteExit();
            } else {
              sender.lastWord(new Message.Exiting());
            }
          }
        });
  }

  private static ParentWatch.Reading listening(FrameChannel control, TaskRunner runner) {
    return new ParentWatch.Reading() {
      @Override
      public void readToEnd() throws IOException {
        Message message = Message.decode(control.receive());
        while (message != null) {
          if (message instanceof Message.Cancel cancel) {
            runner.cancel(cancel.sequence(), cancel.interrupt());
          } else if (message instanceof Message.Inspect inspect) {
            runner.inspect(inspect.sequence());
          }
          message = Message.decode(control.receive());
        }
      }
    };
  }
}
