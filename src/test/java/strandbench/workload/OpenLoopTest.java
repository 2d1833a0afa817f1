package strandbench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When requests are handed over, and what counts as their wait. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenLoopTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final long MILLI = 1_000_000;

  private static Callable<TimedAnswer> sleeping(long millis) {
    return () -> {
      long start = System.nanoTime();
      Thread.sleep(millis);
      return new TimedAnswer(millis, start, System.nanoTime());
    };
  }

  private static long[] everyMilli(int count) {
    return LongStream.range(0, count).map(i -> i * MILLI).toArray();
  }

  @Test
  void refusesTasksThatAreNotAsManyAsArrivals() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new OpenLoop(threads, LONG).run(List.of(sleeping(0)), everyMilli(2)))
          .withMessage("1 tasks for 2 arrivals");
      assertThat(new OpenLoop(threads, LONG).run(List.of(), everyMilli(0))).isEmpty();
    }
  }

  @Test
  void aRequestThatFailsFailsAll() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<TimedAnswer>> tasks =
          List.of(
              () -> {
                throw new IOException("reset");
              },
              sleeping(60_000));

      assertThatThrownBy(() -> new OpenLoop(threads, LONG).run(tasks, everyMilli(2)))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("reset");
      // The other is cancelled; else closing would wait for a minute.
    }
  }

  @Test
  void answersThatDoNotComeAreCounted() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<TimedAnswer>> tasks = List.of(sleeping(60_000), sleeping(0), sleeping(60_000));

      assertThatThrownBy(
              () -> new OpenLoop(threads, Duration.ofMillis(300)).run(tasks, everyMilli(3)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("2 of 3 requests are not answered 300 ms after the last was due: offer less");
    }
  }

  @Test
  void requestsThatCanNotEvenBeHandedOverAreCounted() throws Exception {
    List<Callable<TimedAnswer>> tasks = Collections.nCopies(100, sleeping(50));

    assertThatThrownBy(
            () ->
                new OpenLoop(new InTheCaller(), Duration.ofMillis(100)).run(tasks, everyMilli(100)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching("\\d+ of 100 requests are not answered 100 ms after .*");
  }

  /** A closed loop would never send the second. */
  @Test
  void aRequestDoesNotWaitForThoseBefore() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    List<Callable<TimedAnswer>> tasks =
        List.of(
            () -> {
              long start = System.nanoTime();
              assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
              return new TimedAnswer(1, start, System.nanoTime());
            },
            () -> {
              long start = System.nanoTime();
              second.countDown();
              return new TimedAnswer(2, start, System.nanoTime());
            });
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      assertThat(new OpenLoop(threads, LONG).run(tasks, everyMilli(2)))
          .extracting(request -> request.answer().answer())
          .containsExactly(1L, 2L);
    }
  }

  @Property(tries = 20)
  void noRequestStartsBeforeItIsDueAndItsLatencyIsNoLessThanItsService(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 3) Integer> millis,
      @ForAll @IntRange(min = 1, max = 4) int threads,
      @ForAll @LongRange(min = 1, max = 40) long lengthMillis,
      @ForAll long seed)
      throws Exception {
    long[] due = Arrivals.poisson(millis.size(), Duration.ofMillis(lengthMillis), seed);
    List<OpenLoop.Request> requests;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      requests =
          new OpenLoop(pool, LONG).run(millis.stream().map(each -> sleeping(each)).toList(), due);
    }

    assertThat(requests).hasSameSizeAs(millis);
    long first = requests.getFirst().dueNanos();
    for (int i = 0; i < due.length; i++) {
      OpenLoop.Request request = requests.get(i);
      assertThat(request.dueNanos() - first).isEqualTo(due[i] - due[0]);
      assertThat(request.startLateNanos()).isNotNegative();
      assertThat(request.latencyNanos()).isGreaterThanOrEqualTo(request.answer().serviceNanos());
      assertThat(request.generatorLateNanos()).isBetween(0L, request.startLateNanos());
      assertThat(request.answer().answer()).isEqualTo((long) millis.get(i));
    }
  }

  /** One thread that takes 3 ms, and a request each millisecond: the queue grows by two thirds. */
  @Test
  void aModelThatStallsShowsInLatencyThoughEachAnswerIsFast() throws Exception {
    int count = 40;
    List<OpenLoop.Request> requests;
    try (ExecutorService one = Executors.newSingleThreadExecutor()) {
      requests =
          new OpenLoop(one, LONG).run(Collections.nCopies(count, sleeping(3)), everyMilli(count));
    }

    for (int i = 0; i < count; i++) {
      assertThat(requests.get(i).latencyNanos()).isGreaterThanOrEqualTo((3 * (i + 1) - i) * MILLI);
    }
    assertThat(requests.getLast().latencyNanos() - requests.getLast().answer().serviceNanos())
        .isGreaterThanOrEqualTo((3 * (count - 1) - (count - 1)) * MILLI);
  }

  /** What handing over takes is the model's, and not the generator's own. */
  @Test
  void handingOverThatTakesLongCountsForTheModel() throws Exception {
    List<OpenLoop.Request> requests =
        new OpenLoop(new InTheCaller(), LONG)
            .run(List.of(sleeping(20), sleeping(0)), new long[] {0, 0});

    OpenLoop.Request second = requests.getLast();
    assertThat(second.startLateNanos() - second.generatorLateNanos())
        .isGreaterThanOrEqualTo(20 * MILLI);
  }

  /** As with a pool of processes: what counts is when the answer is here. */
  @Test
  void anAnswerFromElsewhereIsThereWhenItsFutureIsComplete() throws Exception {
    long ownEnd = System.nanoTime() - 5 * MILLI;
    ExecutorService elsewhere =
        new InTheCaller() {
          @Override
          public <T> Future<T> submit(Callable<T> task) {
            try {
              return CompletableFuture.completedFuture(task.call());
            } catch (Exception e) {
              return CompletableFuture.failedFuture(e);
            }
          }
        };

    TimedAnswer answer =
        TimedAnswer.submit(elsewhere, () -> new TimedAnswer(7, ownEnd - MILLI, ownEnd)).get();

    assertThat(answer.answer()).isEqualTo(7);
    assertThat(answer.serviceNanos()).isGreaterThanOrEqualTo(6 * MILLI);
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () ->
                  new OpenLoop(threads, LONG)
                      .run(Arrays.asList(sleeping(0)), new long[] {60_000 * MILLI}))
          .isInstanceOf(InterruptedException.class);
    }
  }

  /** Runs each task at once, in the thread that submits it. */
  private static class InTheCaller extends AbstractExecutorService {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {
      // It holds nothing.
    }

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return false;
    }
  }
}
