package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertionError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.Await;
import strandbench.process.ChildJvm;
import strandbench.process.JvmCommand;
import strandbench.process.ProcessPool;
import strandbench.process.wire.Codec;

/** P12: messages keep their boundaries and order, and the end of either side is told. */
@Covers(Construct.P12)
@Timeout(value = 40, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedPipeTest {
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(30);

  private static ProcessPool pool;

  @BeforeAll
  static void open() {
    pool = ProcessPool.builder().workers(2).accept("strandbench.process.**").build();
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @Test
  void bothWaysWithAWorkerUntilItIsClosed() throws Exception {
    try (SharedPipe<String> pipe = SharedPipe.open()) {
      Future<Integer> served = pool.submit(new PipeTasks.Upper(pipe.second()));
      for (String text : List.of("hello", "", "grüß gott", "\u4f60\u597d")) {
        pipe.first().send(text);
        assertThat(pipe.first().receive()).isEqualTo(text.toUpperCase(Locale.ROOT));
      }
      pipe.first().close();
      assertThat(served.get()).isEqualTo(4);
    }
  }

  @Test
  void messagesOfAnySizeKeepBoundariesAndOrder() throws Exception {
    Random random = new Random(7);
    List<Serializable> messages = new ArrayList<>();
    for (int size : new int[] {0, 1, 65_000, 65_536, 3_000_000, 2, 500_000}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      messages.add(bytes);
      messages.add(null);
      messages.add("s" + size);
    }
    try (SharedPipe<Object> pipe = SharedPipe.open()) {
      Future<Long> echo = pool.submit(new PipeTasks.Echo(pipe.second(), messages.size()));
      Future<?> sender =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (Serializable message : messages) {
                    pipe.first().send(message);
                  }
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      for (Serializable message : messages) {
        assertThat(pipe.first().receive()).isEqualTo(message);
      }
      sender.get();
      assertThat(echo.get()).isIn(pool.pids());
    }
  }

  @Test
  void oneWay() throws Exception {
    try (SharedPipe<Integer> pipe = SharedPipe.openOneWay()) {
      Future<Long> counted = pool.submit(new PipeTasks.Count(pipe.second(), 10_000, true));
      for (int i = 0; i < 10_000; i++) {
        assertThat(pipe.first().receive()).isEqualTo(i);
      }
      assertThatThrownBy(() -> pipe.first().receive())
          .isInstanceOfSatisfying(
              PipeEndedException.class,
              e -> assertThat(e.reason()).isEqualTo(PipeEndedException.Reason.CLOSED));
      assertThatThrownBy(() -> pipe.first().send(1))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> pipe.second().receive())
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(counted.get()).isPositive();
    }
  }

  @Test
  void twoWorkersTalkWithEachOther() throws Exception {
    try (SharedPipe<Integer> pipe = SharedPipe.open()) {
      Future<Long> first = pool.submit(new PipeTasks.Talk(pipe.first(), 3000));
      Future<Long> second = pool.submit(new PipeTasks.Talk(pipe.second(), 3000));
      assertThat(first.get()).isNotEqualTo(second.get());
    }
  }

  @Test
  void orderIsKeptWhileAStreamMovesToTheDirectConnection() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (SharedPipe<Integer> pipe = SharedPipe.open()) {
        Future<Long> counted = pool.submit(new PipeTasks.Count(pipe.second(), 20_000, true));
        Future<String> drained = pool.submit(new PipeTasks.Drain(pipe.first()));
        assertThat(drained.get()).isEqualTo("20000 CLOSED");
        assertThat(counted.get()).isPositive();
      }
    }
  }

  @Test
  void whatWasSentBeforeTheOtherEndIsTakenOutlivesItsSender() throws Exception {
    try (SharedPipe<Integer> pipe = SharedPipe.open();
        ProcessPool doomed =
            ProcessPool.builder().workers(1).accept("strandbench.process.**").build()) {
      long pid = doomed.submit(new PipeTasks.Count(pipe.second(), 100, false)).get();
      Await.kill9(pid);
      gone(pid);
      assertThat(pool.submit(new PipeTasks.Drain(pipe.first())).get()).isEqualTo("100 DIED");
    }
  }

  @Test
  void aDeathIsToldToReaderAfterWhatWasSentAndToWriter() throws Exception {
    try (SharedPipe<Integer> pipe = SharedPipe.open();
        ProcessPool doomed =
            ProcessPool.builder().workers(1).accept("strandbench.process.**").build()) {
      Future<Long> counted = doomed.submit(new PipeTasks.Count(pipe.second(), 1000, false));
      assertThat(pipe.first().receive()).isZero();
      long pid = counted.get();
      Await.kill9(pid);
      gone(pid);
      for (int i = 1; i < 1000; i++) {
        assertThat(pipe.first().receive()).isEqualTo(i);
      }
      assertDied(() -> pipe.first().receive());
      assertDied(() -> pipe.first().send(1));
      assertThat(pipe.first().poll()).isTrue();
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private static void assertDied(Action action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            PipeEndedException.class,
            e -> assertThat(e.reason()).isEqualTo(PipeEndedException.Reason.DIED));
  }

  private static void gone(long pid) {
    Await.until("process " + pid + " ends", LONG, () -> ProcessHandle.of(pid).isEmpty());
  }

  @Test
  void endsThatHaveMetGoOnWithoutTheCreator() throws Exception {
    CompletableFuture<String[]> handles = new CompletableFuture<>();
    ChildJvm creator =
        ChildJvm.start(
            "creator", JvmCommand.of(PipeParent.class), line -> handles.complete(line.split(" ")));
    PipeEnd<String> first = end(handles.get()[1]);
    PipeEnd<String> second = end(handles.get()[2]);
    first.send("a");
    second.send("b");
    assertThat(second.receive()).isEqualTo("a");
    assertThat(first.receive()).isEqualTo("b");
    Await.until("both directions have moved", LONG, () -> hasMoved(first) && hasMoved(second));
    creator.kill();
    creator.exit().join();
    first.send("c");
    second.send("d");
    assertThat(second.receive()).isEqualTo("c");
    assertThat(first.receive()).isEqualTo("d");
    first.close();
    assertThatThrownBy(second::receive).isInstanceOf(PipeEndedException.class);
    second.close();
  }

  private static boolean hasMoved(PipeEnd<?> end) {
    return PipeConnection.find(end.handle()).hasMoved();
  }

  @SuppressWarnings("unchecked") // It is what the child has written.
  private static PipeEnd<String> end(String hex) throws Exception {
    ObjectInputFilter filter = ObjectInputFilter.Config.createFilter(HandleRules.of());
    return (PipeEnd<String>) Codec.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), filter);
  }

  @Test
  void endsThatHaveNotMetDieWithTheCreator() throws Exception {
    CompletableFuture<String[]> handles = new CompletableFuture<>();
    ChildJvm creator =
        ChildJvm.start(
            "creator", JvmCommand.of(PipeParent.class), line -> handles.complete(line.split(" ")));
    PipeEnd<String> first = end(handles.get()[1]);
    first.send("a");
    creator.kill();
    assertDied(first::receive);
    creator.exit().join();
    assertDied(() -> end(handles.get()[2]).receive());
    first.close();
  }

  @Test
  void aWriterWhoseReaderNeverReadsIsToldOfItsDeath() throws Exception {
    try (SharedPipe<Object> pipe = SharedPipe.open();
        ProcessPool doomed =
            ProcessPool.builder().workers(1).accept("strandbench.process.**").build()) {
      long pid = doomed.submit(new PipeTasks.Send(pipe.second(), "x")).thenApply(x -> 1L).get();
      assertThat(pid).isOne();
      Future<Void> writer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  while (true) {
                    pipe.first().send(new byte[100_000]);
                  }
                } catch (PipeEndedException e) {
                  assertThat(e.reason()).isEqualTo(PipeEndedException.Reason.DIED);
                  return null;
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      Await.kill9(doomed.pids().getFirst());
      writer.get();
    }
  }

  @Test
  void anEndBelongsToTheProcessThatTakesItFirst() throws Exception {
    try (SharedPipe<Object> pipe = SharedPipe.open()) {
      Future<Long> echo = pool.submit(new PipeTasks.Echo(pipe.second(), 2));
      pipe.first().send(1);
      assertThat(pipe.first().receive()).isEqualTo(1);
      assertThatThrownBy(() -> pipe.second().send(2))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("was taken by process ");
      assertThatThrownBy(() -> pipe.second().receive()).isInstanceOf(IllegalStateException.class);
      pipe.second().close();
      pipe.first().send(3);
      assertThat(pipe.first().receive()).isEqualTo(3);
      assertThat(echo.get()).isPositive();
    }
  }

  @Test
  void bothEndsInOneProcess() throws Exception {
    try (SharedPipe<String> pipe = SharedPipe.open()) {
      pipe.first().send("before the other end is in use");
      assertThat(pipe.second().receive()).isEqualTo("before the other end is in use");
      pipe.second().send("back");
      assertThat(pipe.first().receive()).isEqualTo("back");
      pipe.second().close();
      assertThatThrownBy(() -> pipe.first().receive()).isInstanceOf(PipeEndedException.class);
      assertThatThrownBy(() -> pipe.first().send("x")).isInstanceOf(PipeEndedException.class);
      assertThatThrownBy(() -> pipe.second().send("x")).isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void timeLimitsAndPoll() throws Exception {
    try (SharedPipe<String> pipe = SharedPipe.open()) {
      assertThatThrownBy(() -> pipe.first().receive(SOON)).isInstanceOf(TimeoutException.class);
      assertThat(pipe.first().poll()).isFalse();
      assertThat(pipe.first().poll(SOON)).isFalse();
      pipe.second().send("x");
      assertThat(pipe.first().poll(LONG)).isTrue();
      assertThat(pipe.first().poll()).isTrue();
      assertThat(pipe.first().receive(SOON)).isEqualTo("x");
      assertThat(pipe.first().poll()).isFalse();
    }
  }

  @Test
  void anInterruptedReceiverLeavesThePipeAsItWas() throws Exception {
    try (SharedPipe<String> pipe = SharedPipe.open()) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread receiver =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      pipe.first().receive();
                      thrown.complete(null);
                    } catch (Throwable e) {
                      thrown.complete(e);
                    }
                  });
      Await.until("the receiver waits", LONG, () -> receiver.getState() == Thread.State.WAITING);
      receiver.interrupt();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> pipe.second().send("x")).isInstanceOf(InterruptedException.class);
      pipe.second().send("y");
      assertThat(pipe.first().receive()).isEqualTo("y");
    }
  }

  @Test
  void aSenderWithoutAReaderWaitsAndWhatCountsAsSentArrives() throws Exception {
    try (SharedPipe<Object> pipe = SharedPipe.open()) {
      List<byte[]> sent = new ArrayList<>();
      boolean full = false;
      while (!full) {
        try {
          byte[] message = new byte[1 + 50_000 * (sent.size() % 2)];
          message[0] = (byte) sent.size();
          pipe.first().send(message, SOON);
          sent.add(message);
        } catch (TimeoutException e) {
          full = true;
        }
      }
      assertThat(sent).isNotEmpty();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> pipe.first().send("never")).isInstanceOf(InterruptedException.class);
      for (byte[] message : sent) {
        assertThat(pipe.second().receive()).isEqualTo(message);
      }
      pipe.first().send("again");
      assertThat(pipe.second().receive()).isEqualTo("again");
    }
  }

  private record Stranger(int number) implements Serializable {}

  @Test
  void whatCannotTravelIsToldAndThePipeGoesOn() throws Exception {
    try (SharedPipe<Object> pipe = SharedPipe.open("no.such.**")) {
      assertThatThrownBy(() -> pipe.first().send(new Object()))
          .isInstanceOf(NotSerializableException.class);
      pipe.first().send(URI.create("a:b"));
      assertThat(pipe.second().receive()).isEqualTo(URI.create("a:b"));
    }
    try (SharedPipe<Object> pipe = SharedPipe.open()) {
      pipe.first().send(new ExecutionException("of java.base", null));
      pipe.first().send(new SoftAssertionError(List.of("no")));
      pipe.first().send("after");
      assertThat(pipe.second().receive()).isInstanceOf(ExecutionException.class);
      assertThatThrownBy(() -> pipe.second().receive())
          .isInstanceOf(InvalidClassException.class)
          .hasMessageContaining("SoftAssertionError");
      assertThat(pipe.second().receive()).isEqualTo("after");
      pipe.first().send(new Stranger(1));
      assertThat(pipe.second().receive()).isEqualTo(new Stranger(1));
    }
  }

  @Test
  void anEndTravelsThroughAPipe() throws Exception {
    try (SharedPipe<PipeEnd<String>> outer = SharedPipe.open();
        SharedPipe<String> inner = SharedPipe.open()) {
      pool.submit(new PipeTasks.SendEnd(outer.second(), inner.second())).get();
      PipeEnd<String> received = outer.first().receive();
      received.send("through");
      assertThat(inner.first().receive()).isEqualTo("through");
    }
  }

  @Test
  void aClosedPipeIsToldToWhoWaitsForTheOtherEndAndToWhoComesLate() throws Exception {
    SharedPipe<String> pipe = SharedPipe.open();
    Future<Integer> served = pool.submit(new PipeTasks.Upper(pipe.second()));
    pipe.first().send("a");
    assertThat(pipe.first().receive()).isEqualTo("A");
    pipe.close();
    assertThat(served.get()).isEqualTo(1);
    SharedPipe<Integer> unused = SharedPipe.open();
    Future<String> waits = pool.submit(new PipeTasks.Drain(unused.second()));
    Await.until("it is closed", LONG, () -> closedWhileOneWaits(unused, waits));
    assertThat(waits.get()).isEqualTo("0 CLOSED");
    assertThat(pool.submit(new PipeTasks.Drain(unused.first())).get()).isEqualTo("0 CLOSED");
  }

  /** The task may have begun or not: either way, it is told. */
  private static boolean closedWhileOneWaits(SharedPipe<Integer> pipe, Future<String> waits) {
    pipe.close();
    return waits.isDone();
  }

  @Test
  void whatIsClosedLeavesNoFileDescriptor() throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(descriptors));
    openAndClose();
    long before = count(descriptors);
    for (int i = 0; i < 50; i++) {
      openAndClose();
    }
    Await.until(
        "as few as the " + before + " before",
        LONG,
        () -> count(descriptors) <= before + 5,
        () -> ", but " + targets(descriptors));
  }

  private static void openAndClose() throws Exception {
    try (SharedPipe<Integer> pipe = SharedPipe.open();
        Manager manager = Manager.startHere()) {
      pipe.first().send(1);
      assertThat(pipe.second().receive()).isOne();
      assertThat(manager.list()).isEmpty();
    }
  }

  private static String targets(Path descriptors) {
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.map(SharedPipeTest::target).sorted().toList().toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }

  private static long count(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void manyVirtualThreadsWaitWithoutHoldingTheirCarriers() throws Exception {
    int count = 400; // More than the 256 carriers that the JDK would add for threads that block.
    List<SharedPipe<Integer>> pipes = new ArrayList<>();
    CountDownLatch received = new CountDownLatch(count);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        SharedPipe<Integer> pipe = SharedPipe.open();
        pipes.add(pipe);
        pipe.first().send(0);
        assertThat(pipe.second().receive()).isZero();
      }
      for (SharedPipe<Integer> pipe : pipes) {
        threads.submit(
            () -> {
              pipe.second().receive();
              received.countDown();
              return null;
            });
      }
      for (SharedPipe<Integer> pipe : pipes) {
        threads.submit(
            () -> {
              pipe.first().send(1);
              return null;
            });
      }
      assertThat(received.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      pipes.forEach(SharedPipe::close);
    }
  }
}
