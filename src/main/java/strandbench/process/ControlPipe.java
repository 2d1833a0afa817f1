package strandbench.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * What is said to a worker on its standard input. A worker that is stopped doesn't read it, and a
 * pipe holds little, so who cancels a task leaves the writing to a thread that is there only while
 * there is something to write. A pipe that nobody reads any more is no error here: the death is
 * told by the exit.
 *
 * <p>Thread-safe. Messages keep their order.
 */
final class ControlPipe {
  private final ChildJvm jvm;
  private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
  private boolean writing;

  ControlPipe(ChildJvm jvm) {
    this.jvm = jvm;
  }

  /** Returns when the message is in the pipe. For the first messages, before any other thread's. */
  void tellNow(Message message) {
    write(message.encode());
  }

  /** Returns at once. */
  void tell(Message message) {
    synchronized (waiting) {
      waiting.add(message.encode());
      if (writing) {
        return;
      }
      writing = true;
    }
    ChildJvm.daemon(jvm.name() + "-control", this::writeAll);
  }

  private void writeAll() {
    for (ByteBuffer next = next(); next != null; next = next()) {
      write(next);
    }
  }

  private ByteBuffer next() {
    synchronized (waiting) {
      ByteBuffer next = waiting.poll();
      writing = next != null;
      return next;
    }
  }

  private void write(ByteBuffer frame) {
    OutputStream to = jvm.stdin();
    try {
      to.write(frame.array(), frame.arrayOffset(), frame.remaining());
      to.flush();
    } catch (IOException e) {
      // The child has ended, and that is told elsewhere.
    }
  }
}
