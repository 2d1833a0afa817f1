package strandbench.process.shared;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import strandbench.process.wire.Codec;
import strandbench.process.wire.Hub;

/**
 * This process's connection with a manager, which all its threads share. A thread that calls writes
 * its call itself, then waits for the answer without holding a carrier or the connection.
 *
 * <p>Thread-safe.
 */
final class ManagerClient implements ReactorLink.Listener {
  private static final StackTraceElement BORDER =
      new StackTraceElement("...", "in the manager, called by", null, -1);

  private static final ObjectInputFilter THROWN =
      ObjectInputFilter.Config.createFilter(HandleRules.of());

  /** Those of this process, until they end. */
  private static final Map<Hub.Address, ManagerClient> ALL = new ConcurrentHashMap<>();

  private final Hub.Address address;
  private final Map<Long, CompletableFuture<ManagerMessage>> calls = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final HeldLocks locks = new HeldLocks();
  private final ReactorLink link;

  /** Set before the calls are told. */
  private volatile IOException ended;

  private ManagerClient(Hub.Address address) {
    this.address = address;
    try {
      link = ReactorLink.connect(address, Reactor.shared(), this, false);
    } catch (IOException e) {
      throw new ManagerEndedException(e);
    }
  }

  /**
   * Connects, unless this process is connected already.
   *
   * @throws ManagerEndedException if the manager's process has ended
   */
  static ManagerClient of(Hub.Address address) {
    return ALL.computeIfAbsent(address, ManagerClient::new);
  }

  /** Which locks of the manager this process's threads hold. */
  HeldLocks locks() {
    return locks;
  }

  @Override
  public void received(ReactorLink from, ByteBuffer frame) throws IOException {
    ManagerMessage message = ManagerMessage.decode(frame);
    CompletableFuture<ManagerMessage> call = calls.remove(message.number());
    if (call == null) {
      throw new ProtocolException("refused an answer to no call");
    }
    call.complete(message);
  }

  @Override
  public void ended(ReactorLink from, IOException cause) {
    ended = cause;
    ALL.remove(address, this);
    calls.values().forEach(call -> call.completeExceptionally(cause));
  }

  /**
   * Calls, and waits for the answer. An interrupt is kept for later.
   *
   * @throws ManagerEndedException if the manager ends before it answers
   */
  List<ByteBuffer> call(int object, ManagerOperation operation, ByteBuffer... parts) {
    long number = numbers.incrementAndGet();
    return confirmed(operation, await(begin(number, object, operation, parts)));
  }

  /**
   * Calls, and waits for the answer until a deadline or an interrupt; what the manager had answered
   * by then counts.
   *
   * @return null if the deadline came, and nothing was done
   * @throws InterruptedException if the thread was interrupted, and nothing was done
   */
  List<ByteBuffer> callInterruptibly(
      long deadline, int object, ManagerOperation operation, ByteBuffer... parts)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long number = numbers.incrementAndGet();
    CompletableFuture<ManagerMessage> call = begin(number, object, operation, parts);
    boolean interrupted = false;
    ManagerMessage answer;
    try {
      answer =
          deadline == ReactorLink.NEVER
              ? call.get()
              : call.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer = cancel(number, call);
    } catch (InterruptedException e) {
      interrupted = true;
      answer = cancel(number, call);
    } catch (ExecutionException e) {
      throw new ManagerEndedException(e.getCause());
    }
    if (answer instanceof ManagerMessage.Cancelled) {
      if (interrupted) {
        throw new InterruptedException();
      }
      return null;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return confirmed(operation, answer);
  }

  /** What an answer returns; the manager is told that it has arrived where that matters. */
  private List<ByteBuffer> confirmed(ManagerOperation operation, ManagerMessage answer) {
    List<ByteBuffer> parts = returned(answer);
    boolean entrusted =
        operation == ManagerOperation.QUEUE_TAKE || operation == ManagerOperation.QUEUE_POLL;
    if (entrusted && !parts.isEmpty()) {
      post(new ManagerMessage.Confirm(answer.number()));
    }
    return parts;
  }

  private CompletableFuture<ManagerMessage> begin(
      long number, int object, ManagerOperation operation, ByteBuffer... parts) {
    ByteBuffer frame =
        new ManagerMessage.Call(number, object, operation, Arrays.asList(parts)).encode();
    if (frame.remaining() > ReactorLink.MAX_FRAME) {
      throw new IllegalArgumentException(
          "too much for one call: "
              + frame.remaining()
              + " bytes, of at most "
              + ReactorLink.MAX_FRAME);
    }
    CompletableFuture<ManagerMessage> call = new CompletableFuture<>();
    calls.put(number, call);
    try {
      link.post(frame);
    } catch (IOException e) {
      calls.remove(number);
      throw new ManagerEndedException(e);
    }
    IOException cause = ended;
    if (cause != null) {
      call.completeExceptionally(cause);
    }
    return call;
  }

  private ManagerMessage cancel(long number, CompletableFuture<ManagerMessage> call) {
    post(new ManagerMessage.Cancel(number));
    return await(call);
  }

  private void post(ManagerMessage message) {
    try {
      link.post(message.encode());
    } catch (IOException e) {
      // The manager has ended, which the next answer tells.
    }
  }

  private static ManagerMessage await(CompletableFuture<ManagerMessage> call) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return call.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new ManagerEndedException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static List<ByteBuffer> returned(ManagerMessage answer) {
    return switch (answer) {
      case ManagerMessage.Returned returned -> returned.parts();
      case ManagerMessage.Thrown thrown -> throw rethrown(thrown.exception());
      case ManagerMessage other ->
          throw new IllegalStateException("the manager answered with " + other);
    };
  }

  /** The manager's exception, with its stack there and then the caller's here. */
  private static RuntimeException rethrown(ByteBuffer exception) {
    Throwable thrown;
    try {
      thrown = (Throwable) Codec.read(copy(exception), THROWN);
    } catch (IOException | ClassNotFoundException | ClassCastException e) {
      return new IllegalStateException("the manager failed, and what it says can't be read", e);
    }
    StackTraceElement[] there = thrown.getStackTrace();
    StackTraceElement[] here = new Throwable().getStackTrace();
    StackTraceElement[] both = Arrays.copyOf(there, there.length + 1 + here.length);
    both[there.length] = BORDER;
    System.arraycopy(here, 0, both, there.length + 1, here.length);
    thrown.setStackTrace(both);
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalArgumentException("refused by the manager: " + thrown.getMessage(), thrown);
  }

  /** The codec reads buffers from their array's start. */
  private static ByteBuffer copy(ByteBuffer part) {
    return ByteBuffer.wrap(part.array(), part.arrayOffset() + part.position(), part.remaining());
  }

  /**
   * Writes an object for a call.
   *
   * @throws IllegalArgumentException if it is not serializable, or too large
   */
  static ByteBuffer write(Object object) {
    try {
      return Codec.write(object);
    } catch (IOException e) {
      throw new IllegalArgumentException("it can't be sent to the manager: " + e.getMessage(), e);
    }
  }

  /**
   * Reads an object from an answer.
   *
   * @throws UncheckedIOException if its class is not accepted, or not to be found
   */
  static Object read(ByteBuffer part, ObjectInputFilter filter) {
    try {
      return Codec.read(copy(part), filter);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
