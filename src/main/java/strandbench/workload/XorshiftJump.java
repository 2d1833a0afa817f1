package strandbench.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * Jumps a xorshift generator ahead without stepping through it.
 *
 * <p>A step is linear over GF(2), so n steps are the n-th power of a 64 × 64 bit matrix, reached by
 * repeated squaring (H. Haramoto et al., "Efficient Jump Ahead for F2-Linear Random Number
 * Generators", INFORMS Journal on Computing 20(3), 2008). A matrix is an array of 64 columns:
 * column i is the image of the state whose only set bit is bit i.
 */
final class XorshiftJump {
  /** The powers of the step's matrix whose product is the jump, one per bit of its length. */
  private final List<long[]> powers = new ArrayList<>();

  /** A jump over {@code steps} steps, for any number of states. */
  XorshiftJump(int steps) {
    long[] power = step();
    for (int rest = steps; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        powers.add(power);
      }
      power = square(power);
    }
  }

  /** The state that many steps after {@code state}. */
  long ahead(long state) {
    long result = state;
    for (long[] power : powers) {
      result = apply(power, result);
    }
    return result;
  }

  /** One step, as the product of its three shift-xor matrices. */
  private static long[] step() {
    return multiply(shiftXor(17), multiply(shiftXor(-7), shiftXor(13)));
  }

  /** The matrix of x ^= x << by, or of x ^= x >>> -by where {@code by} is negative. */
  private static long[] shiftXor(int by) {
    long[] columns = new long[Long.SIZE];
    for (int bit = 0; bit < Long.SIZE; bit++) {
      int image = bit + by;
      boolean inside = image >= 0 && image < Long.SIZE;
      columns[bit] = (1L << bit) | (inside ? 1L << image : 0);
    }
    return columns;
  }

  private static long[] square(long[] matrix) {
    return multiply(matrix, matrix);
  }

  private static long[] multiply(long[] left, long[] right) {
    long[] product = new long[Long.SIZE];
    for (int column = 0; column < Long.SIZE; column++) {
      product[column] = apply(left, right[column]);
    }
    return product;
  }

  private static long apply(long[] matrix, long vector) {
    long image = 0;
    for (long rest = vector; rest != 0; rest &= rest - 1) {
      image ^= matrix[Long.numberOfTrailingZeros(rest)];
    }
    return image;
  }
}
