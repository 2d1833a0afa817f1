package strandbench.process.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A socket whose reads and writes wait, and which an interrupt of the thread that does them leaves
 * open: the JDK's own channels close then. An interrupt that comes meanwhile is kept for later.
 *
 * <p>One thread may read while another writes. {@link #close} is for any thread, and ends both.
 */
public final class UninterruptibleChannel implements ByteChannel {
  private final SocketChannel socket;
  private Selector readable;
  private Selector writable;

  /**
   * @param socket is this object's from now on
   */
  public UninterruptibleChannel(SocketChannel socket) throws IOException {
    this.socket = socket;
    socket.configureBlocking(false);
  }

  /** Reads what is there, and returns 0 where nothing is. */
  public int readNow(ByteBuffer to) throws IOException {
    return socket.read(to);
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    int count = socket.read(to);
    while (count == 0 && to.hasRemaining()) {
      awaitReadable(0);
      count = socket.read(to);
    }
    return count;
  }

  /** Writes everything. */
  @Override
  public int write(ByteBuffer from) throws IOException {
    int size = from.remaining();
    socket.write(from);
    while (from.hasRemaining()) {
      await(writable(), 0);
      socket.write(from);
    }
    return size;
  }

  /**
   * Waits until there is something to read, the end of the stream included.
   *
   * @param limitMillis 0 for none
   */
  public void awaitReadable(long limitMillis) throws IOException {
    await(readable(), limitMillis);
  }

  /** Has a wait for something to read return: one that is under way, or else the next. */
  public void wakeReader() throws IOException {
    readable().wakeup();
  }

  private synchronized Selector readable() throws IOException {
    if (readable == null) {
      readable = selector(SelectionKey.OP_READ);
    }
    return readable;
  }

  private synchronized Selector writable() throws IOException {
    if (writable == null) {
      writable = selector(SelectionKey.OP_WRITE);
    }
    return writable;
  }

  private Selector selector(int operation) throws IOException {
    if (!socket.isOpen()) {
      throw new AsynchronousCloseException();
    }
    Selector selector = Selector.open();
    socket.register(selector, operation);
    return selector;
  }

  private static void await(Selector selector, long limitMillis) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      selector.select(limitMillis);
      while (Thread.interrupted()) {
        interrupted = true;
        selector.select(limitMillis);
      }
      selector.selectedKeys().clear();
    } catch (ClosedSelectorException e) {
      throw new AsynchronousCloseException();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isOpen() {
    return socket.isOpen();
  }

  /** Ends this but not the socket, which is the caller's then, in non-blocking mode. */
  synchronized SocketChannel detach() throws IOException {
    closeSelectors();
    return socket;
  }

  @Override
  public synchronized void close() throws IOException {
    socket.close();
    closeSelectors();
  }

  private void closeSelectors() throws IOException {
    if (readable != null) {
      readable.close();
    }
    if (writable != null) {
      writable.close();
    }
  }
}
