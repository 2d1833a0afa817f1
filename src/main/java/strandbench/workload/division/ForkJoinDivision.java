package strandbench.workload.division;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;
import strandbench.workload.CountingRange;

/** A {@link RecursiveTask} that forks its left half and does the right one itself. */
final class ForkJoinDivision implements Division {
  private final ForkJoinPool pool;

  ForkJoinDivision(int parallelism) {
    pool = new ForkJoinPool(parallelism);
  }

  @Override
  public long sum(CountingRange range, int cutOff) {
    return pool.invoke(new Sum(range, cutOff));
  }

  @Override
  public long steals() {
    return pool.getStealCount();
  }

  @Override
  public void close() {
    pool.close();
  }

  private static final class Sum extends RecursiveTask<Long> {
    private static final long serialVersionUID = 1;

    private final transient CountingRange range;
    private final int cutOff;

    Sum(CountingRange range, int cutOff) {
      this.range = range;
      this.cutOff = cutOff;
    }

    @Override
    protected Long compute() {
      if (range.size() <= cutOff) {
        return range.call();
      }
      Sum left = new Sum(range.left(), cutOff);
      left.fork();
      long right = new Sum(range.right(), cutOff).compute();
      return left.join() + right;
    }
  }
}
