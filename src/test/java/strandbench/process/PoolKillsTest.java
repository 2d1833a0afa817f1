package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;

/**
 * Kills at random moments, with tasks that are short enough to be given ahead by hundreds: every
 * future completes, a kill fails one task at most, no task runs twice, the pool's size is restored.
 *
 * <p>{@code -Dstrandbench.kills=1000} for more than the twenty of each build.
 */
@Covers(Construct.P17)
@Timeout(1800) // Against a hang only.
class PoolKillsTest {
  private static final int KILLS = Integer.getInteger("strandbench.kills", 20);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int AT_ONCE = 400;

  @TempDir Path directory;

  private final Random random = new Random(20261121);
  private final List<CompletableFuture<Integer>> futures = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aKillFailsOneTaskAtMostAndNoneRunsTwice(Transport transport) throws Exception {
    int kills = KILLS / Transport.values().length;
    int killed = 0;
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(2)
            .transport(transport)
            .accept("strandbench.process.*")
            .build()) {
      while (killed < kills) {
        int soFar = futures.size();
        submit(pool);
        int progress = soFar + random.nextInt(AT_ONCE);
        Await.until("a task completes", LIMIT, () -> futures.get(progress).isDone());
        List<Long> pids = pool.pids();
        if (!pids.isEmpty()) {
          boolean dies =
              ProcessHandle.of(pids.get(random.nextInt(pids.size())))
                  .map(ProcessHandle::destroyForcibly)
                  .orElse(false);
          killed += dies ? 1 : 0;
        }
      }
      check(killed);
      Await.until("two workers", LIMIT, () -> pool.pids().size() == 2);
    }
  }

  /** Mostly null tasks, some of 0.1 ms, a few of 5 ms with hundreds behind them. */
  private void submit(ProcessPool pool) {
    for (int i = 0; i < AT_ONCE; i++) {
      int kind = random.nextInt(200);
      long spinNanos = kind == 0 ? 5_000_000 : kind < 20 ? 100_000 : 0;
      futures.add(pool.submit(new Ticks.Tick(directory.toString(), futures.size(), spinNanos)));
    }
  }

  private void check(int killed) throws Exception {
    List<Integer> died = new ArrayList<>();
    for (int i = 0; i < futures.size(); i++) {
      try {
        assertThat(futures.get(i).get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(i);
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(WorkerDiedException.class);
        assertThat(((WorkerDiedException) e.getCause()).signal()).hasValue(9);
        died.add(i);
      }
    }
    assertThat(died).hasSizeLessThanOrEqualTo(killed);
    int[] counts = Ticks.count(directory, futures.size());
    for (int i = 0; i < counts.length; i++) {
      if (died.contains(i)) {
        assertThat(counts[i]).as("runs of task %s, whose worker died", i).isLessThanOrEqualTo(1);
      } else {
        assertThat(counts[i]).as("runs of task %s", i).isEqualTo(1);
      }
    }
  }

  /** The same for tasks that may run again: then all succeed, and each ran. */
  @ParameterizedTest
  @EnumSource(Transport.class)
  void idempotentTasksSurviveKills(Transport transport) throws Exception {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(2)
            .transport(transport)
            .maxDeathsPerTask(Integer.MAX_VALUE)
            .accept("strandbench.process.*")
            .build()) {
      for (int kill = 0; kill < 5; kill++) {
        int soFar = futures.size();
        for (int i = 0; i < AT_ONCE; i++) {
          futures.add(pool.submit(new Ticks.IdempotentTick(directory.toString(), soFar + i)));
        }
        Await.until("a task completes", LIMIT, () -> futures.get(soFar).isDone());
        pool.pids().stream()
            .findAny()
            .flatMap(ProcessHandle::of)
            .ifPresent(ProcessHandle::destroyForcibly);
      }
      for (int i = 0; i < futures.size(); i++) {
        assertThat(futures.get(i).get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(i);
      }
      assertThat(Ticks.count(directory, futures.size())).doesNotContain(0);
    }
  }

  /** While a pool starts its workers: a kill from outside doesn't count against it. */
  @ParameterizedTest
  @EnumSource(Transport.class)
  void killsOfStartingWorkersDoNotBreakThePool(Transport transport) throws Exception {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .transport(transport)
            .accept("strandbench.process.*")
            .jvmOptions(List.of("-Dmark=" + directory))
            .build()) {
      long seen = pool.pids().getFirst();
      Await.kill9(seen);
      CompletableFuture<Integer> waits = pool.submit(new Ticks.Tick(directory.toString(), 0, 0));
      for (int i = 0; i < 6; i++) {
        long before = seen;
        Await.until("the next one starts", LIMIT, () -> starting(before) != 0);
        seen = starting(before);
        ProcessHandle.of(seen).ifPresent(ProcessHandle::destroyForcibly);
      }
      assertThat(waits.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isZero();
      assertThat(Ticks.count(directory, 1)).containsExactly(1);
    } catch (ExecutionException e) {
      // Its worker was ready already, and running it: that is what this may look like.
      assertThat(e).hasCauseInstanceOf(WorkerDiedException.class);
    }
  }

  private long starting(long before) {
    return Await.processesWith("-Dmark=" + directory)
        .mapToLong(ProcessHandle::pid)
        .filter(pid -> pid != before)
        .findAny()
        .orElse(0);
  }

  /** After shutdown as well: what was accepted is run, though its worker is killed. */
  @ParameterizedTest
  @EnumSource(Transport.class)
  void killsDuringShutdownLoseNothing(Transport transport) throws IOException {
    ProcessPool pool =
        ProcessPool.builder()
            .workers(2)
            .transport(transport)
            .accept("strandbench.process.*")
            .build();
    for (int i = 0; i < 2000; i++) {
      futures.add(pool.submit(new Ticks.Tick(directory.toString(), i, i % 100 == 0 ? 100_000 : 0)));
    }
    pool.shutdown();
    for (long pid : pool.pids()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
    pool.close();
    int failed = 0;
    for (CompletableFuture<Integer> future : futures) {
      assertThat(future).isDone();
      if (future.isCompletedExceptionally()) {
        assertThat(catchThrowableOfType(ExecutionException.class, future::get))
            .hasCauseInstanceOf(WorkerDiedException.class);
        failed++;
      }
    }
    assertThat(failed).isLessThanOrEqualTo(2);
    for (int count : Ticks.count(directory, futures.size())) {
      assertThat(count).isLessThanOrEqualTo(1);
    }
  }
}
