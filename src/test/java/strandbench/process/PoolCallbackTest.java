package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Callbacks that wait, for their own pool among others: they hold up nothing but themselves. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolCallbackTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path directory;

  private final CountDownLatch release = new CountDownLatch(1);

  private static ProcessPool.Builder builder() {
    return ProcessPool.builder().workers(1).accept("strandbench.process.*");
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  /** Runs when {@link #open} is called, so that what depends on it does so before it ends. */
  private CompletableFuture<String> gate(ProcessPool pool) {
    return pool.submit(new Tasks.Gate(file("here"), file("go")));
  }

  private void open() throws Exception {
    Tasks.note(file("go"), "");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A callback that says that it has begun, and then stays until the test is over. */
  private CompletableFuture<Void> stuck(CompletableFuture<?> future) {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    var unused =
        future.whenComplete(
            (result, failure) -> {
              begun.complete(null);
              await(release);
            });
    return begun;
  }

  private static int descend(ProcessPool pool, int levels) {
    return levels == 0
        ? 0
        : pool.submit(new Tasks.Echo<>(1)).thenApply(one -> one + descend(pool, levels - 1)).join();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aCallbackMayWaitForItsOwnPoolAndItsCallbacksMayAsWell(Transport transport) throws Exception {
    try (ProcessPool pool = builder().transport(transport).build()) {
      CompletableFuture<Integer> sum = gate(pool).thenApply(text -> descend(pool, 5));
      open();
      assertThat(sum.get(30, TimeUnit.SECONDS)).isEqualTo(5);
      assertThat(pool.submit(new Tasks.Echo<>("after")).get()).isEqualTo("after");
      String seat = pool.toString().split("\\[")[0] + "-worker-1";
      Await.until("one thread for the worker is left", LIMIT, () -> threads(seat) == 1);
    }
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aCallbackMayWaitForTheCallbackOfAnAnswerThatCameWithItsOwn(Transport transport)
      throws Exception {
    try (ProcessPool pool = builder().transport(transport).build()) {
      int tasks = 40;
      CompletableFuture<?>[] all = new CompletableFuture<?>[tasks];
      CountDownLatch last = new CountDownLatch(1);
      CompletableFuture<String> gate = gate(pool);
      for (int i = 0; i < tasks; i++) {
        boolean isLast = i == tasks - 1;
        all[i] =
            pool.submit(new Tasks.Echo<>(i))
                .thenAccept(
                    value -> {
                      if (isLast) {
                        last.countDown();
                      }
                      await(last);
                    });
      }
      open();
      assertThat(gate.get()).isNotNull();
      CompletableFuture.allOf(all).get(30, TimeUnit.SECONDS);
    }
  }

  /** Takes so long that others are done meanwhile, but not so long that nobody spins for it. */
  record Slow(int value) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() {
      long start = System.nanoTime();
      while (System.nanoTime() - start < 30_000) {
        Thread.onSpinWait();
      }
      return value;
    }
  }

  /** It would otherwise be kept by what may be waiting for it. */
  @Test
  void whoWaitsForAResultRunsNoCallbackOfAnotherTask() throws Exception {
    try (ProcessPool pool = builder().concurrencyPerWorker(2).build()) {
      Thread waits = Thread.currentThread();
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger ranHere = new AtomicInteger();
      FutureTask<Integer> other =
          new FutureTask<>(
              () -> {
                int count = 0;
                while (!over.get()) {
                  var unused =
                      pool.submit(new Tasks.Echo<>(count++))
                          .thenAccept(
                              value -> {
                                if (Thread.currentThread() == waits) {
                                  ranHere.incrementAndGet();
                                }
                              })
                          .join();
                }
                return count;
              });
      Thread.ofPlatform().daemon().start(other);
      for (int i = 0; i < 5_000; i++) {
        assertThat(pool.submit(new Slow(i)).get()).isEqualTo(i);
      }
      over.set(true);
      assertThat(other.get()).isPositive();
      assertThat(ranHere).hasValue(0);
    }
  }

  @Test
  void aWorkerThatDiesMeanwhileIsReplacedAndItsTasksAreTold() throws Exception {
    try (ProcessPool pool = builder().build()) {
      CompletableFuture<Void> begun = stuck(gate(pool));
      open();
      begun.get();
      CompletableFuture<String> running = pool.submit(new Tasks.Hang(file("running")));
      CompletableFuture<Integer> queued = pool.submit(new Tasks.Echo<>(1));
      CompletableFuture<String> afterDeath =
          running.handle((value, failure) -> failure.getMessage() + descend(pool, 2));
      Await.exists(directory.resolve("running"));
      Await.kill9(pool.pids().getFirst());
      assertThat(afterDeath.get(30, TimeUnit.SECONDS)).contains("SIGKILL").endsWith("2");
      assertThat(queued.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      release.countDown();
    }
  }

  private enum End {
    CLOSE(ProcessPool::close),
    TERMINATE(ProcessPool::terminate),
    SHUTDOWN_NOW(ProcessPool::shutdownNow);

    private final Consumer<ProcessPool> act;

    End(Consumer<ProcessPool> act) {
      this.act = act;
    }
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void aPoolEndsWhileACallbackStays(End end) throws Exception {
    ProcessPool pool = builder().build();
    CompletableFuture<Void> begun = stuck(gate(pool));
    open();
    begun.get();
    CompletableFuture<Integer> more = pool.submit(new Tasks.Echo<>(1));
    end.act.accept(pool);
    pool.close();
    assertThat(more).isDone();
    assertThat(pool.isTerminated()).isTrue();
    release.countDown();
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void aCallbackMayEndThePool(End end) throws Exception {
    ProcessPool pool = builder().build();
    CompletableFuture<Void> ended =
        gate(pool)
            .thenAccept(
                text -> {
                  end.act.accept(pool);
                  pool.close();
                });
    CompletableFuture<Integer> more = pool.submit(new Tasks.Echo<>(1));
    open();
    ended.get(30, TimeUnit.SECONDS);
    assertThat(more).isDone();
    assertThat(pool.isTerminated()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = End.class,
      names = {"TERMINATE", "SHUTDOWN_NOW"})
  void theCallbacksOfTasksThatNeverStartHoldUpNobody(End end) throws Exception {
    ProcessPool pool = builder().build();
    CompletableFuture<String> running = pool.submit(new Tasks.Hang(file("running")));
    Await.exists(directory.resolve("running"));
    List<CompletableFuture<Integer>> queued = new ArrayList<>();
    List<CompletableFuture<Void>> begun = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      queued.add(pool.submit(new Tasks.Echo<>(i)));
      begun.add(stuck(queued.getLast()));
    }
    end.act.accept(pool);
    assertThat(queued).allMatch(CompletableFuture::isCancelled);
    CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    pool.close();
    assertThatThrownBy(running::get).isNotNull();
    release.countDown();
  }

  @Test
  void whatACallbackThrowsIsToldToTheUncaughtExceptionHandler() throws Exception {
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> told.complete(e));
    try (ProcessPool pool = builder().build()) {
      Consumer<Object> fails =
          result -> {
            throw new IllegalStateException("of a callback");
          };
      CompletableFuture<String> task =
          pool.applyAsync(new Tasks.Gate(file("here"), file("go")), fails, fails);
      open();
      assertThat(told.get(30, TimeUnit.SECONDS)).hasMessage("of a callback");
      assertThat(task.get()).as("the task's own result").isEqualTo(file("here"));
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }
}
