package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;

/** Deaths, and tasks that won't end. */
@Covers(Construct.P17)
@Timeout(120)
class PoolFailureTableTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(500);

  @TempDir Path directory;

  private static ProcessPool.Builder builder(int workers) {
    return ProcessPool.builder().workers(workers).accept("strandbench.process.*");
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private long pidIn(String name) throws IOException {
    Await.exists(directory.resolve(name));
    return Long.parseLong(Files.readString(directory.resolve(name)));
  }

  private static Throwable causeOf(Future<?> future) {
    return catchThrowableOfType(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS))
        .getCause();
  }

  private static void assertSize(ProcessPool pool, int workers) {
    Await.until(workers + " workers", LIMIT, () -> pool.pids().size() == workers);
  }

  private static void stop(long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor()).isZero();
    Await.until("it is stopped", LIMIT, () -> Await.isStopped(pid));
  }

  /** Kills its own worker, as the kernel does it, after it has said something. */
  record Deadly(String file) implements Callable<String>, Serializable {
    @Override
    public String call() throws Exception {
      Files.writeString(Path.of(file), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      System.err.println("last words");
      System.err.flush();
      Await.kill9(ProcessHandle.current().pid());
      LockSupport.park();
      return "never";
    }
  }

  record IdempotentDeadly(String file) implements Callable<String>, Serializable, Idempotent {
    @Override
    public String call() throws Exception {
      return new Deadly(file).call();
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aTaskThatKillsItsWorkerFailsAtTheFirstDeathAndTheOthersFinish(Transport transport)
      throws Exception {
    try (ProcessPool pool = builder(2).transport(transport).build()) {
      List<CompletableFuture<Integer>> others = new ArrayList<>();
      Future<String> deadly = null;
      for (int i = 0; i < 400; i++) {
        if (i == 200) {
          deadly = pool.submit(new Deadly(file("deadly")));
        }
        others.add(pool.submit(new Ticks.Tick(directories().toString(), i, 0)));
      }
      WorkerDiedException death = (WorkerDiedException) causeOf(deadly);
      assertThat(death.signal()).hasValue(9);
      assertThat(death.outputTail()).contains("last words");
      assertThat(death).hasMessageContaining("Deadly[file=").hasMessageContaining("last words");
      for (int i = 0; i < others.size(); i++) {
        assertThat(others.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i);
      }
      assertThat(Ticks.count(directories(), 400)).containsOnly(1);
      assertThat(directory.resolve("deadly")).hasContent("x");
      assertSize(pool, 2);
    }
  }

  private Path directories() throws IOException {
    return Files.createDirectories(directory.resolve("ticks"));
  }

  @Test
  void anIdempotentTaskIsGivenUpAfterItsDeathsAndTheOthersFinish() throws Exception {
    try (ProcessPool pool = builder(1).maxDeathsPerTask(2).build()) {
      Future<String> deadly = pool.submit(new IdempotentDeadly(file("deadly")));
      Future<Integer> other = pool.submit(new Tasks.Echo<>(5));
      PoisonTaskException poison = (PoisonTaskException) causeOf(deadly);
      assertThat(poison.deaths()).isEqualTo(2);
      assertThat(poison).hasCauseInstanceOf(WorkerDiedException.class);
      assertThat(poison.getCause().getSuppressed()).hasSize(1);
      assertThat(directory.resolve("deadly")).hasContent("xx");
      assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(5);
    }
  }

  /** Fills the heap with small things that stay, so that little is left to tell it with. */
  record Leak() implements Callable<Integer>, Serializable {
    private static final List<Object> KEPT = new ArrayList<>();

    @Override
    public Integer call() {
      Object[] chain = null;
      while (true) {
        chain = new Object[] {chain};
        KEPT.add(chain);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void exhaustedMemoryIsToldAndItsWorkerReplaced(Transport transport) throws Exception {
    try (ProcessPool pool =
        builder(1).transport(transport).jvmOptions(List.of("-Xmx48m")).build()) {
      long pid = pool.pids().getFirst();
      Future<Integer> leak = pool.submit(new Leak());
      Future<Long> other = pool.submit(new Tasks.Pid());
      assertThat(causeOf(leak))
          .isInstanceOf(OutOfMemoryError.class)
          .hasStackTraceContaining("PoolFailureTableTest$Leak.call");
      assertThat(other.get(60, TimeUnit.SECONDS)).isNotEqualTo(pid);
      assertSize(pool, 1);
    }
  }

  @Test
  void anOverflownStackIsToldAndItsWorkerLives() throws Exception {
    try (ProcessPool pool = builder(1).build()) {
      long pid = pool.pids().getFirst();
      assertThat(causeOf(pool.submit(new Tasks.Deep()))).isInstanceOf(StackOverflowError.class);
      assertThat(pool.submit(new Tasks.Pid()).get()).isEqualTo(pid);
    }
  }

  /** Ignores interrupts, and any wish to end. */
  record Deaf(String file) implements Callable<String>, Serializable {
    @Override
    public String call() throws Exception {
      Tasks.note(file, Long.toString(ProcessHandle.current().pid()));
      while (true) {
        deafen();
      }
    }

    private static void deafen() {
      LockSupport.parkNanos(1_000_000);
      var unused = Thread.interrupted();
    }
  }

  @Test
  void whatIgnoresItsTimeLimitIsKilledAndItsStackTold() throws Exception {
    try (ProcessPool pool = builder(1).taskTimeout(SHORT).cancelGrace(SHORT).build()) {
      Future<String> deaf = pool.submit(new Deaf(file("deaf")));
      long pid = pidIn("deaf");
      TaskTimeoutException late = (TaskTimeoutException) causeOf(deaf);
      assertThat(late.limit()).isEqualTo(SHORT);
      assertThat(late.remoteStack()).contains("PoolFailureTableTest$Deaf.call");
      assertThat(late).hasCauseInstanceOf(WorkerDiedException.class);
      assertThat(pool.submit(new Tasks.Pid()).get(60, TimeUnit.SECONDS)).isNotEqualTo(pid);
      assertSize(pool, 1);
    }
  }

  @Test
  void whatHeedsItsTimeLimitKeepsItsWorker() throws Exception {
    try (ProcessPool pool = builder(1).taskTimeout(SHORT).cancelGrace(LIMIT).build()) {
      long pid = pool.pids().getFirst();
      TaskTimeoutException late =
          (TaskTimeoutException) causeOf(pool.submit(new Tasks.Hang(file("hang"))));
      assertThat(late.remoteStack()).isEmpty();
      assertThat(late).hasCauseInstanceOf(InterruptedException.class);
      assertThat(pool.submit(new Tasks.Pid()).get()).isEqualTo(pid);
    }
  }

  @Test
  void whatIgnoresACancellationIsKilledAndItsStackTold() throws Exception {
    try (ProcessPool pool = builder(1).cancelGrace(SHORT).build()) {
      Future<String> deaf = pool.submit(new Deaf(file("deaf")));
      Future<Long> waits = pool.submit(new Tasks.Pid());
      long pid = pidIn("deaf");
      assertThat(deaf.cancel(true)).isTrue();
      assertThat(deaf.cancel(true)).as("again").isTrue();
      assertThat(waits.get(60, TimeUnit.SECONDS)).isNotEqualTo(pid);
      Throwable told = catchThrowableOfType(CancellationException.class, deaf::get);
      TaskCancelledException cancelled =
          (TaskCancelledException)
              (told instanceof TaskCancelledException ? told : told.getCause());
      Await.until("the stack is told", LIMIT, () -> !cancelled.remoteStack().isEmpty());
      assertThat(cancelled.remoteStack()).contains("PoolFailureTableTest$Deaf.call");
      assertThat(cancelled).hasMessageContaining("the task ignored it");
    }
  }

  @Test
  void aStoppedWorkerIsFoundByTheTimeLimit() throws Exception {
    try (ProcessPool pool = builder(1).taskTimeout(SHORT).cancelGrace(SHORT).build()) {
      Future<String> running = pool.submit(new Tasks.Hang(file("hang")));
      long pid = pidIn("hang");
      stop(pid);
      TaskTimeoutException late = (TaskTimeoutException) causeOf(running);
      assertThat(late.remoteStack()).as("it gave no answer").isEmpty();
      assertThat(late).hasCauseInstanceOf(WorkerDiedException.class);
      long next = pool.submit(new Tasks.Pid()).get(60, TimeUnit.SECONDS);
      assertThat(next).isNotEqualTo(pid);
      stop(next);
      assertThat(pool.submit(new Tasks.Pid()).get(60, TimeUnit.SECONDS))
          .as("a task that never started there runs elsewhere")
          .isNotEqualTo(next);
    }
  }

  /** More cancellations than the pipe to a worker holds, none of which it reads. */
  @Test
  void cancellationsOfAStoppedWorkersTasksKeepNobody() throws Exception {
    int tasks = 10_000;
    try (ProcessPool pool = builder(1).concurrencyPerWorker(tasks).cancelGrace(SHORT).build();
        ProcessPool other = builder(1).taskTimeout(SHORT).cancelGrace(SHORT).build()) {
      long pid = pool.pids().getFirst();
      List<Future<String>> futures = new ArrayList<>();
      for (int i = 0; i < tasks; i++) {
        futures.add(pool.submit(new Sleepy()));
      }
      stop(pid);
      for (Future<String> future : futures) {
        assertThat(future.cancel(true)).isTrue();
      }
      assertThat(causeOf(other.submit(new Tasks.Hang(file("hang")))))
          .as("time limits of others work")
          .isInstanceOf(TaskTimeoutException.class);
      assertThat(pool.submit(new Tasks.Pid()).get(60, TimeUnit.SECONDS))
          .as("it was killed")
          .isNotEqualTo(pid);
    }
  }

  record Sleepy() implements Callable<String>, Serializable {
    @Override
    public String call() throws InterruptedException {
      Thread.sleep(Duration.ofDays(1));
      return "never";
    }
  }

  /** A number that was given to a task which was cancelled then is not another's. */
  @ParameterizedTest
  @EnumSource(Transport.class)
  void aCancellationHitsNoOtherTask(Transport transport) throws Exception {
    try (ProcessPool pool = builder(2).transport(transport).build()) {
      Thread[] cancellers = new Thread[2];
      List<CompletableFuture<Integer>> kept = new ArrayList<>();
      LinkedBlockingQueue<Future<?>> toCancel = new LinkedBlockingQueue<>();
      Future<?> end = CompletableFuture.completedFuture(null);
      for (int i = 0; i < cancellers.length; i++) {
        cancellers[i] =
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        for (Future<?> next = toCancel.take();
                            next != end;
                            next = toCancel.take()) {
                          next.cancel(true);
                        }
                        toCancel.add(end);
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      }
                    });
      }
      for (int i = 0; i < 10_000; i++) {
        toCancel.add(pool.submit(new Tasks.Echo<>(-1)));
        kept.add(pool.submit(new Tasks.Echo<>(i)));
      }
      toCancel.add(end);
      for (int i = 0; i < kept.size(); i++) {
        assertThat(kept.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i);
      }
      for (Thread canceller : cancellers) {
        canceller.join();
      }
    }
  }

  @Test
  void aDeathTakesAllTasksOfAWorkerThatRunsSeveral() throws Exception {
    try (ProcessPool pool = builder(1).concurrencyPerWorker(3).build()) {
      List<Future<String>> running = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        running.add(pool.submit(new Tasks.Hang(file("r" + i))));
      }
      Future<Integer> waits = pool.submit(new Tasks.Echo<>(1));
      for (int i = 0; i < 3; i++) {
        assertThat(pidIn("r" + i)).isEqualTo(pool.pids().getFirst());
      }
      Await.kill9(pool.pids().getFirst());
      for (Future<String> each : running) {
        assertThat(causeOf(each)).isInstanceOf(WorkerDiedException.class);
      }
      assertThat(waits.get(60, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void anInitializerThatFailsIsToldByBuild() {
    Runnable fails =
        (Runnable & Serializable)
            () -> {
              throw new IllegalStateException("not today");
            };
    assertThatThrownBy(() -> builder(2).initializer(fails).build())
        .isInstanceOf(WorkerDiedException.class)
        .hasMessageContaining("before it was ready")
        .hasMessageContaining("IllegalStateException: not today");
  }
}
