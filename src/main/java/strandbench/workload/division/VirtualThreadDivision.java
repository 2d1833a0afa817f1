package strandbench.workload.division;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import strandbench.workload.CountingRange;

/**
 * A virtual thread for each left half, joined by the thread that did the right one. All share the
 * JVM's one scheduler, whose carriers are the cap.
 */
final class VirtualThreadDivision implements Division {

  @Override
  public long sum(CountingRange range, int cutOff) throws Exception {
    return start(() -> halves(range, cutOff)).get();
  }

  private static long halves(CountingRange range, int cutOff) throws Exception {
    if (range.size() <= cutOff) {
      return range.call();
    }
    CountingRange leftHalf = range.left();
    FutureTask<Long> left = start(() -> halves(leftHalf, cutOff));
    long right = halves(range.right(), cutOff);
    return left.get() + right;
  }

  private static FutureTask<Long> start(Callable<Long> work) {
    FutureTask<Long> task = new FutureTask<>(work);
    Thread.startVirtualThread(task);
    return task;
  }

  @Override
  public void close() {
    // Every thread has ended: each was joined.
  }
}
