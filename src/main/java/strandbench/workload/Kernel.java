package strandbench.workload;

import java.util.function.LongUnaryOperator;

/** What one iteration of a {@link CountingLoop} does. */
public enum Kernel {
  /**
   * One step of Marsaglia's xorshift generator (G. Marsaglia, "Xorshift RNGs", Journal of
   * Statistical Software 8(14), 2003; shifts 13, 7, 17). Each step needs the one before, C2 knows
   * no closed form of it, and being linear over GF(2) it can be jumped ahead in O(log n), which
   * gives an oracle that shares no code with the loop.
   */
  XORSHIFT(6) {
    @Override
    public long run(long state, int iterations) {
      long x = state;
      for (int i = 0; i < iterations; i++) {
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
      }
      return x;
    }

    @Override
    LongUnaryOperator expected(int iterations) {
      return new XorshiftJump(iterations)::ahead;
    }
  },

  /**
   * The loop that everybody writes first, and that C2 replaces by one addition. It counts nothing;
   * it is here as the control that a run must reject.
   */
  NAIVE(1) {
    @Override
    public long run(long state, int iterations) {
      long sum = state;
      for (int i = 0; i < iterations; i++) {
        sum += 1;
      }
      return sum;
    }

    @Override
    LongUnaryOperator expected(int iterations) {
      return state -> state + iterations;
    }
  };

  private final int chainCycles;

  Kernel(int chainCycles) {
    this.chainCycles = chainCycles;
  }

  /**
   * The length in clock cycles of the dependence chain that one iteration adds: the number of
   * one-cycle operations of which each needs the result of the one before. An iteration that takes
   * less was not carried out.
   */
  public int chainCycles() {
    return chainCycles;
  }

  /** The state after so many iterations, each of which is carried out (but for NAIVE's). */
  public abstract long run(long state, int iterations);

  /** The state after so many iterations, by another way than running them. */
  abstract LongUnaryOperator expected(int iterations);
}
