package strandbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * What every model's executor has to keep. Tasks are serializable and meet through files only, so
 * that the same tests hold for processes.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConcurrencyModelContractTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void refusesACapBelowOne(ConcurrencyModel model) {
    assertThatThrownBy(() -> model.open(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(model.name());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SINGLE_THREAD",
        "PROCESS_POOL",
        "PROCESS_POOL_OF_VIRTUAL_THREADS",
        "FORK_JOIN_POOL"
      })
  void refusesByNameWhatItCantHold(ConcurrencyModel model) {
    assertThat(model.refusal(100_000)).get().asString().contains(model.name(), "100000");
    assertThatThrownBy(() -> model.open(100_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(model.name());
  }

  @ParameterizedTest
  @EnumSource
  void aTasksExceptionComesOutOfItsFutureAlone(ConcurrencyModel model) throws Exception {
    try (ExecutorService executor = model.open(1)) {
      Future<Integer> failing = executor.submit(new Throwing("told to fail"));
      Future<Integer> fine = executor.submit(new Square(4));

      assertThatThrownBy(() -> failing.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasStackTraceContaining("told to fail");
      assertThat(fine.get(20, TimeUnit.SECONDS)).isEqualTo(16);
    }
  }

  @ParameterizedTest
  @EnumSource
  void acceptsNothingAfterShutdownAndFinishesWhatItHas(ConcurrencyModel model) throws Exception {
    try (ExecutorService executor = model.open(1)) {
      List<Future<Integer>> accepted = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        accepted.add(executor.submit(new Square(i)));
      }
      executor.shutdown();

      assertThat(executor.isShutdown()).isTrue();
      assertThatThrownBy(() -> executor.submit(new Square(1)))
          .isInstanceOf(RejectedExecutionException.class);
      assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      assertThat(executor.isTerminated()).isTrue();
      for (int i = 0; i < 20; i++) {
        assertThat(accepted.get(i).isDone()).isTrue();
        assertThat(accepted.get(i).get()).isEqualTo(i * i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SINGLE_THREAD")
  void awaitTerminationGivesUpWhileATaskRuns(ConcurrencyModel model) throws Exception {
    Path go = directory.resolve("go");
    try (ExecutorService executor = model.open(1)) {
      Future<Integer> waiting = executor.submit(new WaitFor(go.toString(), 5));
      executor.shutdown();

      assertThat(executor.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(executor.isTerminated()).isFalse();

      Files.createFile(go);
      assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SINGLE_THREAD")
  void cancelInterruptsTheRunningTask(ConcurrencyModel model) throws Exception {
    // A ForkJoinPool's tasks can't be interrupted by cancel before JDK 25's InterruptibleTask.
    Path started = directory.resolve("started");
    Path interrupted = directory.resolve("interrupted");
    try (ExecutorService executor = model.open(1)) {
      Future<Integer> future =
          executor.submit(new UntilInterrupted(started.toString(), interrupted.toString()));
      awaitFile(started);

      assertThat(future.cancel(true)).isTrue();

      assertThat(future.isCancelled()).isTrue();
      assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
      awaitFile(interrupted);
      assertThat(executor.submit(new Square(3)).get(20, TimeUnit.SECONDS)).isEqualTo(9);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SINGLE_THREAD")
  void aCancelledTaskThatWaitsNeverRuns(ConcurrencyModel model) throws Exception {
    Path go = directory.resolve("go");
    Path ran = directory.resolve("ran");
    try (ExecutorService executor = model.open(1)) {
      Future<Integer> first = executor.submit(new WaitFor(go.toString(), 1));
      Future<Integer> second = executor.submit((Callable<Integer>) new Touch(ran.toString()));

      assertThat(second.cancel(false)).isTrue();
      Files.createFile(go);

      assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(executor.submit(new Square(2)).get(20, TimeUnit.SECONDS)).isEqualTo(4);
    }
    assertThat(ran).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SINGLE_THREAD")
  void getWithATimeLimitGivesUp(ConcurrencyModel model) throws Exception {
    Path go = directory.resolve("go");
    try (ExecutorService executor = model.open(1)) {
      Future<Integer> waiting = executor.submit(new WaitFor(go.toString(), 7));

      assertThatThrownBy(() -> waiting.get(1, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);

      Files.createFile(go);
      assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SINGLE_THREAD")
  void shutdownNowInterruptsWhatRunsAndHandsBackWhatWaits(ConcurrencyModel model) throws Exception {
    Path started = directory.resolve("started");
    Path interrupted = directory.resolve("interrupted");
    Path ran = directory.resolve("ran");
    ExecutorService executor = model.open(1);
    executor.submit(new UntilInterrupted(started.toString(), interrupted.toString()));
    awaitFile(started);
    List<Future<Integer>> waiting =
        IntStream.range(0, 3)
            .mapToObj(i -> executor.submit((Callable<Integer>) new Touch(ran.toString())))
            .toList();

    List<Runnable> neverStarted = executor.shutdownNow();

    assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    awaitFile(interrupted);
    assertThat(ran).doesNotExist();
    if (model == ConcurrencyModel.FORK_JOIN_POOL) {
      assertThat(waiting).allMatch(Future::isDone);
    } else {
      assertThat(neverStarted).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void invokeAllReturnsEveryResultInOrder(ConcurrencyModel model) throws Exception {
    try (ExecutorService executor = model.open(cap(model))) {
      List<Future<Integer>> futures = executor.invokeAll(squares(500));

      for (int i = 0; i < 500; i++) {
        assertThat(futures.get(i).isDone()).isTrue();
        assertThat(futures.get(i).get()).isEqualTo(i * i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void invokeAnyReturnsAResultOfOneThatSucceeds(ConcurrencyModel model) throws Exception {
    try (ExecutorService executor = model.open(cap(model))) {
      assertThat(executor.invokeAny(List.of(new Throwing("first"), new Square(5)))).isEqualTo(25);
      assertThatThrownBy(() -> executor.invokeAny(List.of(new Throwing("only"))))
          .isInstanceOf(ExecutionException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void executeRunsAndSubmitOfARunnableReturnsItsResult(ConcurrencyModel model) throws Exception {
    Path ran = directory.resolve("ran");
    try (ExecutorService executor = model.open(1)) {
      executor.execute(new Touch(ran.toString()));
      awaitFile(ran);
      assertThat(executor.submit(new Touch(ran.toString()), "done").get(20, TimeUnit.SECONDS))
          .isEqualTo("done");
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeWaitsForTheTasks(ConcurrencyModel model) throws Exception {
    List<Future<Integer>> futures = new ArrayList<>();
    try (ExecutorService executor = model.open(cap(model))) {
      for (int i = 0; i < 100; i++) {
        futures.add(executor.submit(new Square(i)));
      }
    }
    assertThat(futures).allMatch(future -> future.state() == Future.State.SUCCESS);
  }

  /** A barrier would not do: it could not tell a cap that is exceeded for an instant. */
  @ParameterizedTest
  @EnumSource
  void neverRunsMoreThanItsCapAtOnce(ConcurrencyModel model) throws Exception {
    int cap = cap(model);
    List<long[]> spans = new ArrayList<>();
    try (ExecutorService executor = model.open(cap)) {
      for (Future<long[]> span : executor.invokeAll(Collections.nCopies(60, new Span()))) {
        spans.add(span.get());
      }
    }
    assertThat(mostAtOnce(spans)).isBetween(1, cap);
  }

  @ParameterizedTest
  @EnumSource
  void runsAsManyAsItsCapAtOnce(ConcurrencyModel model) throws Exception {
    int cap = cap(model);
    List<Callable<Integer>> meeting = new ArrayList<>();
    for (int i = 0; i < cap; i++) {
      meeting.add(new Meet(directory.toString(), i, cap));
    }
    try (ExecutorService executor = model.open(cap)) {
      for (Future<Integer> met : executor.invokeAll(meeting)) {
        assertThat(met.get()).isEqualTo(cap);
      }
    }
  }

  private static int cap(ConcurrencyModel model) {
    return model == ConcurrencyModel.SINGLE_THREAD ? 1 : 3;
  }

  private static List<Square> squares(int count) {
    return IntStream.range(0, count).mapToObj(Square::new).toList();
  }

  /**
   * Parks between two looks: virtual threads that only yield pass the carriers on among themselves,
   * and a task that was submitted from outside may never start.
   */
  private static void awaitFile(Path file) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!Files.exists(file)) {
      assertThat(System.nanoTime()).as("deadline for " + file).isLessThan(end);
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  /** Spans of System.nanoTime compare across the processes of a machine on Linux. */
  private static int mostAtOnce(List<long[]> spans) {
    return spans.stream()
        .mapToInt(
            span ->
                (int)
                    spans.stream()
                        .filter(other -> other[0] <= span[0] && span[0] < other[1])
                        .count())
        .max()
        .orElse(0);
  }

  record Square(int n) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() {
      return n * n;
    }
  }

  record Throwing(String message) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() {
      throw new IllegalStateException(message);
    }
  }

  record Touch(String file) implements Callable<Integer>, Runnable, Serializable {
    @Override
    public Integer call() {
      run();
      return 0;
    }

    @Override
    public void run() {
      touch(file);
    }
  }

  record WaitFor(String file, int result) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() {
      awaitFile(Path.of(file));
      return result;
    }
  }

  record UntilInterrupted(String started, String interrupted)
      implements Callable<Integer>, Serializable {
    @Override
    public Integer call() throws InterruptedException {
      touch(started);
      try {
        Thread.sleep(DEADLINE);
        return 0;
      } catch (InterruptedException e) {
        touch(interrupted);
        throw e;
      }
    }
  }

  record Span() implements Callable<long[]>, Serializable {
    @Override
    public long[] call() {
      long start = System.nanoTime();
      while (System.nanoTime() - start < 1_000_000) {
        Thread.onSpinWait();
      }
      return new long[] {start, System.nanoTime()};
    }
  }

  /** Returns once as many tasks as the cap have met, which needs all of them at once. */
  record Meet(String directory, int number, int cap) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() {
      touch(directory + "/here-" + number);
      for (int i = 0; i < cap; i++) {
        awaitFile(Path.of(directory, "here-" + i));
      }
      return cap;
    }
  }

  private static void touch(String file) {
    try {
      Files.write(Path.of(file), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
