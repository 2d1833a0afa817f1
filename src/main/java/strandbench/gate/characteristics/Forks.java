package strandbench.gate.characteristics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import strandbench.gate.Direction;

/**
 * Forks of two arms, measured in pairs, as times (less is better).
 *
 * @param base one row per fork of BASE, in the order of pairs, one value per iteration. Treat the
 *     arrays as read-only
 * @param head the same of HEAD
 */
record Forks(List<double[]> base, List<double[]> head) {
  Forks {
    base = List.copyOf(base);
    head = List.copyOf(head);
  }

  int pairs() {
    return base.size();
  }

  /** What the gate reads off them. */
  double[] logSlowDowns() {
    double[] before = means(base);
    double[] after = means(head);
    return IntStream.range(0, pairs())
        .mapToDouble(i -> Direction.LOWER_IS_BETTER.logSlowDown(before[i], after[i]))
        .toArray();
  }

  static double[] means(List<double[]> forks) {
    return forks.stream()
        .mapToDouble(fork -> Arrays.stream(fork).average().orElseThrow())
        .toArray();
  }

  static double[] values(List<double[]> forks) {
    return forks.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /** The first pairs alone. */
  Forks first(int pairs) {
    return between(0, pairs);
  }

  /** Pairs from one to before another. */
  Forks between(int from, int to) {
    return new Forks(base.subList(from, to), head.subList(from, to));
  }

  /** The same forks, had HEAD been slower by a factor. */
  Forks slowedBy(double factor) {
    return new Forks(
        base,
        head.stream()
            .map(fork -> Arrays.stream(fork).map(time -> time * factor).toArray())
            .toList());
  }
}
