package strandbench.workload.division;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import strandbench.workload.CountingRange;

/**
 * A fixed pool of platform threads, whose tasks must not wait for tasks of their own: the range is
 * split up front by the thread that submits the parts.
 */
final class PoolDivision implements Division {
  private final ExecutorService pool;

  PoolDivision(int parallelism) {
    pool = Executors.newFixedThreadPool(parallelism);
  }

  @Override
  public long sum(CountingRange range, int cutOff) throws Exception {
    long sum = 0;
    for (Future<Long> part : pool.invokeAll(range.parts(cutOff))) {
      sum += part.get();
    }
    return sum;
  }

  @Override
  public void close() {
    pool.close();
  }
}
