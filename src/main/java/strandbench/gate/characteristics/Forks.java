package strandbench.gate.characteristics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import strandbench.gate.Direction;

/**
 * Forks of two arms, measured in pairs, in the benchmark's own unit.
 *
 * @param base one row per fork of BASE, in the order of pairs, one value per iteration. Treat the
 *     arrays as read-only
 * @param head the same of HEAD
 * @param direction which way the values are better
 */
record Forks(List<double[]> base, List<double[]> head, Direction direction) {
  Forks {
    base = List.copyOf(base);
    head = List.copyOf(head);
  }

  int pairs() {
    return base.size();
  }

  /** What the gate reads off them: JMH's score of a fork is the mean of its iterations. */
  double[] logSlowDowns() {
    double[] before = means(base);
    double[] after = means(head);
    return IntStream.range(0, pairs())
        .mapToDouble(i -> direction.logSlowDown(before[i], after[i]))
        .toArray();
  }

  /** The arm whose values are the greater ones if HEAD is slower. */
  List<double[]> greater() {
    return direction == Direction.LOWER_IS_BETTER ? head : base;
  }

  /** The arm whose values are the lesser ones if HEAD is slower. */
  List<double[]> lesser() {
    return direction == Direction.LOWER_IS_BETTER ? base : head;
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
    return new Forks(base.subList(from, to), head.subList(from, to), direction);
  }

  /** The same forks, had HEAD been slower by a factor. */
  Forks slowedBy(double factor) {
    double times = direction == Direction.LOWER_IS_BETTER ? factor : 1 / factor;
    return new Forks(
        base,
        head.stream()
            .map(fork -> Arrays.stream(fork).map(value -> value * times).toArray())
            .toList(),
        direction);
  }
}
