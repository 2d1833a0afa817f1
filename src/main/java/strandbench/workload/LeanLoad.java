package strandbench.workload;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends GET requests to an HTTP server of this machine at a fixed rate, from one thread that costs
 * little: a load for measuring the server. Connections are kept alive, carry one request at a time,
 * and are opened where none is free. Every answer is checked.
 *
 * <p>Requests are due at even distances, and leave with the next look, of which there are a
 * thousand a second; so a server gets a few at once where the rate is higher. One that finds no
 * connection free leaves late: {@link #lateness} tells whether the rate was kept.
 *
 * <pre>{@code
 * try (LeanLoad load = LeanLoad.start(port, targets, 10_000, 2_000)) {
 *   load.await(50_000); // the server is warm
 *   load.reset();
 *   load.await(50_000); // measured meanwhile
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class LeanLoad implements AutoCloseable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** After a pause, so many leave before it looks for answers. */
  private static final int MOST_AT_ONCE = 64;

  /**
   * What is asked for.
   *
   * @param path of the request, such as {@code /pages/7}
   * @param length of the body that must come, in bytes
   * @param crc32c its checksum
   */
  public record Target(String path, int length, long crc32c) {}

  private final InetSocketAddress server;
  private final List<Target> targets;
  private final double nanosApart;
  private final int mostConnections;
  private final Selector selector;
  private final Deque<LeanConnection> idle = new ArrayDeque<>();
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean restarting = true;

  /** Guarded by this object's monitor, as is what follows. */
  private final Histogram latencyMicros = new Histogram(3);

  private final Histogram latenessMicros = new Histogram(3);

  private int connections;
  private long answered;
  private long awaited;
  private Throwable failure;

  private LeanLoad(int port, List<Target> targets, int perSecond, int mostConnections)
      throws IOException {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.targets = List.copyOf(targets);
    this.nanosApart = 1e9 / perSecond;
    this.mostConnections = mostConnections;
    this.selector = Selector.open();
    this.thread = Thread.ofPlatform().daemon().name("lean-load").unstarted(this::drive);
  }

  /**
   * Starts to send.
   *
   * @param port of the server, on loopback
   * @param targets asked for in turn, one or more
   * @param perSecond requests per second, 1 or more
   * @param mostConnections more are never opened; enough for what is in flight, and to spare
   * @throws IllegalArgumentException if there is nothing to ask for, or a number is below 1
   */
  public static LeanLoad start(int port, List<Target> targets, int perSecond, int mostConnections)
      throws IOException {
    if (targets.isEmpty() || perSecond < 1 || mostConnections < 1) {
      throw new IllegalArgumentException(
          "%d targets, %d requests a second, %d connections: 1 or more of each are needed"
              .formatted(targets.size(), perSecond, mostConnections));
    }
    LeanLoad load = new LeanLoad(port, targets, perSecond, mostConnections);
    load.thread.start();
    return load;
  }

  /**
   * Waits until so many more answers have come, counted on from those that were waited for before.
   *
   * @throws IllegalStateException if an answer is wrong, a connection breaks, or nothing comes for
   *     30 s
   */
  public synchronized void await(long count) throws InterruptedException {
    awaited += count;
    while (answered < awaited && failure == null) {
      awaitMore();
    }
    if (failure != null) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
  }

  private synchronized void awaitMore() throws InterruptedException {
    long seen = answered;
    long deadline = System.nanoTime() + SILENCE.toNanos();
    while (answered == seen && failure == null) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new IllegalStateException("no answer in " + SILENCE.toSeconds() + " s");
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Connections that are open. */
  public synchronized int connections() {
    return connections;
  }

  /** In µs, from when a request was sent until its answer was seen, since the last reset. */
  public synchronized Histogram latencies() {
    return latencyMicros.copy();
  }

  /** In µs, from when a request was due until it was sent, since the last reset. */
  public synchronized Histogram lateness() {
    return latenessMicros.copy();
  }

  /**
   * Begins anew: forgets latencies and lateness so far, answers that nobody has waited for, and
   * requests that were due and have not been sent.
   */
  public synchronized void reset() {
    latencyMicros.reset();
    latenessMicros.reset();
    awaited = answered;
    restarting = true;
  }

  private void drive() {
    try {
      long start = 0;
      long sent = 0;
      while (!closing) {
        if (restarting) {
          restarting = false;
          start = System.nanoTime();
          sent = 0;
        }
        sent += sendDue(start, sent);
        selector.selectNow();
        take();
        LockSupport.parkNanos(LOOK_NANOS);
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  /** Sends what is due, as far as connections are free, and returns how many that were. */
  private synchronized int sendDue(long start, long before) throws IOException {
    int sent = 0;
    while (sent < MOST_AT_ONCE) {
      long late = System.nanoTime() - start - (long) ((before + sent) * nanosApart);
      if (late < 0 || (idle.isEmpty() && connections == mostConnections)) {
        return sent;
      }
      LeanConnection connection = idle.isEmpty() ? open() : idle.pop();
      connection.send(targets.get((int) ((before + sent) % targets.size())));
      latenessMicros.recordValue(late / 1000);
      sent++;
    }
    return sent;
  }

  private LeanConnection open() throws IOException {
    connections++;
    return LeanConnection.open(server, selector);
  }

  private synchronized void take() throws IOException {
    long before = answered;
    for (SelectionKey key : selector.selectedKeys()) {
      LeanConnection connection = (LeanConnection) key.attachment();
      if (connection.receive()) {
        latencyMicros.recordValue(connection.latencyNanos() / 1000);
        answered++;
        idle.push(connection);
      }
    }
    selector.selectedKeys().clear();
    if (answered != before) {
      notifyAll();
    }
  }

  private synchronized void fail(Throwable cause) {
    failure = cause;
    notifyAll();
  }

  /** Sends no more and closes all connections, whatever is on its way on them. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    LeanConnection.closeAll(selector);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
