package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;

@Timeout(60)
@Covers(Construct.P17)
class ProcessPoolTest {
  @TempDir Path directory;

  private static ProcessPool pool(int workers) {
    return ProcessPool.builder().workers(workers).accept("strandbench.process.*").build();
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void tasksRunInTheSameProcessesNeverMoreThanThere() throws Exception {
    try (ProcessPool pool = pool(2)) {
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        tasks.add(new Tasks.Pid());
      }
      for (Future<Long> future : pool.invokeAll(tasks)) {
        assertThat(pool.pids()).contains(future.get());
      }
      Future<String> first = pool.submit(new Tasks.Gate(file("a"), file("b")));
      assertThat(pool.submit(new Tasks.Gate(file("b"), file("a"))).get()).isEqualTo(file("b"));
      assertThat(first.get()).as("two met: both ran at once").isEqualTo(file("a"));
      assertThat(pool.workers()).isEqualTo(2);
      assertThat(pool.workerJvmOptions()).contains("-XX:+UseSerialGC");
    }
  }

  @Test
  void aLambdaIsATaskAndARunnablesResultStaysHere() throws Exception {
    try (ProcessPool pool = pool(1)) {
      int captured = 41;
      Callable<Integer> lambda = (Callable<Integer> & Serializable) () -> captured + 1;
      assertThat(pool.submit(lambda).get()).isEqualTo(42);
      Object unsendable = new Object();
      assertThat(pool.submit(new Tasks.Note(file("note")), unsendable).get()).isSameAs(unsendable);
      assertThat(directory.resolve("note")).exists();
    }
  }

  @Test
  void cancelInterruptsTheTaskInItsWorker() throws Exception {
    try (ProcessPool pool = pool(1)) {
      List<Long> pids = pool.pids();
      Future<String> hangs = pool.submit(new Tasks.Hang(file("hangs")));
      Future<Integer> queued = pool.submit(new Tasks.Echo<>(1));
      Await.exists(directory.resolve("hangs"));
      assertThat(queued.cancel(false)).isTrue();
      assertThat(hangs.cancel(true)).isTrue();
      assertThatThrownBy(hangs::get).isInstanceOf(CancellationException.class);
      assertThat(pool.submit(new Tasks.Echo<>(2)).get()).as("the worker is free").isEqualTo(2);
      assertThat(pool.pids()).isEqualTo(pids);
      for (int i = 0; i < 300; i++) {
        pool.submit(new Tasks.Pid()).cancel(true);
        assertThat(pool.submit(new Tasks.Pid()).get()).isEqualTo(pids.getFirst());
      }
    }
  }

  @Test
  void shutdownNowInterruptsAndReturnsWhatNeverStarted() throws Exception {
    ProcessPool pool = pool(1);
    Future<String> hangs = pool.submit(new Tasks.Hang(file("hangs")));
    Future<Integer> waits = pool.submit(new Tasks.Echo<>(1));
    Runnable executed = new Tasks.Note(file("note"));
    pool.execute(executed);
    Await.exists(directory.resolve("hangs"));
    List<Runnable> neverStarted = pool.shutdownNow();
    assertThat(neverStarted).hasSize(2).last().isSameAs(executed);
    assertThat(waits).isCancelled();
    assertThatThrownBy(hangs::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.isTerminated()).isTrue();
    assertThatThrownBy(() -> pool.submit(new Tasks.Echo<>(1)))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("is shut down");
    assertThat(directory.resolve("note")).doesNotExist();
  }

  @Test
  void closeRunsWhatWaitsAndLeavesNoProcessAndNoThread() throws Exception {
    String mark = "-Dmark=" + UUID.randomUUID();
    Future<Integer> last;
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(2)
            .accept("strandbench.process.*")
            .jvmOptions(List.of(mark))
            .build()) {
      assertThat(Await.processesWith(mark)).hasSize(2);
      pool.submit(new Tasks.Note(file("one")));
      last = pool.submit(new Tasks.Echo<>(7));
    }
    assertThat(last.get()).isEqualTo(7);
    assertThat(directory.resolve("one")).exists();
    assertThat(Await.processesWith(mark)).isEmpty();
    Await.until(
        "no thread is left",
        Duration.ofSeconds(5),
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("process-pool-")));
  }

  @Test
  void invokeAnyReturnsASuccessAndCancelsTheRest() throws Exception {
    try (ProcessPool pool = pool(2)) {
      List<Callable<Object>> tasks =
          List.of(
              new Tasks.Throw(new IllegalStateException("no")),
              hang("any"),
              () -> new Tasks.Echo<>("yes").call());
      assertThatThrownBy(() -> pool.invokeAny(tasks))
          .as("a lambda that is not serializable")
          .isInstanceOf(RejectedExecutionException.class);
      List<Callable<Object>> good =
          List.of(new Tasks.Throw(new IllegalStateException("no")), hang("x"), echo("yes"));
      assertThat(pool.invokeAny(good)).isEqualTo("yes");
      assertThatThrownBy(
              () -> pool.invokeAny(List.of(new Tasks.Throw(new IllegalStateException("no")))))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> pool.invokeAny(List.of(hang("y")), 50, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      assertThat(pool.submit(new Tasks.Echo<>(1)).get()).isEqualTo(1);
    }
  }

  private Callable<Object> hang(String name) {
    String file = file(name);
    return (Callable<Object> & Serializable) () -> new Tasks.Hang(file).call();
  }

  private static Callable<Object> echo(String text) {
    return (Callable<Object> & Serializable) () -> text;
  }

  @Test
  void whatATaskPrintsIsPassedOnAndHurtsNothing() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (ProcessPool pool = pool(1)) {
      assertThat(pool.submit(new Tasks.Print("hällo")).get()).as("stdin is empty").isEqualTo(-1);
      assertThat(pool.submit(new Tasks.Echo<>(1)).get()).isEqualTo(1);
    } finally {
      Await.until(
          "both lines",
          Duration.ofSeconds(5),
          () -> printed.toString(StandardCharsets.UTF_8).contains("no line end\n"));
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .containsPattern("\\[process-pool-\\d+-worker-1] hällo\n")
        .containsPattern("\\[process-pool-\\d+-worker-1] and no line end\n");
  }
}
