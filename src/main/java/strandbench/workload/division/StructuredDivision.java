package strandbench.workload.division;

import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import strandbench.workload.CountingRange;
import strandbench.workload.StructuredScope;

/**
 * A structured task scope for each division (JEP 505): it forks the left half into a virtual thread
 * of its own and joins it when the right half is done.
 */
final class StructuredDivision implements Division {
  private static final ThreadFactory FACTORY = Thread.ofVirtual().factory();

  @Override
  public long sum(CountingRange range, int cutOff) throws Exception {
    FutureTask<Long> root = new FutureTask<>(() -> halves(range, cutOff));
    Thread.startVirtualThread(root);
    return root.get();
  }

  private static long halves(CountingRange range, int cutOff) throws Exception {
    if (range.size() <= cutOff) {
      return range.call();
    }
    try (StructuredScope scope = StructuredScope.open(FACTORY)) {
      CountingRange leftHalf = range.left();
      Supplier<Long> left = scope.fork(() -> halves(leftHalf, cutOff));
      long right = halves(range.right(), cutOff);
      scope.join();
      return left.get() + right;
    }
  }

  @Override
  public void close() {
    // Every thread has ended: no scope closes before its own have.
  }
}
