package strandbench.gate.characteristics;

import java.util.Arrays;

/**
 * How hard the study looks.
 *
 * @param trials per row; rows that cost more take a part of it, those of a near goal a multiple
 * @param seed the same seed gives the same figures
 */
public record Effort(int trials, long seed) {
  /** Random flips in a simulated test: the level is kept with any number, power is lost by few. */
  static final int FLIPS = 4_095;

  /** Where only the level is looked at. */
  static final int FEW_FLIPS = 1_023;

  /** Of a family of benchmarks, whose corrected level is smaller. */
  static final int FAMILY_FLIPS = 8_191;

  /** For conclusions: some minutes. */
  public static Effort full(long seed) {
    return new Effort(10_000, seed);
  }

  /** For a first look: some seconds. */
  public static Effort quick(long seed) {
    return new Effort(300, seed);
  }

  /** A part of the trials, at least one. */
  int part(int divisor) {
    return Math.max(1, trials / divisor);
  }

  /** More trials, where a goal is so near that fewer could not show it. */
  int times(int factor) {
    return factor * trials;
  }

  /** A seed of its own for each row of the study. */
  long seed(Object... row) {
    return seed * 1_000_003 + Arrays.toString(row).hashCode();
  }
}
