package strandbench.process;

import java.io.EOFException;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import strandbench.process.wire.Codec;

/**
 * Takes a worker's tasks, runs them and answers. One at a time on the thread that takes them, or
 * several at once on virtual threads: as many as the pool gives it.
 */
final class TaskRunner {
  private enum Beginning {
    STARTED,
    /** Cancelled before. */
    DROPPED,
    /** It runs elsewhere. */
    TAKEN_BACK
  }

  private static final int OUT_OF_MEMORY = 71;
  private static final int LONGEST_TRACE = 1 << 14;

  private static final int RESERVE = 1 << 20;

  /** Memory with which to tell that there is none. */
  @SuppressWarnings("UnusedVariable") // It is there to be given up.
  private volatile byte[] reserve = new byte[RESERVE];

  private final Link link;
  private final AnswerSender sender;
  private final Board board;
  private final String rules;
  private final boolean several;

  /** Made by run, before the threads that use them. */
  private ObjectInputFilter filter;

  private Chunk.Reader chunks;

  /** The threads of the tasks that run; guarded by this, as is what follows. */
  private final Map<Long, Thread> running = new HashMap<>();

  private final TreeSet<Long> cancelled = new TreeSet<>();

  /** The task that started last. */
  private long last;

  /**
   * @param board null where there is none: then each task is announced
   * @param rules for what tasks are read from, as {@link
   *     java.io.ObjectInputFilter.Config#createFilter} takes them
   */
  TaskRunner(Link link, AnswerSender sender, Board board, String rules, int concurrency) {
    this.link = link;
    this.sender = sender;
    this.board = board;
    this.rules = rules;
    this.several = concurrency > 1;
  }

  /**
   * Returns whether the pool has said that no more will come; else the connection has ended without
   * that.
   */
  boolean run() throws IOException {
    // Not before: the JDK looks for loggers on the whole class path then. The pool can send a first
    // task meanwhile, which would have to be looked for there as well.
    filter = ObjectInputFilter.Config.createFilter(rules);
    chunks = new Chunk.Reader(filter);
    Message message = receive();
    while (message instanceof Message.Run run) {
      if (several) {
        startThread(run);
        message = receive();
      } else {
        message = runHere(run);
      }
    }
    if (message != null && !(message instanceof Message.Stop)) {
      throw new ProtocolException("refused a message that is no task");
    }
    return message != null;
  }

  /** Null at the end of the connection. */
  private Message receive() throws IOException {
    try {
      return link.receive(board == null ? 0 : board.spinNanos());
    } catch (EOFException e) {
      return null;
    }
  }

  /** Returns the next message. */
  private Message runHere(Message.Run run) throws IOException {
    Beginning beginning = begin(run, Thread.currentThread());
    if (beginning == Beginning.TAKEN_BACK) {
      return receive();
    }
    announce(run);
    Message answer = beginning == Beginning.DROPPED ? dropped(run) : perform(run);
    Message next = peek();
    sender.answer(answer, next != null && link.outlivesSender());
    exitWhereMemoryIsExhausted(answer);
    return next == null ? receive() : next;
  }

  private Message peek() throws IOException {
    try {
      return link.peek();
    } catch (EOFException e) {
      return null;
    }
  }

  /**
   * The thread that reads never sends: it would wait for the pool to read, and the pool may be
   * waiting for it.
   */
  private void startThread(Message.Run run) {
    Thread thread = Thread.ofVirtual().unstarted(() -> runOnOwnThread(run));
    Beginning beginning = begin(run, thread);
    if (beginning == Beginning.STARTED) {
      thread.start();
    } else if (beginning == Beginning.DROPPED) {
      Thread.startVirtualThread(() -> sendLast(dropped(run)));
    }
  }

  private void runOnOwnThread(Message.Run run) {
    try {
      announce(run);
    } catch (IOException e) {
      // The pool is gone, and whoever reads sees that.
      return;
    }
    Message answer = perform(run);
    sendLast(answer);
    exitWhereMemoryIsExhausted(answer);
  }

  private void sendLast(Message answer) {
    try {
      if (tellsExhaustedMemory(answer)) {
        sender.send(answer);
      } else {
        // Others that end meanwhile may come along.
        sender.answer(answer, false);
      }
    } catch (IOException e) {
      // As above.
    }
  }

  /** Before it runs, where the pool can't look at the board. */
  private void announce(Message.Run run) throws IOException {
    if (board == null) {
      sender.send(new Message.Started(run.sequence()));
    }
  }

  private Beginning begin(Message.Run run, Thread thread) {
    if (board != null && !board.start(run.sequence())) {
      return Beginning.TAKEN_BACK;
    }
    synchronized (this) {
      last = run.sequence();
      boolean isDropped = cancelled.contains(last);
      cancelled.headSet(last, true).clear();
      if (isDropped) {
        return Beginning.DROPPED;
      }
      running.put(last, thread);
      return Beginning.STARTED;
    }
  }

  private static Message dropped(Message.Run run) {
    return failure(run.sequence(), new CancellationException("cancelled before it started"));
  }

  private Message perform(Message.Run run) {
    try {
      Object value = null;
      if (run.form() == Message.Form.CHUNK) {
        value = chunks().read(run.task()).call();
      } else if (run.form() == Message.Form.CALLABLE) {
        value = ((Callable<?>) Codec.read(run.task(), filter)).call();
      } else {
        ((Runnable) Codec.read(run.task(), filter)).run();
      }
      return new Message.Completed(run.sequence(), result(value));
    } catch (Throwable e) {
      if (e instanceof OutOfMemoryError) {
        reserve = null;
      }
      return failure(run.sequence(), e);
    } finally {
      finish(run.sequence());
      System.out.flush();
      System.err.flush();
    }
  }

  /** Where several tasks run at once, none shares its function with another. */
  private Chunk.Reader chunks() {
    return several ? new Chunk.Reader(filter) : chunks;
  }

  private static ByteBuffer result(Object value) throws IOException {
    try {
      return Codec.write(value);
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
      exception = Codec.write(thrown);
    } catch (Exception | StackOverflowError e) {
      exception = ByteBuffer.allocate(0);
    }
    return new Message.Failed(
        sequence, thrown instanceof OutOfMemoryError, trace.toString(), exception);
  }

  /** What else is in this JVM can't be relied on. The pool runs elsewhere what has not started. */
  private static void exitWhereMemoryIsExhausted(Message answer) {
    if (tellsExhaustedMemory(answer)) {
      System.exit(OUT_OF_MEMORY);
    }
  }

  private static boolean tellsExhaustedMemory(Message answer) {
    return answer instanceof Message.Failed failed && failed.outOfMemory();
  }

  synchronized void cancel(long sequence, boolean interrupt) {
    Thread thread = running.get(sequence);
    if (thread != null && interrupt) {
      thread.interrupt();
    } else if (sequence > last) {
      cancelled.add(sequence);
    }
  }

  /** Also clears an interrupt that came late. */
  private synchronized void finish(long sequence) {
    running.remove(sequence);
    Thread.interrupted();
  }

  /** Tells the pool where a task is. */
  void inspect(long sequence) throws IOException {
    Thread thread;
    synchronized (this) {
      thread = running.get(sequence);
    }
    if (thread != null) {
      StringBuilder text = new StringBuilder();
      for (StackTraceElement frame : thread.getStackTrace()) {
        text.append("  at ").append(frame).append('\n');
      }
      sender.send(new Message.Stack(sequence, text.toString().stripTrailing()));
    }
  }
}
