package strandbench.process;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import strandbench.process.wire.FrameChannel;
import strandbench.process.wire.Ring;

/**
 * One side's connection between a pool and a worker: messages either way, in order. One thread at a
 * time may append and flush, and one at a time poll; {@link #await} is for one thread more, beside
 * one that polls.
 */
sealed interface Link extends Closeable {
  /** Adds a message to those that the next {@link #flush} sends; some may leave before. */
  void append(Message message) throws IOException;

  /** Whether what was appended arrives even if this process is killed before the {@link #flush}. */
  boolean outlivesSender();

  /** Sends what was appended, and wakes the other side. */
  void flush() throws IOException;

  /**
   * Takes a message that is there.
   *
   * @return null where none is
   * @throws EOFException at the end of the connection
   * @throws java.net.ProtocolException if what comes is no message
   */
  Message poll() throws IOException;

  /** As {@link #poll}, but only what can be had without waiting for the rest of it. */
  Message peek() throws IOException;

  /** Says that somebody polls all the time, so that the other side need not ring. */
  void stayAwake();

  /**
   * Says that nobody polls from now on, so that the other side rings.
   *
   * @return false if a message has come meanwhile; then go on polling
   */
  boolean sleep();

  /**
   * Waits until there may be something to {@link #poll}, the end of the connection included.
   *
   * @param limitMillis 0 for none
   */
  void await(long limitMillis) throws IOException;

  /** Has an {@link #await} return: one that is under way, or else the next. For any thread. */
  void wake() throws IOException;

  @Override
  void close() throws IOException;

  /**
   * Waits for a message: spins at first, for some time, then sleeps.
   *
   * @throws EOFException at the end of the connection
   */
  default Message receive(long spinNanos) throws IOException {
    while (true) {
      Message message = peek();
      if (message == null && spinNanos > 0) {
        stayAwake();
        long start = System.nanoTime();
        do {
          Thread.onSpinWait();
          message = peek();
        } while (message == null && System.nanoTime() - start < spinNanos);
      }
      message = message == null ? poll() : message;
      if (message != null) {
        return message;
      }
      if (sleep()) {
        await(0);
      }
    }
  }

  /** Over the socket alone. */
  final class Socket implements Link {
    private final FrameChannel frames;

    Socket(FrameChannel frames) {
      this.frames = frames;
    }

    @Override
    public void append(Message message) throws IOException {
      frames.append(message.encode());
    }

    /** It waits in this process's memory. */
    @Override
    public boolean outlivesSender() {
      return false;
    }

    @Override
    public void flush() throws IOException {
      frames.flush();
    }

    @Override
    public Message poll() throws IOException {
      return Message.decode(frames.poll());
    }

    /** Here a look costs a system call, but to sleep costs more. */
    @Override
    public Message peek() throws IOException {
      return poll();
    }

    @Override
    public void stayAwake() {}

    @Override
    public boolean sleep() {
      return true;
    }

    @Override
    public void await(long limitMillis) throws IOException {
      frames.await(limitMillis);
    }

    @Override
    public void wake() throws IOException {
      frames.wake();
    }

    @Override
    public void close() throws IOException {
      frames.close();
    }
  }

  /**
   * Over two rings in shared memory. The socket is doorbell, tells the other side's death, and
   * takes the messages that are too large for the ring.
   */
  final class Rings implements Link {
    private static final long FULL_NANOS = 50_000;
    private static final long PATIENCE_NANOS = 5_000;

    private final FrameChannel frames;
    private final Ring in;
    private final Ring out;
    private final Board board;
    private ByteBuffer early;

    Rings(FrameChannel frames, Ring in, Ring out) {
      this(frames, in, out, null);
    }

    /**
     * @param board the worker's; where it lets the worker spin, a caller is likely to be about to
     *     look for the answer, and is given a moment before the bell rings
     */
    Rings(FrameChannel frames, Ring in, Ring out, Board board) {
      this.frames = frames;
      this.in = in;
      this.out = out;
      this.board = board;
    }

    @Override
    public void append(Message message) throws IOException {
      ByteBuffer frame = message.encode();
      ByteBuffer record = frame.duplicate().position(Integer.BYTES);
      if (record.remaining() <= out.maxRecord() && out.put(record)) {
        out.publish();
        return;
      }
      while (!out.putElsewhere()) {
        // Full to the last byte: only while the pool's callbacks keep its reader from reading. It
        // is rung for whether it sleeps or not, because that fails once the other side is dead.
        frames.send(new Message.Doorbell().encode());
        LockSupport.parkNanos(FULL_NANOS);
      }
      out.publish();
      frames.send(frame);
    }

    /** It is in memory that both sides have. */
    @Override
    public boolean outlivesSender() {
      return true;
    }

    @Override
    public void flush() throws IOException {
      boolean patient = board != null && board.spinNanos() > 0;
      if (out.wake(patient ? PATIENCE_NANOS : 0)) {
        frames.send(new Message.Doorbell().encode());
      }
    }

    @Override
    public Message poll() throws IOException {
      while (true) {
        Message message = peek();
        if (message != null) {
          return message;
        }
        if (in.takeElsewhere()) {
          return receiveElsewhere();
        }
        ByteBuffer frame = frames.poll();
        if (frame == null) {
          return null;
        }
        if (!isDoorbell(frame)) {
          // The ring has announced it since we looked.
          early = frame;
          if (!in.hasRecord()) {
            throw new ProtocolException("refused a frame beside a ring that didn't announce it");
          }
        }
      }
    }

    private static boolean isDoorbell(ByteBuffer frame) {
      return frame.remaining() == 1 && frame.get(frame.position()) == Message.DOORBELL;
    }

    /** May wait for what is announced but on its way. */
    private Message receiveElsewhere() throws IOException {
      ByteBuffer frame = early;
      early = null;
      while (frame == null || isDoorbell(frame)) {
        frame = frames.receive();
        if (frame == null) {
          throw new EOFException("the connection ended before a message that was announced");
        }
      }
      return Message.decode(frame);
    }

    @Override
    public Message peek() throws IOException {
      ByteBuffer record = in.take();
      return record == null ? null : Message.decode(record);
    }

    @Override
    public void stayAwake() {
      in.awake();
    }

    @Override
    public boolean sleep() {
      in.sleep();
      if (in.hasRecord()) {
        in.awake();
        return false;
      }
      return true;
    }

    @Override
    public void await(long limitMillis) throws IOException {
      frames.await(limitMillis);
    }

    @Override
    public void wake() throws IOException {
      frames.wake();
    }

    @Override
    public void close() throws IOException {
      frames.close();
    }
  }
}
