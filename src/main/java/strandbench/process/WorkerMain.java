package strandbench.process;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ProtocolException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/**
 * A worker: runs one task after the other on its main thread, which is also the thread that reads
 * and answers. A second thread listens to standard input, where cancellations come, and whose end
 * means that the parent is dead.
 *
 * <p>Kept free of lambdas, string concatenation and pattern switches on the way to readiness: their
 * bootstraps would be paid at each start.
 */
final class WorkerMain {
  private static final int PARENT_GONE = 75;
  private static final int BROKEN = 70;
  private static final int LONGEST_TRACE = 1 << 14;

  private final Thread runner = Thread.currentThread();
  private final FrameTransport control;
  private final FrameTransport transport;
  private final Board.Writer board;
  private final ObjectInputFilter filter;

  /** Guarded by this. */
  private final TreeSet<Long> cancelled = new TreeSet<>();

  /** The task that runs, 0 for none; guarded by this. */
  private long running;

  /** The task that started last; guarded by this. */
  private long last;

  private WorkerMain(
      FrameTransport control,
      FrameTransport transport,
      Board.Writer board,
      ObjectInputFilter filter) {
    this.control = control;
    this.transport = transport;
    this.board = board;
    this.filter = filter;
  }

  public static void main(String[] arguments) {
    try {
      FileInputStream stdin = new FileInputStream(FileDescriptor.in);
      System.setIn(InputStream.nullInputStream());
      FrameTransport control =
          new FrameTransport(Channels.newChannel(stdin), null, Message.MAX_SIZE);
      if (!(control.receive() instanceof Message.Configure configure)) {
        Runtime.getRuntime().halt(PARENT_GONE);
        return;
      }
      WorkerDirectory directory = new WorkerDirectory(Path.of(configure.directory()));
      WorkerMain worker = null;
      try {
        if (control.receive() instanceof Message.Connect) {
          worker = connect(configure, directory, control);
        }
      } finally {
        if (worker == null) {
          directory.remove();
        }
      }
      if (worker == null) {
        Runtime.getRuntime().halt(PARENT_GONE);
        return;
      }
      Thread listener = worker.listen(directory);
      worker.transport.send(new Message.Hello(configure.secret()));
      worker.work();
      // The pool ended the connection and says so to the listener, or it is dead, and the listener
      // halts. Nobody may be reading now: the JVM's exit waits 300 ms for a thread that is.
      listener.join();
      System.exit(0);
    } catch (Throwable e) {
      // Out of memory, a pool that is gone, a frame that is none: nothing to go on with.
      e.printStackTrace();
      Runtime.getRuntime().halt(BROKEN);
    }
  }

  private static WorkerMain connect(
      Message.Configure configure, WorkerDirectory directory, FrameTransport control)
      throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(directory.socket()));
    Board.Writer board = new Board.Writer(directory.board());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread("exit-note") {
              @Override
              public void run() {
                board.exit();
              }
            });
    return new WorkerMain(
        control,
        new FrameTransport(channel, channel, Message.MAX_SIZE),
        board,
        ObjectInputFilter.Config.createFilter(configure.filter()));
  }

  private Thread listen(WorkerDirectory directory) {
    Thread listener =
        new Thread("parent-watch") {
          @Override
          public void run() {
            boolean stop = false;
            try {
              Message message = control.receive();
              while (message instanceof Message.Cancel cancel) {
                cancel(cancel.sequence());
                message = control.receive();
              }
              stop = message instanceof Message.Stop;
            } catch (IOException e) {
              // As good as the end.
            } finally {
              if (!stop) {
                directory.remove();
                Runtime.getRuntime().halt(PARENT_GONE);
              }
            }
          }
        };
    listener.setDaemon(true);
    listener.start();
    return listener;
  }

  private void work() throws IOException {
    Message message = transport.receive();
    while (message instanceof Message.Run run) {
      Message answer = perform(run);
      System.out.flush();
      System.err.flush();
      transport.send(answer);
      message = transport.receive();
    }
    if (message != null) {
      throw new ProtocolException("refused a message that is no task");
    }
  }

  private Message perform(Message.Run run) {
    try {
      begin(run.sequence());
      Object task = Serialized.read(run.task(), filter);
      Object value = null;
      if (run.callable()) {
        value = ((Callable<?>) task).call();
      } else {
        ((Runnable) task).run();
      }
      return new Message.Completed(run.sequence(), result(value));
    } catch (Throwable e) {
      return failure(run.sequence(), e);
    } finally {
      finish();
    }
  }

  private static ByteBuffer result(Object value) throws IOException {
    try {
      return Serialized.write(value);
    } catch (NotSerializableException e) {
      NotSerializableException told =
          new NotSerializableException(
              "the task's result can't be sent: " + e.getMessage() + " is not serializable");
      told.initCause(e);
      throw told;
    }
  }

  private static Message failure(long sequence, Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    if (trace.getBuffer().length() > LONGEST_TRACE) {
      trace.getBuffer().setLength(LONGEST_TRACE);
    }
    ByteBuffer exception;
    try {
      exception = Serialized.write(thrown);
    } catch (Exception | StackOverflowError e) {
      exception = ByteBuffer.allocate(0);
    }
    return new Message.Failed(sequence, trace.toString(), exception);
  }

  private synchronized void begin(long sequence) {
    last = sequence;
    boolean dropped = cancelled.contains(sequence);
    cancelled.headSet(sequence, true).clear();
    if (dropped) {
      throw new CancellationException("cancelled before it started");
    }
    running = sequence;
    board.start(sequence);
  }

  private synchronized void cancel(long sequence) {
    if (sequence == running) {
      runner.interrupt();
    } else if (sequence > last) {
      cancelled.add(sequence);
    }
  }

  /** Also clears an interrupt that came late: it would close the socket. */
  private synchronized void finish() {
    running = 0;
    Thread.interrupted();
  }
}
