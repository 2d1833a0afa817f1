package strandbench.stats;

import java.util.SplittableRandom;

/**
 * Ways to set the signs of differences that come in one after another. Each way is a path: whether
 * it turns the sign of a difference does not change as more of them come in. Path 0 turns none.
 *
 * <p>The first {@code bits} differences are turned in every way there is; what comes later is
 * turned at random, by the seed. So all paths are equally likely where every difference is
 * symmetric about 0: turned once more by a path, the 2^bits of them stay, as a set, what they are
 * in distribution (J. Besag and P. Clifford, "Generalized Monte Carlo significance tests",
 * Biometrika 76, 1989).
 *
 * @param bits 0 to {@link #MOST_BITS}
 * @param seed of what is random
 */
record SignPaths(int bits, long seed) {
  static final int MOST_BITS = 20;

  /** Subsets are looked up in blocks of so many differences: one byte of a path each. */
  static final int BLOCK = Byte.SIZE;

  /** So few where few paths are looked at, since the blocks' sums have to be made first. */
  private static final int SMALL_BLOCK = 4;

  SignPaths {
    if (bits < 0 || bits > MOST_BITS) {
      throw new IllegalArgumentException("2^0 to 2^" + MOST_BITS + " paths, not 2^" + bits);
    }
  }

  int count() {
    return 1 << bits;
  }

  /** For each path the sum of what it turns. */
  double[] turned(double[] values) {
    double[][] sums = blockSums(values, BLOCK);
    double[] turned = new double[count()];
    for (int path = 1; path < turned.length; path++) {
      turned[path] = turned(sums, BLOCK, values.length, path);
    }
    return turned;
  }

  /**
   * How many paths turn a sum of 0 or less, path 0 among them. Counts no further than to one more
   * than asked for.
   */
  int turningZeroOrLess(double[] values, int most) {
    double[][] sums = blockSums(values, SMALL_BLOCK);
    int count = 1;
    for (int path = 1; path < count() && count <= most; path++) {
      count += turned(sums, SMALL_BLOCK, values.length, path) <= 0 ? 1 : 0;
    }
    return count;
  }

  /** How many paths turn the same of the first differences, at least. */
  int alike(int differences) {
    return 1 << (bits - Math.min(bits, differences));
  }

  private double turned(double[][] sums, int size, int values, int path) {
    int perWord = Long.SIZE / size;
    int mask = (1 << size) - 1;
    long turns = values > bits ? path | (random(path, 0) << bits) : path;
    double sum = 0;
    for (int block = 0; block < sums.length; block++) {
      if (block > 0 && block % perWord == 0) {
        turns = random(path, block / perWord);
      }
      sum += sums[block][(int) turns & mask];
      turns >>>= size;
    }
    return sum;
  }

  private long random(int path, int word) {
    return new SplittableRandom(seed + ((long) word << MOST_BITS) + path).nextLong();
  }

  /** For each block of values, the sum of each of its subsets; beyond the last value are zeros. */
  static double[][] blockSums(double[] values, int size) {
    double[][] sums = new double[(values.length + size - 1) / size][1 << size];
    for (int i = 0; i < size * sums.length; i++) {
      double[] block = sums[i / size];
      double value = i < values.length ? values[i] : 0;
      int bit = 1 << i % size;
      for (int subset = bit; subset < 2 * bit; subset++) {
        block[subset] = block[subset - bit] + value;
      }
    }
    return sums;
  }
}
