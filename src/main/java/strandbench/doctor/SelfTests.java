package strandbench.doctor;

import static strandbench.result.Finding.doubt;
import static strandbench.result.Finding.fine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import strandbench.result.Finding;

/**
 * Measures in some seconds whether the machine does what it seems to: whether as many threads as it
 * has processors get as much done each as one alone, whether it keeps that up, and whether one
 * thread is then as fast as before. (JMH validates a machine in the same way, by thread scaling and
 * thermal run-down, in minutes.)
 *
 * <p>The work is a xorshift chain (Marsaglia 2003), which stays in registers and can't be folded.
 */
final class SelfTests {
  private static final int CHUNK = 20_000;
  private static final double LEAST_SCALING = 0.9;
  private static final double MOST_SLOWDOWN = 0.05;

  private final int threads;
  private final Duration slice;
  private final int slices;

  /**
   * Creates the tests.
   *
   * @param threads how many threads should get as much done each as one alone
   * @param slice for how long a rate is measured
   * @param slices how many of them the burst lasts
   */
  SelfTests(int threads, Duration slice, int slices) {
    this.threads = threads;
    this.slice = slice;
    this.slices = slices;
  }

  /** Takes {@code slices} and three times the slice. */
  List<Finding> findings() {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      rate(pool, 1);
      double alone = rate(pool, 1);
      List<Double> together = new ArrayList<>();
      for (int i = 0; i < slices; i++) {
        together.add(rate(pool, threads));
      }
      double after = rate(pool, 1);
      return List.of(
          scaling(together.getFirst() / (threads * alone), threads),
          burst(1 - together.getLast() / together.getFirst()),
          thermal(1 - after / alone));
    }
  }

  static Finding scaling(double efficiency, int threads) {
    String observed =
        String.format(
            Locale.ROOT,
            "%d threads together do %.0f%% of %d times what one does",
            threads,
            100 * efficiency,
            threads);
    return efficiency >= LEAST_SCALING
        ? fine("thread-scaling", observed)
        : doubt(
            "thread-scaling",
            observed,
            "the processors are not whole cores of this process alone (SMT, a quota, other load, turbo,"
                + " a hypervisor): no model can reach the ideal speedup",
            "see load, steal, smt, cpu-quota and turbo");
  }

  static Finding burst(double slowdown) {
    String observed =
        String.format(
            Locale.ROOT,
            "all threads together: %+.1f%% from a burst's start to its end",
            -100 * slowdown);
    return slowdown <= MOST_SLOWDOWN
        ? fine("burst", observed)
        : doubt(
            "burst",
            observed,
            "the machine is faster for a moment than it is for long (burst credits, a quota, turbo, or"
                + " other load that came meanwhile): what is measured first looks better",
            "use a machine without burst credits or quota, and turn turbo off; see load");
  }

  static Finding thermal(double slowdown) {
    String observed =
        String.format(
            Locale.ROOT, "one thread: %+.1f%% from before the burst to after it", -100 * slowdown);
    return slowdown <= MOST_SLOWDOWN
        ? fine("thermal", observed)
        : doubt(
            "thermal",
            observed,
            "a machine that has been busy is slower (heat, or other load that came meanwhile): a fork is"
                + " measured by what ran before it",
            "cool it, cap the clock, or turn turbo off; see load");
  }

  /** Steps per second of so many threads, all together. */
  private double rate(ExecutorService pool, int running) {
    CyclicBarrier start = new CyclicBarrier(running);
    List<Future<Double>> rates = new ArrayList<>();
    for (int i = 0; i < running; i++) {
      long seed = i + 1L;
      rates.add(
          pool.submit(
              () -> {
                start.await();
                return rate(seed);
              }));
    }
    double sum = 0;
    try {
      for (Future<Double> rate : rates) {
        sum += rate.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return sum;
  }

  private double rate(long seed) {
    long start = System.nanoTime();
    long x = seed;
    long steps = 0;
    do {
      for (int i = 0; i < CHUNK; i++) {
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
      }
      steps += CHUNK;
    } while (System.nanoTime() - start < slice.toNanos());
    if (x == 0) {
      throw new IllegalStateException("a xorshift chain never reaches 0");
    }
    return steps / ((System.nanoTime() - start) / 1e9);
  }
}
