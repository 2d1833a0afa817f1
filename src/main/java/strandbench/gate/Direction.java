package strandbench.gate;

import java.util.Optional;

/** Which way a metric is better: told by mode and unit, never by guess. */
public enum Direction {
  HIGHER_IS_BETTER,
  LOWER_IS_BETTER;

  private static final String OPERATIONS = "ops/";
  private static final String PER_OPERATION = "/op";

  /**
   * Of a benchmark's own score: operations per time are better where there are more of them, times
   * per operation where they are shorter. Empty where the mode is not one of JMH's, or the unit is
   * not one that JMH gives to that mode.
   *
   * @param mode JMH's short name: thrpt, avgt, sample, ss
   * @param unit JMH's, for example {@code ops/s} or {@code us/op}
   */
  public static Optional<Direction> ofScore(String mode, String unit) {
    return switch (mode) {
      case "thrpt" -> ofMetric(unit).filter(HIGHER_IS_BETTER::equals);
      case "avgt", "sample", "ss" -> ofMetric(unit).filter(LOWER_IS_BETTER::equals);
      default -> Optional.empty();
    };
  }

  /**
   * Of a secondary metric: what one operation costs ({@code B/op}, {@code us/op}) is better where
   * it is less, operations per anything where they are more. Of other units ({@code MB/sec}, {@code
   * counts}) nobody can tell: empty.
   */
  public static Optional<Direction> ofMetric(String unit) {
    if (unit.startsWith(OPERATIONS)) {
      return Optional.of(HIGHER_IS_BETTER);
    }
    return unit.endsWith(PER_OPERATION) ? Optional.of(LOWER_IS_BETTER) : Optional.empty();
  }

  /**
   * The logarithm of how many times HEAD is slower (or costs more) than BASE: above 0 where HEAD is
   * worse. A throughput that halves is a slow-down of 2, as is a time that doubles.
   *
   * @param base what BASE scored: positive and finite
   * @param head what HEAD scored: the same
   */
  public double logSlowDown(double base, double head) {
    if (!(base > 0 && base < Double.POSITIVE_INFINITY)
        || !(head > 0 && head < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "scores must be positive and finite: " + base + ", " + head);
    }
    double log = Math.log(head) - Math.log(base);
    return this == HIGHER_IS_BETTER ? -log : log;
  }
}
