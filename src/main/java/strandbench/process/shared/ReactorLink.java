package strandbench.process.shared;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import strandbench.process.wire.Codec;
import strandbench.process.wire.FrameChannel;
import strandbench.process.wire.Hub;

/**
 * A connection that carries frames both ways, for threads that may be interrupted. Frames that come
 * are given to a listener, by the thread of a {@link Reactor}; frames to send are written by the
 * sender's own thread, as far as the socket takes them.
 *
 * <p>Thread-safe. A frame is never cut: it is sent whole, not at all, or the link ends in it.
 */
final class ReactorLink {
  /** Of a frame without its length. */
  static final int MAX_FRAME = Codec.MAX_OBJECT + (1 << 17);

  /** A deadline that never comes. */
  static final long NEVER = Long.MAX_VALUE;

  private static final Duration LONGEST_LIMIT = Duration.ofDays(10_000);

  /** The deadline of a limit that begins now; a limit of ten thousand days or more is none. */
  static long deadlineAfter(Duration limit) {
    return limit.compareTo(LONGEST_LIMIT) >= 0 ? NEVER : System.nanoTime() + limit.toNanos();
  }

  /** Hears what comes. All calls are by the reactor's thread, and must not wait. */
  interface Listener {
    /**
     * A frame has come.
     *
     * @param frame without its length, backed by an array
     * @throws IOException to end the link
     */
    void received(ReactorLink link, ByteBuffer frame) throws IOException;

    /** Nothing more will come. Called once, after the last frame; not after {@link #finish}. */
    void ended(ReactorLink link, IOException cause);
  }

  private final SocketChannel channel;
  private final Reactor reactor;
  private final Listener listener;
  private final FrameAssembler assembler = new FrameAssembler(MAX_FRAME);

  /** Of the reactor's thread alone, as are the two after it. */
  private ByteBuffer ahead;

  private boolean paused;
  private boolean over;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();

  /** What the socket didn't take yet; guarded by the lock, as is what follows. */
  private final ArrayDeque<ByteBuffer> backlog = new ArrayDeque<>();

  private SelectionKey key;
  private boolean finishing;
  private boolean ended;

  private ReactorLink(
      SocketChannel channel, ByteBuffer ahead, Reactor reactor, Listener listener, boolean paused) {
    this.channel = channel;
    this.ahead = ahead;
    this.reactor = reactor;
    this.listener = listener;
    this.paused = paused;
  }

  /**
   * Connects to a service of another process, or of this one. An interrupt meanwhile is kept.
   *
   * @throws IOException if the other process has ended
   */
  static ReactorLink connect(
      Hub.Address address, Reactor reactor, Listener listener, boolean paused) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return accept(Hub.connect(address, MAX_FRAME), reactor, listener, paused);
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Goes on with a connection where a frame channel leaves it.
   *
   * @param paused whether nothing is to be read until {@link #resume}
   */
  static ReactorLink accept(FrameChannel frames, Reactor reactor, Listener listener, boolean paused)
      throws IOException {
    ReactorLink link =
        new ReactorLink(frames.detach(), frames.readAhead(), reactor, listener, paused);
    link.register();
    return link;
  }

  private void register() throws IOException {
    lock.lock();
    try {
      key = reactor.register(channel, this);
    } finally {
      lock.unlock();
    }
    reactor.execute(this::startReading);
  }

  private void startReading() {
    if (paused || over) {
      return;
    }
    try {
      ByteBuffer first = ahead;
      ahead = ByteBuffer.allocate(0);
      assembler.feed(first, this::received);
      interest(SelectionKey.OP_READ, true);
    } catch (IOException e) {
      end(e);
    } catch (RuntimeException | Error e) {
      end(failure(e));
    }
  }

  private void received(ByteBuffer frame) throws IOException {
    if (!over) {
      listener.received(this, frame);
    }
  }

  private void interest(int operation, boolean on) {
    try {
      if (on) {
        key.interestOpsOr(operation);
      } else {
        key.interestOpsAnd(~operation);
      }
      reactor.wake();
    } catch (CancelledKeyException e) {
      // Closed, and told as such to whom it concerns.
    }
  }

  /** Reads no further until {@link #resume}; for the listener, which may still get some frames. */
  void pause() {
    paused = true;
    interest(SelectionKey.OP_READ, false);
  }

  /** Takes {@link #pause} back; for any thread. */
  void resume() {
    reactor.execute(
        () -> {
          paused = false;
          startReading();
        });
  }

  /** Does what the socket is ready for; for the reactor's thread. */
  void serve(ByteBuffer buffer) {
    try {
      int ready = key.readyOps();
      if ((ready & SelectionKey.OP_WRITE) != 0) {
        writeBacklog();
      }
      if ((ready & SelectionKey.OP_READ) != 0) {
        read(buffer.clear());
      }
    } catch (CancelledKeyException e) {
      end(new ClosedChannelException());
    } catch (IOException e) {
      end(e);
    } catch (RuntimeException | Error e) {
      end(failure(e));
    }
  }

  /** Out of memory, most likely. The other links go on. */
  private static IOException failure(Throwable thrown) {
    return new IOException("the listener failed", thrown);
  }

  private void read(ByteBuffer buffer) throws IOException {
    int count = channel.read(buffer);
    if (count < 0) {
      end(
          assembler.isInsideFrame()
              ? new EOFException("the stream ended inside a frame")
              : new EOFException("the connection ended"));
    } else {
      assembler.feed(buffer.flip(), this::received);
    }
  }

  private void writeBacklog() throws IOException {
    lock.lock();
    try {
      while (!backlog.isEmpty()) {
        channel.write(backlog.peek());
        if (backlog.peek().hasRemaining()) {
          return;
        }
        backlog.remove();
      }
      interest(SelectionKey.OP_WRITE, false);
      written.signalAll();
      if (finishing) {
        channel.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends a frame, and waits until the operating system has it. When the wait is over before the
   * first byte has left, nothing is sent. Once that has left, the rest follows in the background: a
   * deadline or an interrupt then ends the wait, and the frame counts as sent (the thread stays
   * interrupted).
   *
   * @param frame whole, its length included
   * @param deadline on the clock of {@link System#nanoTime}, or {@link #NEVER}
   * @return whether it was sent
   * @throws IOException if the link has ended
   * @throws InterruptedException if nothing was sent
   */
  boolean send(ByteBuffer frame, long deadline) throws IOException, InterruptedException {
    lock.lock();
    try {
      while (!backlog.isEmpty() && !isOver()) {
        if (!await(deadline)) {
          return false;
        }
      }
      post(frame);
      try {
        while (frame.hasRemaining() && !isOver() && await(deadline)) {
          // Written by the reactor.
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (frame.hasRemaining() && ended) {
        throw new ClosedChannelException();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver() {
    return ended || finishing;
  }

  /** Holding the lock. False when the deadline has come. */
  @SuppressWarnings("WaitNotInLoop") // The callers loop.
  private boolean await(long deadline) throws InterruptedException {
    if (deadline == NEVER) {
      written.await();
      return true;
    }
    return written.awaitNanos(deadline - System.nanoTime()) > 0;
  }

  /**
   * Sends a frame without waiting: what the socket doesn't take now follows in the background.
   *
   * @throws IOException if the link has ended
   */
  void post(ByteBuffer frame) throws IOException {
    lock.lock();
    try {
      if (isOver()) {
        throw new ClosedChannelException();
      }
      if (backlog.isEmpty()) {
        channel.write(frame);
      }
      if (frame.hasRemaining()) {
        backlog.add(frame);
        interest(SelectionKey.OP_WRITE, true);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends what was given, then closes. Nothing that comes later is read. */
  void finish() {
    lock.lock();
    try {
      finishing = true;
      written.signalAll();
      if (backlog.isEmpty()) {
        channel.close();
      }
    } catch (IOException e) {
      // Of no use any more, open or closed.
    } finally {
      lock.unlock();
    }
    reactor.execute(
        () -> {
          over = true;
          interest(SelectionKey.OP_READ, false);
        });
  }

  private void end(IOException cause) {
    lock.lock();
    try {
      ended = true;
      backlog.clear();
      written.signalAll();
      channel.close();
    } catch (IOException e) {
      // As above.
    } finally {
      lock.unlock();
    }
    if (!over) {
      over = true;
      listener.ended(this, cause);
    }
  }
}
