package strandbench.stats;

import java.util.Arrays;
import org.apache.commons.numbers.arrays.Selection;

/**
 * Which paths a test has called at its looks so far, and the smallest level at which each was.
 *
 * <p>At a look, and at every level, the paths that are most extreme there are called besides those
 * that were called before: as many as leave all of them together within level · spent · paths. Of
 * equally extreme ones all are called, or none. What is called at a level is called at every
 * greater one, and stays so.
 */
final class CalledPaths {
  private static final int PATH_BITS = SignPaths.MOST_BITS;
  private static final long PATH_MASK = (1L << PATH_BITS) - 1;

  /** Levels are rounded up to multiples of it. */
  private static final double LEVEL_UNIT = 0x1p-42;

  private final int paths;
  private final double limit;

  /** Levels, in units, and below them the paths; ascending. */
  private long[] called = {};

  private double observed = Double.POSITIVE_INFINITY;

  /**
   * @param paths how many there are
   * @param limit levels above it are not told; below 1/2
   */
  CalledPaths(int paths, double limit) {
    this.paths = paths;
    this.limit = limit;
  }

  /** The smallest level at which path 0 was called; infinite where that is above the limit. */
  double level() {
    return observed;
  }

  /**
   * Looks once more.
   *
   * @param turned per path a whole number, below 2^43 in size: the less, the more extreme
   * @param spent the share of the level that may be spent up to this look, no less than at the one
   *     before
   */
  void look(double[] turned, double spent) {
    long[] extreme = extreme(turned, (int) (limit * spent * paths));
    if (extreme.length > 0) {
      call(extreme, spent * paths);
    }
  }

  /** The most extreme ones, as value and path, the most extreme first; ties at the end left out. */
  private static long[] extreme(double[] turned, int most) {
    double[] sorted = turned.clone();
    Selection.select(sorted, most);
    double next = sorted[most];
    long[] extreme = new long[most];
    int found = 0;
    for (int path = 0; path < turned.length; path++) {
      if (turned[path] < next) {
        extreme[found++] = packed((long) turned[path], path);
      }
    }
    long[] all = Arrays.copyOf(extreme, found);
    Arrays.sort(all);
    return all;
  }

  /**
   * Finds for each rank, from the last one up, the level above which that many can be called. While
   * ranks and levels fall, {@code others} counts those that were called before at the level, and
   * that are less extreme than the rank.
   *
   * @param whole how many may be called at a level of 1
   */
  private void call(long[] extreme, double whole) {
    double[] levels = new double[paths];
    Arrays.fill(levels, Double.POSITIVE_INFINITY);
    for (long each : called) {
      levels[path(each)] = level(each);
    }
    boolean[] within = new boolean[paths];
    for (long each : extreme) {
      within[path(each)] = true;
    }
    int others = 0;
    for (long each : called) {
      others += within[path(each)] ? 0 : 1;
    }
    int before = called.length - 1;
    double tied = 0;
    for (int rank = extreme.length; rank > 0; rank--) {
      while (before >= 0 && level(called[before]) >= (rank + others) / whole) {
        others -= within[path(called[before--])] ? 0 : 1;
      }
      double level = (rank + others) / whole;
      boolean ties =
          rank < extreme.length && extreme[rank] >> PATH_BITS == extreme[rank - 1] >> PATH_BITS;
      tied = ties ? tied : level;
      int path = path(extreme[rank - 1]);
      others += levels[path] < level ? 1 : 0;
      within[path] = false;
      levels[path] = Math.min(levels[path], tied);
    }
    keep(levels);
  }

  private void keep(double[] levels) {
    long[] all = new long[paths];
    int found = 0;
    for (int path = 0; path < paths; path++) {
      if (levels[path] <= limit) {
        long level = (long) Math.ceil(levels[path] / LEVEL_UNIT);
        all[found++] = packed(level, path);
        observed = path == 0 ? level * LEVEL_UNIT : observed;
      }
    }
    called = Arrays.copyOf(all, found);
    Arrays.sort(called);
  }

  private static long packed(long value, int path) {
    return (value << PATH_BITS) | path;
  }

  private static int path(long packed) {
    return (int) (packed & PATH_MASK);
  }

  private static double level(long packed) {
    return (packed >> PATH_BITS) * LEVEL_UNIT;
  }
}
