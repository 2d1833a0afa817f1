package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;

/** Rows P15, P16, P17 and P20: what Python's Pool and ProcessPoolExecutor do, and the JDK asks. */
@Covers({Construct.P15, Construct.P16})
@Timeout(120)
class PoolApiTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path directory;

  private static ProcessPool.Builder builder(int workers) {
    return ProcessPool.builder().workers(workers).accept("strandbench.process.*");
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void thereAreAsManyWorkersAsProcessors() {
    try (ProcessPool pool = ProcessPool.builder().build()) {
      assertThat(pool.workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
      assertThat(pool.pids()).hasSize(pool.workers());
    }
  }

  private static final AtomicInteger INITIALIZED = new AtomicInteger();

  record Initialize(String directory) implements Runnable, Serializable {
    @Override
    public void run() {
      INITIALIZED.incrementAndGet();
    }
  }

  record Initialized() implements Callable<Integer>, Serializable {
    @Override
    public Integer call() {
      return INITIALIZED.get();
    }
  }

  @Test
  void theInitializerRunsOnceInEachWorkerAndNotHere() throws Exception {
    try (ProcessPool pool = builder(1).initializer(new Initialize("")).build()) {
      for (int i = 0; i < 3; i++) {
        assertThat(pool.apply(new Initialized())).isEqualTo(1);
      }
      long pid = pool.pids().getFirst();
      Await.kill9(pid);
      Await.until("another", LIMIT, () -> !pool.pids().isEmpty() && !pool.pids().contains(pid));
      assertThat(pool.apply(new Initialized())).as("in the next as well").isEqualTo(1);
      assertThat(INITIALIZED).hasValue(0);
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aWorkerIsReplacedAfterExactlySoManyTasks(Transport transport) throws Exception {
    try (ProcessPool pool = builder(1).transport(transport).maxTasksPerWorker(50).build()) {
      List<Future<Long>> futures = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        futures.add(pool.submit(new Tasks.Pid()));
      }
      TreeSet<Long> seen = new TreeSet<>();
      for (int i = 0; i < 200; i += 50) {
        long pid = futures.get(i).get(60, TimeUnit.SECONDS);
        assertThat(seen.add(pid)).as("a new one after %s", i).isTrue();
        for (int k = i; k < i + 50; k++) {
          assertThat(futures.get(k).get(60, TimeUnit.SECONDS)).as("task %s", k).isEqualTo(pid);
        }
      }
      Await.until("one worker", LIMIT, () -> pool.pids().size() == 1);
    }
  }

  private static final CyclicBarrier BARRIER = new CyclicBarrier(8);

  record Meet() implements Callable<Boolean>, Serializable {
    @Override
    public Boolean call() throws Exception {
      BARRIER.await(30, TimeUnit.SECONDS);
      return Thread.currentThread().isVirtual();
    }
  }

  @Covers(Construct.P20)
  @ParameterizedTest
  @EnumSource(Transport.class)
  void severalTasksOfOneWorkerMeetAndAreVirtualThreads(Transport transport) throws Exception {
    try (ProcessPool pool = builder(1).transport(transport).concurrencyPerWorker(8).build()) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tasks.add(new Meet());
      }
      for (Future<Boolean> met : pool.invokeAll(tasks)) {
        assertThat(met.get()).isTrue();
      }
      Future<String> one = pool.submit(new Tasks.Hang(file("one")));
      Future<String> two = pool.submit(new Tasks.Gate(file("two"), file("go")));
      Await.exists(directory.resolve("one"));
      Await.exists(directory.resolve("two"));
      assertThat(one.cancel(true)).isTrue();
      Tasks.note(file("go"), "");
      assertThat(two.get(60, TimeUnit.SECONDS)).as("the other goes on").isEqualTo(file("two"));
      assertThat(pool.submit(new Tasks.Echo<>(1)).get()).isEqualTo(1);
    }
  }

  @Test
  void callbacksRunHereAndMayThrowInterruptOrSubmitAgain() throws Exception {
    try (ProcessPool pool = builder(1).queueCapacity(1).build()) {
      long pid = pool.pids().getFirst();
      CompletableFuture<Long> parent = new CompletableFuture<>();
      CompletableFuture<Throwable> failure = new CompletableFuture<>();
      var unused =
          pool.applyAsync(
              new Tasks.Echo<>(1),
              result -> parent.complete(ProcessHandle.current().pid()),
              error -> parent.completeExceptionally(error));
      assertThat(parent.get(60, TimeUnit.SECONDS)).isEqualTo(ProcessHandle.current().pid());
      unused =
          pool.applyAsync(
                  new Tasks.Exit(3),
                  result -> failure.complete(null),
                  error -> {
                    failure.complete(error);
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("of a callback");
                  })
              .thenApply(text -> 0);
      assertThat(failure.get(60, TimeUnit.SECONDS)).isInstanceOf(WorkerDiedException.class);
      CountDownLatch all = new CountDownLatch(10);
      unused =
          pool.applyAsync(
                  new Tasks.Gate(file("here"), file("go")),
                  result -> {
                    for (int i = 0; i < 10; i++) {
                      // The queue holds one, and this thread makes the room.
                      var each = pool.applyAsync(new Tasks.Pid(), next -> all.countDown(), e -> {});
                    }
                  },
                  error -> {})
              .thenApply(text -> 0);
      Tasks.note(file("go"), "");
      assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(pool.pids()).hasSize(1).doesNotContain(pid);
    }
  }

  @Test
  void anAsyncResultTellsWhatItIs() throws Exception {
    try (ProcessPool pool = builder(1).build()) {
      CompletableFuture<String> gate = pool.submit(new Tasks.Gate(file("here"), file("go")));
      assertThat(gate.isDone()).isFalse();
      assertThatThrownBy(() -> gate.get(10, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      assertThatThrownBy(gate::resultNow).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(gate::exceptionNow).isInstanceOf(IllegalStateException.class);
      Tasks.note(file("go"), "");
      assertThat(gate.get(60, TimeUnit.SECONDS)).isEqualTo(file("here"));
      assertThat(gate.state()).isEqualTo(Future.State.SUCCESS);
      assertThat(gate.resultNow()).isEqualTo(file("here"));
      CompletableFuture<Object> fails =
          pool.submit(new Tasks.Throw(new IllegalArgumentException("told")));
      assertThatThrownBy(() -> pool.apply(new Tasks.Throw(new IllegalArgumentException("told"))))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(fails::join).hasCauseInstanceOf(IllegalArgumentException.class);
      assertThat(fails.state()).isEqualTo(Future.State.FAILED);
      assertThat(fails.exceptionNow()).hasMessage("told");
      CompletableFuture<Object> made = pool.submit(new MakesAndThrows());
      assertThatThrownBy(made::get)
          .hasStackTraceContaining("PoolApiTest$MakesAndThrows.call")
          .hasStackTraceContaining("TaskRunner");
    }
  }

  record MakesAndThrows() implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      throw new IllegalStateException("made in the worker");
    }
  }

  @Test
  void aFutureThatIsCompletedByHandKeepsItsValueAndTheWorkerGoesOn() throws Exception {
    try (ProcessPool pool = builder(1).build()) {
      CompletableFuture<String> running = pool.submit(new Tasks.Gate(file("here"), file("go")));
      CompletableFuture<?> queued = pool.submit(new Tasks.Note(file("note")));
      Await.exists(directory.resolve("here"));
      assertThat(running.complete("by hand")).isTrue();
      assertThat(queued.complete(null)).isTrue();
      Tasks.note(file("go"), "");
      assertThat(pool.submit(new Tasks.Echo<>(1)).get(60, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(running.get()).isEqualTo("by hand");
      assertThat(directory.resolve("note")).as("it had not started").doesNotExist();
    }
  }

  @Test
  void afterShutdownNothingIsTakenAndBeforeItNothingIsJoined() throws Exception {
    ProcessPool pool = builder(1).build();
    assertThatThrownBy(pool::join).isInstanceOf(IllegalStateException.class);
    Future<Integer> accepted = pool.submit(new Tasks.Echo<>(1));
    pool.shutdown();
    assertThatThrownBy(() -> pool.submit(new Tasks.Echo<>(1)))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> pool.execute(new Tasks.Note(file("note"))))
        .isInstanceOf(RejectedExecutionException.class);
    pool.join();
    assertThat(pool.isTerminated()).isTrue();
    assertThat(accepted.get()).isEqualTo(1);
  }

  @Test
  void terminateFailsWhatRunsAndCancelsWhatWaits() throws Exception {
    ProcessPool pool = builder(1).build();
    Future<String> runs = pool.submit(new Tasks.Hang(file("hang")));
    Future<Integer> waits = pool.submit(new Tasks.Echo<>(1));
    Await.exists(directory.resolve("hang"));
    pool.terminate();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(runs::get).hasCauseInstanceOf(WorkerDiedException.class);
    assertThatThrownBy(waits::get).isInstanceOf(CancellationException.class);
    assertThat(pool.pids()).isEmpty();
  }

  /** The worker at its gate, and one task in the queue: the next finds no room. */
  private void fill(ProcessPool pool) {
    var unused = pool.submit(new Tasks.Gate(file("here"), file("go")));
    Await.exists(directory.resolve("here"));
    unused = pool.submit(new Tasks.Gate(file("queued"), file("go")));
  }

  @Test
  void aFullQueueRejects() throws Exception {
    try (ProcessPool pool = builder(1).queueCapacity(1).whenFull(WhenFull.REJECT).build()) {
      fill(pool);
      assertThatThrownBy(() -> pool.submit(new Tasks.Echo<>(1)))
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessageContaining("is full: 1 tasks");
      Tasks.note(file("go"), "");
    }
  }

  @Test
  void aFullQueueHasTheCallerRunACopy() throws Exception {
    try (ProcessPool pool = builder(1).queueCapacity(1).whenFull(WhenFull.CALLER_RUNS).build()) {
      fill(pool);
      ArrayList<Integer> original = new ArrayList<>(List.of(1));
      assertThat(pool.submit(new Tasks.Echo<>(original)).get())
          .isEqualTo(original)
          .isNotSameAs(original);
      assertThat(pool.apply(new Tasks.Pid())).isEqualTo(ProcessHandle.current().pid());
      Tasks.note(file("go"), "");
    }
  }

  @Test
  void aFullQueueBlocksUntilThereIsRoomOrAnInterrupt() throws Exception {
    try (ProcessPool pool = builder(1).queueCapacity(1).build()) {
      fill(pool);
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      AtomicBoolean stillInterrupted = new AtomicBoolean();
      Thread interrupted =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      var unused = pool.submit(new Tasks.Echo<>(1));
                    } catch (RejectedExecutionException e) {
                      thrown.set(e);
                    }
                    stillInterrupted.set(Thread.currentThread().isInterrupted());
                  });
      Await.until("it waits", LIMIT, () -> interrupted.getState() == Thread.State.WAITING);
      interrupted.interrupt();
      interrupted.join();
      assertThat(thrown.get()).hasMessageContaining("interrupted while the queue");
      assertThat(stillInterrupted).isTrue();
      CompletableFuture<Integer> result = new CompletableFuture<>();
      Thread waits =
          Thread.ofPlatform()
              .daemon()
              .start(() -> result.complete(pool.submit(new Tasks.Echo<>(2)).join()));
      Await.until("it waits", LIMIT, () -> waits.getState() == Thread.State.WAITING);
      assertThat(result).isNotDone();
      Tasks.note(file("go"), "");
      assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(2);
    }
  }

  @Test
  void idleWorkersEndAndTheNextTaskStartsOne() throws Exception {
    try (ProcessPool pool = builder(2).idleTimeout(Duration.ofMillis(50)).build()) {
      List<Long> first = pool.pids();
      Await.until("no worker is left", LIMIT, () -> pool.pids().isEmpty());
      long pid = pool.submit(new Tasks.Pid()).get(60, TimeUnit.SECONDS);
      assertThat(first).doesNotContain(pid);
      Await.until("no worker is left", LIMIT, () -> pool.pids().isEmpty());
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        tasks.add(new Tasks.Echo<>(i));
      }
      for (Future<Integer> each : pool.invokeAll(tasks)) {
        assertThat(each.get()).isBetween(0, 499);
      }
      Await.until("no worker is left", LIMIT, () -> pool.pids().isEmpty());
    }
  }

  /** Over a second of which each worker could use all. */
  @Test
  void anIdlePoolUsesNoProcessor() throws Exception {
    try (ProcessPool pool = builder(2).build()) {
      for (int i = 0; i < 100; i++) {
        assertThat(pool.apply(new Tasks.Echo<>(i))).isEqualTo(i);
      }
      // After a start the JVM's own threads are busy for a while: some second is without use.
      Await.until(
          "a second in which the workers use less than 50 ms",
          LIMIT,
          () -> {
            long before = cpuMillis(pool);
            long start = System.nanoTime();
            while (System.nanoTime() - start < 1_000_000_000L) {
              LockSupport.parkNanos(1_000_000_000L);
            }
            return cpuMillis(pool) - before < 50;
          });
    }
  }

  private static long cpuMillis(ProcessPool pool) {
    return pool.pids().stream()
        .map(pid -> ProcessHandle.of(pid).orElseThrow().info().totalCpuDuration().orElseThrow())
        .mapToLong(Duration::toMillis)
        .sum();
  }

  /** Submitters are interrupted all the time: no connection closes, every task is answered. */
  @ParameterizedTest
  @EnumSource(Transport.class)
  void interruptsOfSubmittersHurtNothing(Transport transport) throws Exception {
    try (ProcessPool pool = builder(2).transport(transport).build()) {
      List<Long> pids = pool.pids();
      List<Thread> submitters = new ArrayList<>();
      List<CompletableFuture<Integer>> sums = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        CompletableFuture<Integer> sum = new CompletableFuture<>();
        sums.add(sum);
        Runnable body = () -> complete(sum, pool);
        submitters.add(
            i % 2 == 0 ? Thread.startVirtualThread(body) : Thread.ofPlatform().start(body));
      }
      while (!sums.stream().allMatch(CompletableFuture::isDone)) {
        submitters.forEach(Thread::interrupt);
        Thread.onSpinWait();
      }
      for (CompletableFuture<Integer> sum : sums) {
        assertThat(sum.get()).isEqualTo(300 * 20_000);
      }
      assertThat(pool.pids()).isEqualTo(pids);
    }
  }

  private static void complete(CompletableFuture<Integer> sum, ProcessPool pool) {
    try {
      List<CompletableFuture<byte[]>> futures = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        futures.add(pool.submit(new Tasks.Echo<>(new byte[20_000])));
      }
      sum.complete(futures.stream().mapToInt(future -> future.join().length).sum());
    } catch (Throwable e) {
      sum.completeExceptionally(e);
    }
  }

  /**
   * One task holds its worker up with hundreds behind it; the other worker is free: they end all
   * the same.
   */
  @ParameterizedTest
  @EnumSource(Transport.class)
  void aLongTaskDoesNotHoldUpThoseGivenAheadBehindIt(Transport transport) throws Exception {
    try (ProcessPool pool = builder(2).transport(transport).build()) {
      for (int round = 0; round < 5; round++) {
        List<CompletableFuture<?>> shorts = new ArrayList<>();
        CompletableFuture<String> gate = null;
        for (int i = 0; i < 2000; i++) {
          if (i == 1000) {
            gate = pool.submit(new Tasks.Gate(file("here" + round), file("go" + round)));
          }
          shorts.add(pool.submit(new Tasks.Echo<>(i)));
        }
        for (CompletableFuture<?> each : shorts) {
          var unused = each.get(60, TimeUnit.SECONDS);
        }
        assertThat(gate).isNotDone();
        Tasks.note(file("go" + round), "");
        assertThat(gate.get(60, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }

  /** The other worker had gone for want of work, and the pool was shut down. */
  @Test
  void norWhenTheOtherWorkerIsAsleepOrThePoolIsShutDown() throws Exception {
    ProcessPool pool = builder(2).idleTimeout(Duration.ofMillis(20)).build();
    Await.until("no worker is left", LIMIT, () -> pool.pids().isEmpty());
    List<CompletableFuture<?>> shorts = new ArrayList<>();
    CompletableFuture<String> gate = null;
    for (int i = 0; i < 2000; i++) {
      if (i == 1500) {
        gate = pool.submit(new Tasks.Gate(file("here"), file("go")));
      }
      shorts.add(pool.submit(new Tasks.Echo<>(i)));
    }
    pool.shutdown();
    for (CompletableFuture<?> each : shorts) {
      var unused = each.get(60, TimeUnit.SECONDS);
    }
    assertThat(gate).isNotDone();
    Tasks.note(file("go"), "");
    assertThat(gate.get(60, TimeUnit.SECONDS)).isNotNull();
    pool.close();
    assertThat(pool.isTerminated()).isTrue();
    assertThat(Files.exists(directory.resolve("here"))).isTrue();
  }
}
