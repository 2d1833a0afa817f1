package strandbench.workload.division;

import java.util.concurrent.ForkJoinPool;
import strandbench.workload.CountingRange;

/**
 * A parallel stream over the parts, started from within a pool, whose threads it then uses. It
 * gives each of about four tasks per thread a run of parts, however small these are.
 */
final class StreamDivision implements Division {
  private final ForkJoinPool pool;

  StreamDivision(int parallelism) {
    pool = new ForkJoinPool(parallelism);
  }

  @Override
  public long sum(CountingRange range, int cutOff) throws Exception {
    return pool.submit(
            () -> range.parts(cutOff).parallelStream().mapToLong(CountingRange::call).sum())
        .get();
  }

  @Override
  public long steals() {
    return pool.getStealCount();
  }

  @Override
  public void close() {
    pool.close();
  }
}
