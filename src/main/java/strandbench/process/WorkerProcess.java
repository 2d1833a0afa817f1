package strandbench.process;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One worker, from its start to its death, as the pool sees it. {@link #run}, {@link #bury} and
 * {@link #end} are for the one thread that owns the worker, all else is for any thread.
 */
final class WorkerProcess {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration POLITE_LIMIT = Duration.ofSeconds(2);

  private final ChildJvm jvm;
  private final FrameTransport transport;
  private final Board board;
  private long lastSequence;

  private WorkerProcess(ChildJvm jvm, FrameTransport transport, Board board) {
    this.jvm = jvm;
    this.transport = transport;
    this.board = board;
  }

  /**
   * Starts a worker and waits until it is ready.
   *
   * @param rules the filter for what the worker reads
   * @throws WorkerDiedException if it ends before that, by itself or by a signal
   * @throws IOException if the process, or what it needs, can't be made, or it takes for ever
   */
  static WorkerProcess start(String name, JvmCommand command, String rules) throws IOException {
    ChildJvm jvm = ChildJvm.start(name, command);
    Board board = null;
    boolean ready = false;
    try (Rendezvous rendezvous = new Rendezvous(name)) {
      String directory = rendezvous.directory().path().toString();
      tell(jvm, new Message.Configure(directory, rendezvous.secret(), rules));
      board = new Board(rendezvous.open());
      jvm.onExit(() -> rendezvous.connected().completeExceptionally(new EOFException()));
      tell(jvm, new Message.Connect());
      FrameTransport transport =
          rendezvous.connected().orTimeout(START_LIMIT.toNanos(), TimeUnit.NANOSECONDS).join();
      ready = true;
      return new WorkerProcess(jvm, transport, board);
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new IOException(jvm + " was not ready after " + START_LIMIT, e);
      }
      throw new WorkerDiedException(
          jvm, status(jvm.exit().join(), board), "before it was ready", null, e);
    } finally {
      if (!ready) {
        jvm.kill();
        close(board);
      }
    }
  }

  /** A pipe that nobody reads any more is no error here: the death is told by the exit. */
  private static void tell(ChildJvm jvm, Message message) {
    ByteBuffer frame = message.encode();
    OutputStream to = jvm.stdin();
    try {
      synchronized (to) {
        to.write(frame.array(), frame.arrayOffset(), frame.remaining());
        to.flush();
      }
    } catch (IOException e) {
      // See above.
    }
  }

  private static ExitStatus status(ExitStatus told, Board board) throws IOException {
    // A JVM that a signal asks to end shuts down in order, and has a value above 128 all the same.
    boolean asked = told.value() == 129 || told.value() == 130 || told.value() == 143;
    boolean bySignal = told.bySignal() && (asked || board == null || !board.exiting());
    return new ExitStatus(told.value(), bySignal);
  }

  private static void close(Closeable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (IOException e) {
      // Of no use any more, open or closed.
    }
  }

  ChildJvm jvm() {
    return jvm;
  }

  /** The sequence number for the next task. */
  long nextSequence() {
    return ++lastSequence;
  }

  /**
   * Sends a task and waits for the answer.
   *
   * @return {@link Message.Completed} or {@link Message.Failed}
   * @throws IOException if the worker dies or doesn't keep to the protocol; then {@link #bury} it
   */
  Message run(Message.Run task) throws IOException {
    transport.send(task);
    Message answer = transport.receive();
    if (answer instanceof Message.Completed completed && completed.sequence() == task.sequence()) {
      return completed;
    }
    if (answer instanceof Message.Failed failed && failed.sequence() == task.sequence()) {
      return failed;
    }
    if (answer == null) {
      throw new EOFException("the worker's connection ended");
    }
    throw new ProtocolException("refused an answer that is none");
  }

  /** Interrupts a task, or keeps it from starting. Has no effect once the task has ended. */
  void cancel(long sequence) {
    tell(jvm, new Message.Cancel(sequence));
  }

  /**
   * Makes sure that a worker is dead, after its connection broke.
   *
   * @param sequence of the task it had been given
   * @return null if it had never started that task
   */
  WorkerDiedException bury(long sequence, Object task, IOException reason) {
    try {
      boolean dies = reason instanceof EOFException || !(reason instanceof ProtocolException);
      if (!dies || jvm.waitFor(POLITE_LIMIT).isEmpty()) {
        jvm.kill();
      }
      ExitStatus exit = status(jvm.exit().join(), board);
      if (board.started() != sequence) {
        return null;
      }
      return new WorkerDiedException(jvm, exit, "while it ran ", task, reason);
    } catch (IOException e) {
      // What the board said can't be read: then the task may have run, and must not run again.
      e.addSuppressed(reason);
      return new WorkerDiedException(jvm, jvm.exit().join(), "while it ran ", task, e);
    } finally {
      close(transport);
      close(board);
    }
  }

  /** Asks the worker to exit, and kills it where it takes too long. */
  void end() {
    tell(jvm, new Message.Stop());
    close(transport);
    if (jvm.waitFor(POLITE_LIMIT).isEmpty()) {
      jvm.kill();
    }
    jvm.exit().join();
    close(board);
  }
}
