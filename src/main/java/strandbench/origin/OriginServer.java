package strandbench.origin;

import com.sun.management.OperatingSystemMXBean;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The origin's JVM. One event loop thread reads the requests, keeps the answers until they are due,
 * and writes them. Of two further threads, one accepts connections, and one wakes the loop when an
 * answer is due. It says its port on standard output and halts when its standard input ends.
 */
final class OriginServer {
  /** What stands before the port, in the line that says it. */
  static final String PORT_PREFIX = "strandbench origin listens on port ";

  static final String PAGES = "/pages/";

  /** The same pages, answered at once. */
  static final String UNDELAYED = "/undelayed/";

  /** The same pages, whose requests may meet a {@link Fault}. */
  static final String FAILING = "/failing/";

  /** The same pages, answered when they are released. */
  static final String HELD = "/held/";

  /** Pages of HTML that list books: how many, a slash, and the page's number. */
  static final String BOOKS = "/books/";

  static final String UNDELAYED_BOOKS = "/undelayed-books/";

  static final String STATS = "/stats";

  static final String RELEASE = "/release";

  /** The header in which a client says which attempt it makes. */
  static final String ATTEMPT = "Attempt";

  /** The kernel cuts it down to {@code net.core.somaxconn}. */
  private static final int ACCEPT_BACKLOG = 16_384;

  /** Answers that are due closer together than this may share an alarm, and its cost. */
  private static final long GRANULARITY_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /** To make a page of books takes many times as long as to send it. */
  private static final int KEPT_BOOK_PAGES = 1024;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final EventLoop eventLoop;
  private final LongSupplier delays;
  private final int bodyBytes;
  private final Faults faults;
  private final long startNanos;
  private final Answers<Pending> answers = new Answers<>(System::nanoTime);
  private final Map<String, byte[]> bookPages = new HashMap<>();
  private long connections;
  private int open;
  private int openPeak;
  private long faultsMet;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("alarm").factory());
  private Future<?> alarm;
  private long alarmNanos;

  private record Pending(HttpServerRequest request, Fault fault, Supplier<byte[]> body) {}

  private OriginServer(EventLoop eventLoop, OriginOptions options) {
    this.eventLoop = eventLoop;
    this.delays = options.distribution().sampler(options.meanDelay(), options.seed());
    this.bodyBytes = options.bodyBytes();
    this.faults = options.faults();
    this.startNanos =
        System.nanoTime()
            - TimeUnit.MILLISECONDS.toNanos(ManagementFactory.getRuntimeMXBean().getUptime());
  }

  public static void main(String[] args) {
    Thread.ofPlatform().daemon().name("end-of-stdin").start(OriginServer::haltWithParent);
    OriginOptions options =
        new OriginOptions(
            DelayDistribution.valueOf(args[0]),
            Duration.parse(args[1]),
            Integer.parseInt(args[2]),
            Long.parseLong(args[3]),
            new Faults(
                Integer.parseInt(args[4]),
                Integer.parseInt(args[5]),
                Integer.parseInt(args[6]),
                Long.parseLong(args[7])));
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                // It would only print; lateness says the same, and is looked at.
                .setBlockedThreadCheckInterval(TimeUnit.DAYS.toMillis(1))
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    context.runOnContext(
        start -> new OriginServer(context.nettyEventLoop(), options).listen(vertx));
  }

  /** Ends this JVM at once when nobody holds the other end of its standard input any longer. */
  private static void haltWithParent() {
    try (InputStream in = System.in) {
      while (in.read() >= 0) {
        // Nothing is ever sent.
      }
    } catch (IOException e) {
      // A pipe that can't be read has no parent at its other end either.
    }
    Runtime.getRuntime().halt(0);
  }

  private void listen(Vertx vertx) {
    HttpServer server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(0)
                    .setTcpNoDelay(true)
                    .setAcceptBacklog(ACCEPT_BACKLOG)
                    .setIdleTimeout(0)
                    .setHttp2ClearTextEnabled(false))
            .connectionHandler(this::opened)
            .requestHandler(this::handle);
    // The first snapshot loads classes for 0.1 s, which must not fall into a measurement.
    byte[] unused = stats().toJson();
    server
        .listen()
        .onComplete(
            listening -> {
              if (listening.succeeded()) {
                System.out.println(PORT_PREFIX + server.actualPort());
              } else {
                listening.cause().printStackTrace();
                Runtime.getRuntime().halt(1);
              }
            });
  }

  private void opened(HttpConnection connection) {
    connections++;
    open++;
    openPeak = Math.max(openPeak, open);
    connection.closeHandler(closed -> open--);
  }

  private void handle(HttpServerRequest request) {
    String path = request.path();
    boolean post = request.method().equals(HttpMethod.POST);
    if (path.equals(STATS)) {
      request.response().end(Buffer.buffer(stats().toJson()));
      if (post) {
        answers.resetPeaks();
        openPeak = open;
      }
    } else if (post && path.equals(RELEASE)) {
      answers.release();
      request.response().end();
      sendDue();
    } else if (request.method().equals(HttpMethod.GET)) {
      try {
        get(request, path);
      } catch (IllegalArgumentException e) {
        refuse(request);
      }
    } else {
      refuse(request);
    }
  }

  /**
   * A GET is fully received when its head is: it has no body.
   *
   * @throws IllegalArgumentException if there is no such page
   */
  private void get(HttpServerRequest request, String path) {
    if (path.startsWith(PAGES)) {
      int page = Integer.parseInt(path.substring(PAGES.length()));
      answer(request, delays.getAsLong(), () -> Page.body(page, bodyBytes));
    } else if (path.startsWith(UNDELAYED)) {
      int page = Integer.parseInt(path.substring(UNDELAYED.length()));
      answer(request, 0, () -> Page.body(page, bodyBytes));
    } else if (path.startsWith(FAILING)) {
      int page = Integer.parseInt(path.substring(FAILING.length()));
      answerOrFail(request, page);
    } else if (path.startsWith(HELD)) {
      int page = Integer.parseInt(path.substring(HELD.length()));
      answers.hold(new Pending(request, Fault.NONE, () -> Page.body(page, bodyBytes)));
    } else if (path.startsWith(BOOKS)) {
      byte[] books = bookPage(path.substring(BOOKS.length()));
      answer(request, delays.getAsLong(), () -> books);
    } else if (path.startsWith(UNDELAYED_BOOKS)) {
      byte[] books = bookPage(path.substring(UNDELAYED_BOOKS.length()));
      answer(request, 0, () -> books);
    } else {
      refuse(request);
    }
  }

  private byte[] bookPage(String name) {
    byte[] kept = bookPages.get(name);
    if (kept == null) {
      int slash = Math.max(0, name.indexOf('/'));
      int books = Integer.parseInt(name.substring(0, slash));
      kept = BookPage.body(Integer.parseInt(name.substring(slash + 1)), books);
      if (bookPages.size() == KEPT_BOOK_PAGES) {
        bookPages.clear();
      }
      bookPages.put(name, kept);
    }
    return kept;
  }

  private void answer(HttpServerRequest request, long delayNanos, Supplier<byte[]> body) {
    answers.add(delayNanos, new Pending(request, Fault.NONE, body));
    sendDue();
  }

  private void answerOrFail(HttpServerRequest request, int page) {
    String attempt = request.getHeader(ATTEMPT);
    Fault fault = faults.of(page, attempt == null ? 1 : Integer.parseInt(attempt));
    if (fault == Fault.SILENCE) {
      faultsMet++;
      answers.ignore();
    } else {
      answers.add(
          delays.getAsLong(), new Pending(request, fault, () -> Page.body(page, bodyBytes)));
      sendDue();
    }
  }

  private static void refuse(HttpServerRequest request) {
    request.response().setStatusCode(404).end();
  }

  private void sendDue() {
    for (Answers.Answer<Pending> answer : answers.due()) {
      send(answer);
    }
    setAlarm();
  }

  private void send(Answers.Answer<Pending> answer) {
    Pending pending = answer.content();
    HttpServerResponse response = pending.request().response();
    if (response.closed()) {
      answers.lost(answer);
      return;
    }
    if (pending.fault() == Fault.RESET) {
      faultsMet++;
      answers.lost(answer);
      reset(pending.request());
      return;
    }
    boolean error = pending.fault() == Fault.ERROR;
    if (error) {
      faultsMet++;
      response.setStatusCode(500);
    }
    (error ? response.end() : response.end(Buffer.buffer(pending.body().get())))
        .onComplete(
            written -> {
              if (written.succeeded()) {
                answers.sent(answer);
              } else {
                answers.lost(answer);
              }
            });
  }

  /** Who closes a socket that does not linger sends an RST in place of a FIN. */
  private static void reset(HttpServerRequest request) {
    Channel channel =
        ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    var unused = channel.close();
  }

  /**
   * Sees to it that the loop turns to the next answer when it is due. Not by a timer of the loop's
   * own (Vert.x's are such): over NIO it spins for the last half millisecond before each, and so
   * all the time where answers are due at random moments, 5,000 a second (measured: 4 times the
   * loop's processor time).
   */
  private void setAlarm() {
    long delay = answers.untilNext();
    if (delay == Long.MAX_VALUE) {
      return;
    }
    delay = Math.max(delay, GRANULARITY_NANOS);
    long at = System.nanoTime() + delay;
    if (alarm != null) {
      if (alarmNanos - at <= 0) {
        return;
      }
      alarm.cancel(false);
    }
    alarmNanos = at;
    alarm = timer.schedule(() -> eventLoop.execute(this::ring), delay, TimeUnit.NANOSECONDS);
  }

  private void ring() {
    alarm = null;
    sendDue();
  }

  private OriginStats stats() {
    return new OriginStats(
        Duration.ofNanos(System.nanoTime() - startNanos),
        answers.requests(),
        answers.answers(),
        connections,
        Duration.ofNanos(PROCESS.getProcessCpuTime()),
        Duration.ofNanos(THREADS.getCurrentThreadCpuTime()),
        Duration.ofNanos(answers.latenessNanos()),
        Duration.ofNanos(answers.maxLatenessNanos()),
        answers.backlog(),
        answers.backlogPeak(),
        answers.inFlight(),
        answers.inFlightPeak(),
        open,
        openPeak,
        faultsMet);
  }
}
