package strandbench.model;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import strandbench.process.ProcessPool;

/**
 * A way to run many tasks. Each constant opens an {@link ExecutorService} that runs at most a given
 * number of tasks at once; that cap is the same for every model, so that models are compared and
 * not pool sizes.
 *
 * <p>To add a model, add a constant here and, where the JDK has no executor for it, one class; the
 * contract test and the benchmarks pick it up.
 */
public enum ConcurrencyModel {
  /** The thread that submits a task runs it. */
  SINGLE_THREAD(1, "it runs tasks in the caller, one at a time") {
    @Override
    ExecutorService start(int parallelism) {
      return new CallerRunsExecutor();
    }
  },

  /** A new platform thread for each task. */
  PLATFORM_THREADS(Integer.MAX_VALUE, "") {
    @Override
    ExecutorService start(int parallelism) {
      return new PlatformThreadPerTaskExecutor(parallelism);
    }
  },

  /** A fixed pool of platform threads. */
  PLATFORM_POOL(Integer.MAX_VALUE, "") {
    @Override
    ExecutorService start(int parallelism) {
      return Executors.newFixedThreadPool(parallelism);
    }
  },

  /** A new virtual thread for each task, which takes a permit before it runs. */
  VIRTUAL_THREADS(Integer.MAX_VALUE, "") {
    @Override
    ExecutorService start(int parallelism) {
      return new VirtualThreadPerTaskExecutor(parallelism);
    }
  },

  /** A work-stealing pool in FIFO mode, as {@link Executors#newWorkStealingPool(int)} makes it. */
  FORK_JOIN_POOL(0x7fff, "it holds 32,767 threads at most") {
    @Override
    ExecutorService start(int parallelism) {
      return Executors.newWorkStealingPool(parallelism);
    }
  },

  /** A pool of JVM processes; tasks and results travel between processes, serialized. */
  PROCESS_POOL(16, "it needs a JVM per task in flight, and 16 is the most that is started here") {
    @Override
    ExecutorService start(int parallelism) {
      return processes(parallelism, 1);
    }
  },

  /**
   * A pool of JVM processes, no more of them than processors, with many tasks at once in each, on
   * virtual threads: as many processes as divide the cap without a remainder, so that it is kept to
   * exactly.
   */
  PROCESS_POOL_OF_VIRTUAL_THREADS(
      10_000, "the heaps of its workers are small, and 10,000 is the most that is tried here") {
    @Override
    ExecutorService start(int parallelism) {
      int workers =
          IntStream.rangeClosed(1, Runtime.getRuntime().availableProcessors())
              .filter(number -> parallelism % number == 0)
              .max()
              .orElseThrow();
      return processes(workers, parallelism / workers);
    }
  };

  private final int maxParallelism;
  private final String whyNoMore;

  ConcurrencyModel(int maxParallelism, String whyNoMore) {
    this.maxParallelism = maxParallelism;
    this.whyNoMore = whyNoMore;
  }

  /**
   * Opens an executor that runs at most {@code parallelism} tasks at once, and that many if it is
   * given enough of them. All that can be started ahead (pool processes) is ready on return.
   * Whoever opens it closes it.
   *
   * @throws IllegalArgumentException if this model {@linkplain #refusal can't hold} that many
   */
  public ExecutorService open(int parallelism) {
    refusal(parallelism)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
    return start(parallelism);
  }

  /** Why this model can't hold {@code parallelism} tasks at once, in one line; empty if it can. */
  public Optional<String> refusal(int parallelism) {
    if (parallelism < 1) {
      return Optional.of(name() + " with a cap of " + parallelism + ": a cap is at least 1");
    }
    return parallelism <= maxParallelism
        ? Optional.empty()
        : Optional.of(name() + " can't hold " + parallelism + " at once: " + whyNoMore);
  }

  abstract ExecutorService start(int parallelism);

  private static ExecutorService processes(int workers, int tasksInEach) {
    return ProcessPool.builder()
        .workers(workers)
        .concurrencyPerWorker(tasksInEach)
        .accept("strandbench.**")
        .startupCache(true)
        .build();
  }
}
