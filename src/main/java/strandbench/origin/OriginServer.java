package strandbench.origin;

import com.sun.management.OperatingSystemMXBean;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

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

  /** Pages of HTML that list books. */
  static final String BOOKS = "/books/";

  static final String UNDELAYED_BOOKS = "/undelayed-books/";

  static final String STATS = "/stats";

  /** The kernel cuts it down to {@code net.core.somaxconn}. */
  private static final int ACCEPT_BACKLOG = 16_384;

  /** Answers that are due closer together than this may share an alarm, and its cost. */
  private static final long GRANULARITY_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final EventLoop eventLoop;
  private final LongSupplier delays;
  private final int bodyBytes;
  private final long startNanos;
  private final Answers<Pending> answers = new Answers<>(System::nanoTime);
  private long connections;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("alarm").factory());
  private Future<?> alarm;
  private long alarmNanos;

  private record Pending(HttpServerResponse response, int page, IntFunction<byte[]> body) {}

  private OriginServer(EventLoop eventLoop, OriginOptions options) {
    this.eventLoop = eventLoop;
    this.delays = options.distribution().sampler(options.meanDelay(), options.seed());
    this.bodyBytes = options.bodyBytes();
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
            Long.parseLong(args[3]));
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
            .connectionHandler(connection -> connections++)
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

  /** A GET is fully received when its head is: it has no body. */
  private void handle(HttpServerRequest request) {
    String path = request.path();
    boolean get = request.method().equals(HttpMethod.GET);
    if (get && path.startsWith(PAGES)) {
      answer(request, path.substring(PAGES.length()), delays.getAsLong(), this::page);
    } else if (get && path.startsWith(UNDELAYED)) {
      answer(request, path.substring(UNDELAYED.length()), 0, this::page);
    } else if (get && path.startsWith(BOOKS)) {
      answer(request, path.substring(BOOKS.length()), delays.getAsLong(), BookPage::body);
    } else if (get && path.startsWith(UNDELAYED_BOOKS)) {
      answer(request, path.substring(UNDELAYED_BOOKS.length()), 0, BookPage::body);
    } else if (path.equals(STATS)) {
      request.response().end(Buffer.buffer(stats().toJson()));
      if (request.method().equals(HttpMethod.POST)) {
        answers.resetPeaks();
      }
    } else {
      refuse(request, 404);
    }
  }

  private byte[] page(int number) {
    return Page.body(number, bodyBytes);
  }

  private void answer(
      HttpServerRequest request, String number, long delayNanos, IntFunction<byte[]> body) {
    int page;
    try {
      page = Integer.parseInt(number);
    } catch (NumberFormatException e) {
      refuse(request, 404);
      return;
    }
    answers.add(delayNanos, new Pending(request.response(), page, body));
    sendDue();
  }

  private static void refuse(HttpServerRequest request, int status) {
    request.response().setStatusCode(status).end();
  }

  private void sendDue() {
    for (Answers.Answer<Pending> answer : answers.due()) {
      send(answer);
    }
    setAlarm();
  }

  private void send(Answers.Answer<Pending> answer) {
    Pending pending = answer.content();
    HttpServerResponse response = pending.response();
    if (response.closed()) {
      answers.lost(answer);
      return;
    }
    response
        .end(Buffer.buffer(pending.body().apply(pending.page())))
        .onComplete(
            written -> {
              if (written.succeeded()) {
                answers.sent(answer);
              } else {
                answers.lost(answer);
              }
            });
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
        answers.backlogPeak());
  }
}
