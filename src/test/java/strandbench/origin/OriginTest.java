package strandbench.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.process.JvmCommand;
import strandbench.workload.Fetch;
import strandbench.workload.RetriedFetch;

@Timeout(30)
class OriginTest {
  private static final OriginOptions AT_ONCE = fixed(0);

  @Test
  void aJvmThatCannotStartSaysWhy() {
    assertThatThrownBy(
            () -> start(Origin.command(AT_ONCE).withJvmOptions(List.of("-XX:+NoSuchFlag")), 10_000))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("exited with code 1")
        .hasMessageContaining("NoSuchFlag");
  }

  @Test
  void aServerThatCannotStartSaysWhy() {
    JvmCommand command =
        Origin.command(AT_ONCE).withArguments(List.of("BIMODAL", "PT0S", "1000", "1"));
    assertThatThrownBy(() -> start(command, 10_000))
        .hasMessageContaining("exited with code 1")
        .hasMessageContaining("BIMODAL");
  }

  @Test
  void aStartThatTakesTooLongIsEnded() {
    assertThatThrownBy(() -> start(JvmCommand.of(Silent.class), 200))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("200 ms")
        .hasMessageContaining("printed nothing");
    await(
        "the child is gone",
        () ->
            ProcessHandle.current()
                .children()
                .noneMatch(
                    child ->
                        child.info().commandLine().orElse("").contains(Silent.class.getName())));
  }

  /** A JVM that never listens. */
  static final class Silent {
    public static void main(String[] args) throws IOException {
      int unused = System.in.read();
    }
  }

  @Test
  void endsWithAParentThatIsKilled() throws Exception {
    assertEndsWithItsParent("running");
  }

  @Test
  void endsWithAParentThatIsKilledWhileItStarts() throws Exception {
    assertEndsWithItsParent("starting");
  }

  private static void assertEndsWithItsParent(String state) throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-XX:ActiveProcessorCount=1",
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                state)
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines = parent.inputReader(UTF_8)) {
      long origin = Long.parseLong(lines.readLine());
      try {
        assertThat(isRunning(origin)).isTrue();
        parent.destroyForcibly().waitFor();
        await("the origin is gone", () -> !isRunning(origin));
      } finally {
        ProcessHandle.of(origin).ifPresent(ProcessHandle::destroyForcibly);
      }
    } finally {
      parent.destroyForcibly();
    }
  }

  /** A JVM that starts an origin, says its process id and stays. */
  static final class Parent {
    public static void main(String[] args) throws Exception {
      if (args[0].equals("running")) {
        System.out.println(Origin.start(AT_ONCE).pid());
      } else {
        System.out.println(new ProcessBuilder(Origin.command(AT_ONCE).words()).start().pid());
      }
      int unused = System.in.read();
    }
  }

  /** A zombie that nobody has reaped yet has no command. */
  private static boolean isRunning(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
  }

  @Test
  void anOriginThatDiedSaysSo() {
    try (Origin origin = Origin.start(AT_ONCE)) {
      ProcessHandle.of(origin.pid()).orElseThrow().destroyForcibly();
      assertThatThrownBy(origin::stats)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("died of signal 9");
    }
  }

  @Test
  void closingEndsItAndMayBeDoneTwice() {
    Origin origin = Origin.start(AT_ONCE);
    origin.close();
    assertThat(isRunning(origin.pid())).isFalse();
    origin.close();
  }

  @Test
  void aClientThatLeavesCostsItsAnswerOnly() throws Exception {
    try (Origin origin = Origin.start(fixed(100))) {
      Page page = origin.page(1);
      try (Socket socket = new Socket(page.uri().getHost(), page.uri().getPort())) {
        String request = "GET " + page.uri().getPath() + " HTTP/1.1\r\nHost: origin\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        await("it is received", () -> origin.stats().requests() == 1);
      }
      fetch(page).call(); // Due after the first.
      OriginStats stats = origin.stats();
      assertThat(stats.requests()).isEqualTo(2);
      assertThat(stats.answers()).isEqualTo(1);
      assertThat(stats.backlog()).isZero();
    }
  }

  @Test
  void thereIsNothingButItsPages() {
    try (Origin origin = Origin.start(AT_ONCE)) {
      for (String path :
          List.of(
              "/",
              "/pages/",
              "/pages/x",
              "/pages/99999999999",
              "/held/x",
              "/failing/",
              "/books/7",
              "/books/-1/7",
              "/release")) {
        URI uri = origin.page(0).uri().resolve(path);
        assertThatThrownBy(() -> new Fetch(uri, 0, 0).call()).hasMessageContaining("status 404");
      }
      assertThat(origin.stats().requests()).isZero();
    }
  }

  /** It would have to hold back an answer that is due, behind one that is not. */
  @Test
  void aClientThatDoesNotWaitForAnAnswerLosesItsConnection() throws Exception {
    try (Origin origin = Origin.start(fixed(60_000));
        Socket socket = new Socket("127.0.0.1", origin.page(1).uri().getPort())) {
      String request = "GET " + origin.page(1).uri().getPath() + " HTTP/1.1\r\nHost: x\r\n\r\n";
      socket.getOutputStream().write((request + request).getBytes(UTF_8));

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void refusesOptionsThatMakeNoSense() {
    assertThatThrownBy(() -> fixed(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fixed(60_001)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new OriginOptions(DelayDistribution.FIXED, Duration.ZERO, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void printsNothingButItsPort() throws Exception {
    Process process =
        new ProcessBuilder(Origin.command(AT_ONCE).words()).redirectErrorStream(true).start();
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      String first = lines.readLine();
      assertThat(first).matches(OriginServer.PORT_PREFIX + "\\d+");
      String port = first.substring(OriginServer.PORT_PREFIX.length());
      URI uri = URI.create("http://127.0.0.1:" + port + Site.PAGES + 1);
      fetch(Page.of(uri, 1, AT_ONCE.bodyBytes())).call();
      process.getOutputStream().close();
      assertThat(process.waitFor(Duration.ofSeconds(5))).as("it ends with its stdin").isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(lines.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
  }

  /** One after the other: nothing but the delay and a round trip, so that nothing hides a lack. */
  @Test
  void noAnswerIsEarly() throws Exception {
    try (Origin origin = Origin.start(fixed(20))) {
      Fetch fetch = fetch(origin.page(1));
      for (int i = 0; i < 30; i++) {
        long start = System.nanoTime();
        fetch.call();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isGreaterThanOrEqualTo(Duration.ofMillis(20));
      }
    }
  }

  @Test
  void twoHundredFetchesAtOnceAreAllRightNoneEarlyAndAllCounted() throws Exception {
    int fetches = 200;
    Duration delay = Duration.ofMillis(50);
    AtomicLong shortest = new AtomicLong(Long.MAX_VALUE);
    try (Origin origin = Origin.start(fixed(50));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      OriginStats idle = origin.statsAndResetPeaks();
      List<Fetch> tasks =
          Stream.iterate(0, n -> n + 1)
              .limit(fetches)
              .map(origin::page)
              .map(OriginTest::fetch)
              .toList();
      for (int round = 0; round < 2; round++) {
        List<Future<Long>> answers = new ArrayList<>();
        for (Fetch task : tasks) {
          answers.add(
              threads.submit(
                  () -> {
                    long start = System.nanoTime();
                    Long answer = task.call();
                    shortest.accumulateAndGet(System.nanoTime() - start, Math::min);
                    return answer;
                  }));
        }
        for (int i = 0; i < fetches; i++) {
          assertThat(answers.get(i).get()).isEqualTo(tasks.get(i).expected());
        }
      }
      assertThat(Duration.ofNanos(shortest.get())).isGreaterThanOrEqualTo(delay);
      assertThat(tasks.stream().map(Fetch::expected)).as("pages differ").doesNotHaveDuplicates();

      OriginStats load = origin.stats().since(idle);
      assertThat(load.requests()).isEqualTo(2 * fetches);
      assertThat(load.answers()).isEqualTo(2 * fetches);
      // Two more for the questions about it.
      assertThat(load.connections()).isBetween(1L, fetches + 2L);
      assertThat(load.backlog()).isZero();
      assertThat(load.backlogPeak()).isBetween(1, fetches);
      assertThat(load.meanLateness()).isBetween(Duration.ZERO, load.maxLateness());
      assertThat(load.maxLateness()).isPositive();
      assertThat(load.cpu()).isPositive();
      assertThat(load.eventLoopCpu()).isBetween(Duration.ofNanos(1), load.cpu());
      assertThat(load.cpuShare()).isGreaterThan(load.eventLoopShare());
      assertThat(load.wall()).isGreaterThan(delay);
    }
  }

  @Test
  void peaksAreResetAndTotalsAreNot() throws Exception {
    try (Origin origin = Origin.start(AT_ONCE)) {
      fetch(origin.page(3)).call();
      OriginStats before = origin.statsAndResetPeaks();
      assertThat(before.backlogPeak()).isEqualTo(1);
      assertThat(before.maxLateness()).isPositive();
      OriginStats after = origin.stats();
      assertThat(after.backlogPeak()).isZero();
      assertThat(after.maxLateness()).isZero();
      assertThat(after.requests()).isEqualTo(1);
      assertThat(after.lateness()).isEqualTo(before.lateness());
      OriginStats nothing = after.since(before);
      assertThat(nothing.meanLateness()).isZero();
      assertThat(nothing.cpuPerAnswer()).isZero();
    }
  }

  @Test
  void aFaultIsServedAsItWasDrawn() throws Exception {
    try (Origin origin = Origin.start(AT_ONCE.with(new Faults(300, 300, 300, 5)))) {
      try (Socket socket = ask(origin, Fault.RESET)) {
        assertThatThrownBy(() -> socket.getInputStream().read())
            .isInstanceOf(SocketException.class)
            .hasMessageContaining("reset");
      }
      try (Socket socket = ask(origin, Fault.ERROR)) {
        assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 500");
      }
      try (Socket socket = ask(origin, Fault.NONE)) {
        assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
      }
      try (Socket socket = ask(origin, Fault.SILENCE)) {
        socket.setSoTimeout(100);
        assertThatThrownBy(() -> socket.getInputStream().read())
            .isInstanceOf(SocketTimeoutException.class);
        assertThat(origin.stats().inFlight()).as("nobody waits to be answered").isZero();
      }
      OriginStats stats = origin.stats();
      assertThat(stats.requests()).isEqualTo(4);
      assertThat(stats.faults()).isEqualTo(3);
      assertThat(stats.answers()).as("those with a status").isEqualTo(2);
      await("only the one that asks is open", () -> origin.stats().open() == 1);
    }
  }

  /** The first attempt at a page that meets a fault. */
  private static Socket ask(Origin origin, Fault fault) throws IOException {
    int number =
        IntStream.range(0, 1000)
            .filter(page -> origin.fault(page, 1) == fault)
            .findFirst()
            .orElseThrow();
    URI uri = origin.failingPage(number).uri();
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    String request = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: origin\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return socket;
  }

  @Test
  void theFateIsThatOfTheAttemptThatTheHeaderTells() throws Exception {
    assertThat(RetriedFetch.ATTEMPT).isEqualTo(Site.ATTEMPT);
    try (Origin origin = Origin.start(AT_ONCE.with(new Faults(0, 500, 0, 5)))) {
      for (int page = 0; page < 20; page++) {
        Page failing = origin.failingPage(page);
        int attempts = origin.fault(page, 1) == Fault.NONE ? 1 : 2;
        boolean fetched = origin.fault(page, attempts) == Fault.NONE;
        assertThat(new RetriedFetch(fetch(failing), 2, 0, 10_000).call())
            .satisfies(tally -> assertThat(tally.attempts()).isEqualTo(attempts))
            .satisfies(tally -> assertThat(tally.fetched()).isEqualTo(fetched ? 1 : 0));
      }
    }
  }

  @Test
  void whatIsHeldIsAnsweredWhenItIsReleased() throws Exception {
    int held = 5;
    try (Origin origin = Origin.start(AT_ONCE);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Fetch> tasks =
          IntStream.range(0, held).mapToObj(origin::heldPage).map(OriginTest::fetch).toList();
      List<Future<Long>> answers = tasks.stream().map(threads::submit).toList();
      await("all are received", () -> origin.stats().inFlight() == held);
      assertThat(answers).noneMatch(Future::isDone);
      assertThat(origin.stats().answers()).isZero();

      origin.release();

      for (int i = 0; i < held; i++) {
        assertThat(answers.get(i).get()).isEqualTo(tasks.get(i).expected());
      }
      OriginStats stats = origin.stats();
      assertThat(stats.inFlight()).isZero();
      assertThat(stats.inFlightPeak()).isEqualTo(held);
      assertThat(stats.openPeak()).as("and the one that asks").isGreaterThan(held);
      assertThat(stats.answers()).isEqualTo(held);
    }
  }

  private static OriginOptions fixed(long millis) {
    return new OriginOptions(DelayDistribution.FIXED, Duration.ofMillis(millis), 1000);
  }

  private static Fetch fetch(Page page) {
    return new Fetch(page.uri(), page.length(), page.crc32c());
  }

  private static void start(JvmCommand command, long withinMillis) {
    Origin.start(AT_ONCE, command, Duration.ofMillis(withinMillis)).close();
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within 5 s: %s", what).isLessThan(deadline);
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
