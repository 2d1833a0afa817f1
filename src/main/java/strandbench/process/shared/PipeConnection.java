package strandbench.process.shared;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import strandbench.process.wire.Codec;
import strandbench.process.wire.FrameChannel;
import strandbench.process.wire.Hub;

/**
 * An end of a pipe in the process that has it.
 *
 * <p>There are two ways to the other end: the relay, by the broker, from the start; and the direct
 * one, once both ends are taken. Each direction moves from the first to the second by a {@link
 * PipeMessage.Moved}, the last that goes by the relay, so that the order stays; until it has come,
 * the direct connection is not read.
 *
 * <p>Thread-safe.
 */
final class PipeConnection {
  /** When so many bytes wait to be received, no more are read, and the sender waits. */
  private static final long MAX_WAITING = 1 << 20;

  private record Key(Hub.Address broker, int end) {}

  /** Those of this process, until they are closed. */
  private static final Map<Key, PipeConnection> ALL = new ConcurrentHashMap<>();

  private final Key key;
  private final ObjectInputFilter filter;
  private final Hub.Address own;

  /** Held while a message is being sent, and to move; taken before the lock. */
  private final ReentrantLock sending = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, as is all that follows. */
  private final ArrayDeque<ByteBuffer> inbox = new ArrayDeque<>();

  private long waiting;
  private boolean throttled;
  private ReactorLink relay;
  private ReactorLink direct;
  private boolean movedIn;
  private boolean movedOut;
  private boolean granted;
  private boolean closed;
  private String refusal;
  private PipeEndedException.Reason ended;
  private Throwable cause;

  private PipeConnection(PipeHandle handle) {
    key = new Key(handle.broker(), handle.end());
    filter = ObjectInputFilter.Config.createFilter(handle.rules());
    own = Hub.own().register(this::serve);
    lock.lock();
    try {
      relay = ReactorLink.connect(handle.broker(), Reactor.shared(), new RelayListener(), false);
      claim();
    } catch (IOException e) {
      end(PipeEndedException.Reason.DIED, e);
    } finally {
      lock.unlock();
    }
  }

  private void claim() {
    try {
      relay.post(new PipeMessage.Claim(key.end(), ProcessHandle.current().pid(), own).encode());
    } catch (IOException e) {
      // Turned away, and the listener is told so as well.
    }
  }

  /** Takes an end for this process, or finds it where the process has it already. */
  static PipeConnection of(PipeHandle handle) {
    return ALL.computeIfAbsent(
        new Key(handle.broker(), handle.end()), absent -> new PipeConnection(handle));
  }

  /** Null where this process has not taken it. */
  static PipeConnection find(PipeHandle handle) {
    return ALL.get(new Key(handle.broker(), handle.end()));
  }

  /** The other end is here: it was told where to find this one. */
  private void serve(FrameChannel frames) throws IOException {
    introduce(ReactorLink.accept(frames, Reactor.shared(), new DirectListener(), true));
  }

  private void introduce(ReactorLink link) {
    lock.lock();
    try {
      Hub.own().unregister(own);
      if (closed || ended != null || direct != null) {
        link.finish();
        return;
      }
      direct = link;
      if (movedIn) {
        direct.resume();
      }
    } finally {
      lock.unlock();
    }
    moveOut();
  }

  /** Whether both directions are direct, so that the creator has no part in them any more. */
  boolean hasMoved() {
    lock.lock();
    try {
      return movedIn && movedOut;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves, unless a message is being sent: its sender then does it. The loop is for the sender that
   * had looked just before the direct connection came, and lets go just after.
   */
  private void moveOut() {
    while (canMove() && sending.tryLock()) {
      try {
        moveHoldingSending();
      } finally {
        sending.unlock();
      }
    }
  }

  private boolean canMove() {
    lock.lock();
    try {
      return direct != null && !movedOut && !closed && ended == null;
    } finally {
      lock.unlock();
    }
  }

  private void moveHoldingSending() {
    lock.lock();
    try {
      if (canMove()) {
        movedOut = true;
        relay.post(new PipeMessage.Moved().encode());
        dropRelay();
      }
    } catch (IOException e) {
      // The creator or the other end is gone. Who is left sees the relay end, and ends the pipe.
    } finally {
      lock.unlock();
    }
  }

  /** Holding the lock. */
  private void dropRelay() {
    if (movedIn && movedOut) {
      relay.finish();
    }
  }

  /** Returns false if nothing of it had left at the deadline. */
  boolean send(Object message, long deadline) throws IOException, InterruptedException {
    ByteBuffer frame = new PipeMessage.Data(Codec.write(message)).encode();
    if (!beginSending(deadline)) {
      return false;
    }
    try {
      moveHoldingSending();
      ReactorLink out = out(deadline);
      return out != null && out.send(frame, deadline);
    } catch (IOException e) {
      throw whyNotSent(e);
    } finally {
      sending.unlock();
      moveOut();
    }
  }

  private boolean beginSending(long deadline) throws InterruptedException {
    if (deadline == ReactorLink.NEVER) {
      sending.lockInterruptibly();
      return true;
    }
    return sending.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /** Null where it is not known until the deadline that the end is this process's. */
  private ReactorLink out(long deadline) throws IOException, InterruptedException {
    lock.lock();
    try {
      while (!granted && ended == null && !closed && refusal == null) {
        if (!await(deadline)) {
          return null;
        }
      }
      checkOpen();
      if (ended != null) {
        throw new PipeEndedException(ended, cause);
      }
      return movedOut ? direct : relay;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the word of how the other end went. It is on its way: a socket takes no bytes any
   * more when its other side is closed, and whatever that had sent can be read.
   */
  private IOException whyNotSent(IOException failure) {
    if (failure instanceof PipeEndedException) {
      return failure;
    }
    lock.lock();
    try {
      while (!closed && ended == null && refusal == null) {
        unthrottle();
        changed.awaitUninterruptibly();
      }
      checkOpen();
      return new PipeEndedException(ended, failure);
    } catch (ClosedChannelException e) {
      return e;
    } finally {
      lock.unlock();
    }
  }

  /** Holding the lock. */
  private void checkOpen() throws ClosedChannelException {
    if (refusal != null) {
      throw new IllegalStateException(refusal);
    }
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  Object receive(long deadline) throws IOException, InterruptedException, TimeoutException {
    ByteBuffer object;
    lock.lock();
    try {
      if (!awaitInbox(deadline)) {
        throw new TimeoutException("no message came in time");
      }
      checkOpen();
      object = inbox.poll();
      if (object == null) {
        throw new PipeEndedException(ended, cause);
      }
      waiting -= object.remaining();
      if (waiting < MAX_WAITING / 2) {
        unthrottle();
      }
    } finally {
      lock.unlock();
    }
    try {
      return Codec.read(object, filter);
    } catch (ClassNotFoundException e) {
      throw new IOException("a message of a class that is not to be found here", e);
    }
  }

  /** Whether a receiver would not wait, at the deadline at the latest. */
  boolean poll(long deadline) throws InterruptedException {
    lock.lock();
    try {
      return awaitInbox(deadline);
    } finally {
      lock.unlock();
    }
  }

  /** Holding the lock. */
  private boolean awaitInbox(long deadline) throws InterruptedException {
    while (inbox.isEmpty() && ended == null && !closed && refusal == null) {
      if (!await(deadline)) {
        return !inbox.isEmpty() || ended != null || closed || refusal != null;
      }
    }
    return true;
  }

  /** Holding the lock. False when the deadline has come. */
  @SuppressWarnings("WaitNotInLoop") // The callers loop.
  private boolean await(long deadline) throws InterruptedException {
    if (deadline == ReactorLink.NEVER) {
      changed.await();
      return true;
    }
    return changed.awaitNanos(deadline - System.nanoTime()) > 0;
  }

  /** Holding the lock. */
  private void unthrottle() {
    if (throttled) {
      throttled = false;
      (movedIn ? direct : relay).resume();
    }
  }

  void close() {
    ALL.remove(key, this);
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      inbox.clear();
      changed.signalAll();
      Hub.own().unregister(own);
      if (ended == null) {
        (movedOut ? direct : relay).post(new PipeMessage.Closed().encode());
      }
    } catch (IOException e) {
      // Who should be told is gone.
    } finally {
      drop();
      lock.unlock();
    }
  }

  /** Holding the lock. */
  private void drop() {
    if (relay != null) {
      relay.finish();
    }
    if (direct != null) {
      direct.finish();
    }
  }

  /** Holding the lock. */
  private void end(PipeEndedException.Reason reason, Throwable why) {
    if (ended == null) {
      ended = reason;
      cause = why;
      Hub.own().unregister(own);
      drop();
      changed.signalAll();
    }
  }

  /** Holding the lock. */
  private void deliver(ReactorLink from, ByteBuffer object) {
    inbox.add(object);
    waiting += object.remaining();
    if (waiting > MAX_WAITING) {
      throttled = true;
      from.pause();
    }
    changed.signalAll();
  }

  private final class RelayListener implements ReactorLink.Listener {
    @Override
    public void received(ReactorLink link, ByteBuffer frame) throws IOException {
      PipeMessage message = PipeMessage.decode(frame);
      lock.lock();
      try {
        switch (message) {
          case PipeMessage.Granted granting -> grant();
          case PipeMessage.Refused refused -> refuse(refused.reason());
          case PipeMessage.Peer peer -> meet(peer.address());
          case PipeMessage.Data data -> deliver(link, data.object());
          case PipeMessage.Moved moved -> moveIn();
          case PipeMessage.Closed closing -> end(PipeEndedException.Reason.CLOSED, null);
          case PipeMessage.Claim claim ->
              throw new ProtocolException("refused a claim to what is no broker");
        }
      } finally {
        lock.unlock();
      }
    }

    private void grant() {
      granted = true;
      changed.signalAll();
    }

    private void refuse(String reason) {
      refusal = reason;
      Hub.own().unregister(own);
      drop();
      changed.signalAll();
    }

    /** On a thread of its own: where the other process is stopped, connecting may wait. */
    private void meet(Hub.Address address) {
      Thread.ofPlatform().daemon().name("sb-pipe-connect").start(() -> connect(address));
    }

    private void connect(Hub.Address address) {
      try {
        introduce(ReactorLink.connect(address, Reactor.shared(), new DirectListener(), true));
      } catch (IOException e) {
        // It has died since. What it had sent comes by the relay, and then its end.
      }
    }

    private void moveIn() {
      movedIn = true;
      if (direct != null) {
        direct.resume();
      }
      dropRelay();
    }

    @Override
    public void ended(ReactorLink link, IOException why) {
      lock.lock();
      try {
        if (!movedIn && refusal == null) {
          // One that was turned away without a word came after the pipe was closed.
          end(granted ? PipeEndedException.Reason.DIED : PipeEndedException.Reason.CLOSED, why);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private final class DirectListener implements ReactorLink.Listener {
    @Override
    public void received(ReactorLink link, ByteBuffer frame) throws IOException {
      PipeMessage message = PipeMessage.decode(frame);
      lock.lock();
      try {
        switch (message) {
          case PipeMessage.Data data -> deliver(link, data.object());
          case PipeMessage.Closed closing -> end(PipeEndedException.Reason.CLOSED, null);
          default -> throw new ProtocolException("refused a broker's message from an end");
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void ended(ReactorLink link, IOException why) {
      lock.lock();
      try {
        end(PipeEndedException.Reason.DIED, why);
      } finally {
        lock.unlock();
      }
    }
  }
}
