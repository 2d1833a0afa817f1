package strandbench.bench;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import strandbench.workload.CountingLoop;
import strandbench.workload.Kernel;

/**
 * Warms the path from submit to get. An operation of a few hundred tasks uses it too seldom for C2
 * to have compiled it when measurement starts, least of all in the worker JVMs of a process pool,
 * each of which sees only its share; so that without this a fork would measure how far the compiler
 * has come. The same number of tasks for every model.
 */
final class HandOver {
  private static final int BATCH = 200;
  private static final int BATCHES_PER_WORKER = 50;
  private static final int MOST_BATCHES = 100;
  private static final int ITERATIONS = 10;

  private HandOver() {}

  static void warm(ExecutorService executor, int parallelism) throws Exception {
    List<CountingLoop> batch = CountingLoop.tasks(Kernel.XORSHIFT, BATCH, ITERATIONS);
    long expected = batch.stream().mapToLong(CountingLoop::expected).sum();
    int batches = Math.min(BATCHES_PER_WORKER * parallelism, MOST_BATCHES);
    for (int i = 0; i < batches; i++) {
      long sum = 0;
      for (Future<Long> result : executor.invokeAll(batch)) {
        sum += result.get();
      }
      Answers.check(expected, sum);
    }
  }
}
