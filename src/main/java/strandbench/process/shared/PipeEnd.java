package strandbench.process.shared;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import strandbench.process.wire.Codec;

/**
 * One end of a {@link SharedPipe}. It can be put into a task's field, and belongs to the process
 * that uses it first, be it by {@link #close}; there, copies of it are one. In any other process
 * its methods throw an {@link IllegalStateException} that names the process which has it; only
 * {@link #close} does nothing there.
 *
 * <p>When the other end is closed, or its process ends, {@link #receive} returns what was sent
 * before, and then throws a {@link PipeEndedException}; {@link #send} throws it as soon as the news
 * is here, so that what was sent shortly before may not have been read.
 *
 * <p>Thread-safe: a message is never cut or mixed, and goes to one receiver. What is done before a
 * message is sent happens-before what is done after it is received. Threads that wait can be
 * interrupted, which leaves the pipe as it is. Virtual threads that wait hold no carrier.
 *
 * @param <T> what travels; serializable
 */
public final class PipeEnd<T> implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;

  private final transient PipeHandle handle;
  private transient volatile PipeConnection connection;

  PipeEnd(PipeHandle handle) {
    this.handle = handle;
  }

  PipeHandle handle() {
    return handle;
  }

  private PipeConnection connection() {
    PipeConnection known = connection;
    if (known == null) {
      known = PipeConnection.of(handle);
      connection = known;
    }
    return known;
  }

  /**
   * Sends an object (or null). Returns when the operating system has it; waits while the other side
   * is too far behind.
   *
   * @throws PipeEndedException if the other end is gone
   * @throws java.io.NotSerializableException if it can't be sent; the pipe is as before
   * @throws IOException if it takes more than {@link Codec#MAX_OBJECT} bytes (the pipe is as
   *     before), or this end was closed here ({@link java.nio.channels.ClosedChannelException})
   * @throws InterruptedException if this thread is interrupted while nothing of it has left. Later,
   *     the message is sent in the background, and the thread stays interrupted
   * @throws IllegalStateException if another process has this end
   * @throws UnsupportedOperationException if this end only receives
   */
  public void send(T message) throws IOException, InterruptedException {
    connection(handle.sends(), "receives").send(message, ReactorLink.NEVER);
  }

  /**
   * Sends an object, as {@link #send(Object)}, or gives up after a time.
   *
   * @throws TimeoutException if nothing of it could leave until then. Once its first byte has left,
   *     it is sent, if need be in the background
   */
  public void send(T message, Duration limit)
      throws IOException, InterruptedException, TimeoutException {
    if (!connection(handle.sends(), "receives").send(message, deadline(limit))) {
      throw new TimeoutException("the other end has taken nothing for " + limit);
    }
  }

  /**
   * Waits for the next message.
   *
   * @throws PipeEndedException if nothing more will come
   * @throws java.io.InvalidClassException if the next message holds a class that the pipe doesn't
   *     accept; that message is gone, the pipe goes on
   * @throws IOException if the message can't be read, or this end was closed here ({@link
   *     java.nio.channels.ClosedChannelException})
   * @throws IllegalStateException if another process has this end
   * @throws UnsupportedOperationException if this end only sends
   */
  public T receive() throws IOException, InterruptedException {
    try {
      return next(ReactorLink.NEVER);
    } catch (TimeoutException e) {
      throw new AssertionError("no time limit was set", e);
    }
  }

  /**
   * Waits for the next message, as {@link #receive()}, for some time.
   *
   * @throws TimeoutException if none comes until then
   */
  public T receive(Duration limit) throws IOException, InterruptedException, TimeoutException {
    return next(deadline(limit));
  }

  @SuppressWarnings("unchecked") // Who sends through the pipe has its type too.
  private T next(long deadline) throws IOException, InterruptedException, TimeoutException {
    return (T) connection(handle.receives(), "sends").receive(deadline);
  }

  /** Whether {@link #receive()} would not wait: a message is here, or none will come. */
  public boolean poll() {
    try {
      return connection(handle.receives(), "sends").poll(System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits, for some time, until {@link #receive()} would not, and says whether that is so. */
  public boolean poll(Duration limit) throws InterruptedException {
    return connection(handle.receives(), "sends").poll(deadline(limit));
  }

  private PipeConnection connection(boolean can, String only) {
    if (!can) {
      throw new UnsupportedOperationException("this end of the pipe only " + only);
    }
    return connection();
  }

  private static long deadline(Duration limit) {
    return ReactorLink.deadlineAfter(limit);
  }

  /**
   * Closes this end, if this process has it or can still take it. The other end is told, after what
   * was sent before. Does not wait. Note for who knows Python: there is no need to close a copy
   * that was sent elsewhere, and it would take the end away where it has not been used yet.
   */
  @Override
  public void close() {
    connection().close();
  }

  void closeIfUsed() {
    PipeConnection used = connection == null ? PipeConnection.find(handle) : connection;
    if (used != null) {
      used.close();
    }
  }

  private Object writeReplace() {
    return handle;
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("an end of a pipe travels by its handle");
  }
}
