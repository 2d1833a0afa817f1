package strandbench.workload;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * The CPU-bound task: a loop that really runs {@code iterations} times.
 *
 * <p>The task returns the kernel's state after the last iteration, which {@link #expected} knows by
 * another way. Immutable and serializable; safe to run from any thread, in any process, repeatedly.
 *
 * @param kernel what one iteration does
 * @param seed the state before the first iteration; not 0
 * @param iterations how many iterations, 0 or more
 */
public record CountingLoop(Kernel kernel, long seed, int iterations)
    implements Callable<Long>, Serializable {

  public CountingLoop {
    if (seed == 0) {
      throw new IllegalArgumentException("seed 0: a xorshift state of 0 never changes");
    }
    if (iterations < 0) {
      throw new IllegalArgumentException("iterations " + iterations + ": must not be negative");
    }
  }

  /** A fixed total of work, cut into tasks of equal size with different seeds. */
  public static List<CountingLoop> tasks(Kernel kernel, int tasks, int iterationsPerTask) {
    return IntStream.rangeClosed(1, tasks)
        .mapToObj(
            number -> new CountingLoop(kernel, number * 0x9E3779B97F4A7C15L, iterationsPerTask))
        .toList();
  }

  @Override
  public Long call() {
    return kernel.run(seed, iterations);
  }

  /** The right answer, computed without running the loop. */
  public long expected() {
    return kernel.expected(iterations).applyAsLong(seed);
  }
}
