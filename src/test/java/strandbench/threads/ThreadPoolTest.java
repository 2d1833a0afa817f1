package strandbench.threads;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;

/** T8: a pool of one thread, and what its futures tell. */
@Covers(Construct.T8)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadPoolTest {
  private final ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);

  /** Runs until the gate opens. */
  private final FutureTask<Integer> running =
      new FutureTask<>(
          () -> {
            started.countDown();
            gate.await();
            return 1;
          });

  @AfterEach
  void open() {
    gate.countDown();
    pool.close();
  }

  private void startRunning() throws InterruptedException {
    pool.execute(running);
    started.await();
  }

  @Test
  void aRunningTaskCantBeTakenBackAndOneThatWaitsCan() throws Exception {
    startRunning();
    FutureTask<Integer> waiting = new FutureTask<>(() -> 2);
    pool.execute(waiting);

    assertThat(pool.remove(running)).as("it runs: no").isFalse();
    assertThat(pool.remove(waiting)).as("it waits: yes").isTrue();
    waiting.cancel(false);
    gate.countDown();

    assertThat(running.get()).isEqualTo(1);
    assertThat(waiting.isCancelled()).isTrue();
    pool.shutdown();
    assertThat(pool.awaitTermination(20, SECONDS)).isTrue();
    assertThat(pool.getCompletedTaskCount()).as("tasks that ran").isEqualTo(1);
  }

  /** What differs from Python: the answer is given up, and the task goes on. */
  @Test
  void theFuturesOwnCancelSaysYesOfARunningTaskAndNoOfOneThatIsDone() throws Exception {
    startRunning();
    assertThat(running.cancel(false)).isTrue();
    assertThat(pool.getActiveCount()).as("it runs on").isOne();

    Future<Integer> done = CompletableFuture.completedFuture(3);
    assertThat(done.cancel(false)).isFalse();
  }

  @Test
  void aFutureSaysHowItIs() throws Exception {
    startRunning();
    assertThat(running.isDone()).isFalse();
    assertThat(running.state()).isEqualTo(Future.State.RUNNING);
    gate.countDown();
    running.get();
    assertThat(running.isDone()).isTrue();
    assertThat(running.state()).isEqualTo(Future.State.SUCCESS);
  }

  @Test
  void aTimeOutIsToldByType() throws Exception {
    startRunning();
    assertThatThrownBy(() -> running.get(1, MILLISECONDS)).isInstanceOf(TimeoutException.class);
    assertThat(running.isDone()).isFalse();
  }

  @Test
  void aTasksExceptionComesOutOfItsFuture() {
    Future<Integer> failing =
        pool.submit(
            () -> {
              throw new IllegalStateException("told to fail");
            });
    assertThatThrownBy(failing::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(failing.exceptionNow()).hasMessage("told to fail");
  }

  @Test
  void aCallbackIsCalledWithTheAnswer() throws Exception {
    CompletableFuture<Integer> answered = new CompletableFuture<>();
    var unused = CompletableFuture.supplyAsync(() -> 4, pool).thenAccept(answered::complete);
    assertThat(answered.get(20, SECONDS)).isEqualTo(4);
  }

  @Test
  void mapKeepsTheOrder() throws Exception {
    List<Callable<Integer>> squares = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      squares.add(() -> number * number);
    }
    List<Future<Integer>> answers = pool.invokeAll(squares);
    for (int i = 0; i < 20; i++) {
      assertThat(answers.get(i).get()).isEqualTo(i * i);
    }
  }

  @Test
  void shutdownFinishesWhatItHasAndTakesNoMore() throws Exception {
    startRunning();
    Future<Integer> waiting = pool.submit(() -> 2);
    pool.shutdown();
    assertThatThrownBy(() -> pool.submit(() -> 3)).isInstanceOf(RejectedExecutionException.class);
    gate.countDown();
    assertThat(pool.awaitTermination(20, SECONDS)).isTrue();
    assertThat(running.get() + waiting.get()).isEqualTo(3);
  }
}
