package strandbench.model.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsyncWindowTest {

  private static List<Supplier<CompletionStage<Long>>> tasks(
      int count, Supplier<CompletionStage<Long>> task) {
    return IntStream.range(0, count).mapToObj(any -> task).toList();
  }

  @Test
  void noTasksHaveNoSum() throws Exception {
    assertThat(AsyncWindow.sumOf(List.of(), 3)).isZero();
  }

  @Test
  void aFailureComesOutAndNoMoreIsStarted() {
    AtomicInteger started = new AtomicInteger();
    List<Supplier<CompletionStage<Long>>> tasks =
        tasks(
            50,
            () ->
                started.incrementAndGet() == 5
                    ? CompletableFuture.failedFuture(new IOException("the fifth"))
                    : CompletableFuture.completedFuture(1L));

    assertThatThrownBy(() -> AsyncWindow.sumOf(tasks, 1))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("the fifth");
    assertThat(started).hasValue(5);
  }

  @Test
  void aTaskThatCantBeStartedFailsAsWell() {
    assertThatThrownBy(
            () ->
                AsyncWindow.sumOf(
                    tasks(
                        4,
                        () -> {
                          throw new IllegalStateException("no");
                        }),
                    2))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("no");
  }

  @Test
  void afterAFailureThoseInFlightAreWaitedFor() throws Exception {
    List<CompletableFuture<Long>> inFlight =
        List.of(new CompletableFuture<>(), new CompletableFuture<>());
    Semaphore started = new Semaphore(0);
    try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      var sum =
          caller.submit(
              () ->
                  AsyncWindow.sumOf(
                      inFlight.stream()
                          .<Supplier<CompletionStage<Long>>>map(
                              each ->
                                  () -> {
                                    started.release();
                                    return each;
                                  })
                          .toList(),
                      2));
      started.acquire(2);
      inFlight.get(0).completeExceptionally(new IOException("first"));
      assertThat(sum.isDone()).isFalse();
      inFlight.get(1).complete(1L);
      assertThatThrownBy(sum::get).hasRootCauseMessage("first");
    }
  }

  @Property(tries = 100)
  void allAreStartedOnceAndNeverMoreThanMayBeAreInFlight(
      @ForAll @IntRange(min = 1, max = 60) int count,
      @ForAll @IntRange(min = 1, max = 20) int inFlight)
      throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger peak = new AtomicInteger();
    try (ExecutorService completing = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Supplier<CompletionStage<Long>>> tasks = new ArrayList<>();
      for (long number = 1; number <= count; number++) {
        long answer = number;
        tasks.add(
            () -> {
              peak.accumulateAndGet(now.incrementAndGet(), Math::max);
              return CompletableFuture.supplyAsync(
                  () -> {
                    Thread.yield();
                    now.decrementAndGet();
                    return answer;
                  },
                  completing);
            });
      }

      assertThat(AsyncWindow.sumOf(tasks, inFlight)).isEqualTo(count * (count + 1L) / 2);
      assertThat(peak.get()).isBetween(1, inFlight);
      assertThat(now).hasValue(0);
    }
  }
}
