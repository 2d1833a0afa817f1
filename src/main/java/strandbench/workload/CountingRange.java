package strandbench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongUnaryOperator;

/**
 * Work that can be divided: the counting loop over a range of seeds, whose answers are summed.
 *
 * <p>A range is worth the sum of its halves, so that however it is divided the answer is the same;
 * a part that is lost, or summed twice, shows. Immutable; safe to run from any thread, repeatedly.
 *
 * @param kernel what one iteration does
 * @param from the first number of the range; each has a seed of its own
 * @param size how many numbers, 1 or more
 * @param iterations how many iterations each number's loop runs, 0 or more
 */
public record CountingRange(Kernel kernel, int from, int size, int iterations)
    implements Callable<Long> {
  private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

  public CountingRange {
    if (from < 0) {
      throw new IllegalArgumentException("from " + from + ": must not be negative");
    }
    if (size < 1) {
      throw new IllegalArgumentException("size " + size + ": must be 1 or more");
    }
    if (iterations < 0) {
      throw new IllegalArgumentException("iterations " + iterations + ": must not be negative");
    }
  }

  /** Runs the loops of the whole range, one after the other. */
  @Override
  public Long call() {
    return sum(seed -> kernel.run(seed, iterations));
  }

  /** The right answer, computed without running a loop. */
  public long expected() {
    return sum(kernel.expected(iterations));
  }

  private long sum(LongUnaryOperator answer) {
    long sum = 0;
    for (int i = 1; i <= size; i++) {
      sum += answer.applyAsLong((from + (long) i) * SEED_STEP);
    }
    return sum;
  }

  /**
   * The first half, the smaller one where the size is odd.
   *
   * @throws IllegalArgumentException if the size is 1
   */
  public CountingRange left() {
    return new CountingRange(kernel, from, size / 2, iterations);
  }

  /**
   * What {@link #left} leaves.
   *
   * @throws IllegalArgumentException if the size is 1
   */
  public CountingRange right() {
    int left = left().size();
    return new CountingRange(kernel, from + left, size - left, iterations);
  }

  /**
   * The parts that halving gives where it stops at {@code cutOff} numbers or less, in order.
   *
   * @throws IllegalArgumentException if {@code cutOff} is less than 1
   */
  public List<CountingRange> parts(int cutOff) {
    List<CountingRange> parts = new ArrayList<>();
    addTo(parts, cutOff);
    return parts;
  }

  private void addTo(List<CountingRange> parts, int cutOff) {
    if (size <= cutOff) {
      parts.add(this);
    } else {
      left().addTo(parts, cutOff);
      right().addTo(parts, cutOff);
    }
  }
}
