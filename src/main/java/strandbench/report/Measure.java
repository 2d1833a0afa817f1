package strandbench.report;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import strandbench.stats.Estimate;

/**
 * One thing that a benchmark measures.
 *
 * @param name as a table's head and a legend have it, with the unit: {@code p99 latency (µs)}
 * @param unit as it follows a figure: {@code µs}
 * @param higher whether a higher value is better
 * @param forks one value per fork of a cell; empty where the cell has none
 */
record Measure(String name, String unit, boolean higher, Function<Cell, double[]> forks) {

  /** A secondary metric, in a unit that is {@code factor} times as large a number. */
  static Measure secondary(String name, String unit, boolean higher, String metric, double factor) {
    return new Measure(name, unit, higher, cell -> scaled(cell.forks(metric), factor));
  }

  /** The primary metric of a benchmark that counts operations per second. */
  static Measure perSecond(String name, String unit) {
    return new Measure(
        name, unit, true, cell -> cell.unit().equals("ops/s") ? cell.forks() : new double[0]);
  }

  /** The primary metric of a benchmark that takes the time of an operation, in µs. */
  static Measure micros(String name) {
    return new Measure(name, "µs", false, cell -> scaled(cell.forks(), microsPerUnit(cell.unit())));
  }

  /** The same primary metric turned over: what one operation takes, in ms. */
  static Measure millisPerOperation(String name) {
    return new Measure(
        name,
        "ms",
        false,
        cell ->
            cell.unit().equals("ops/s")
                ? Arrays.stream(cell.forks()).map(rate -> 1e3 / rate).toArray()
                : new double[0]);
  }

  /** A counter that JMH tells per second, for one operation. */
  static Measure perOperation(String name, String metric) {
    return new Measure(
        name,
        "",
        false,
        cell -> {
          double[] counted = cell.forks(metric);
          double[] operations = cell.forks();
          return counted.length == operations.length
              ? IntStream.range(0, counted.length)
                  .mapToDouble(fork -> counted[fork] / operations[fork])
                  .toArray()
              : new double[0];
        });
  }

  /**
   * A metric of one operation, for one of the things that are counted in it.
   *
   * @param counter a counter that JMH tells per second
   */
  static Measure perCounted(String name, String unit, String metric, String counter) {
    return new Measure(
        name,
        unit,
        false,
        cell -> {
          double[] values = cell.forks(metric);
          double[] operations = cell.forks();
          double[] counted = cell.forks(counter);
          return values.length == operations.length && counted.length == operations.length
              ? IntStream.range(0, counted.length)
                  .mapToDouble(fork -> values[fork] * operations[fork] / counted[fork])
                  .filter(Double::isFinite)
                  .toArray()
              : new double[0];
        });
  }

  /**
   * A percentile of a benchmark that samples the time of single operations, in µs.
   *
   * @param rank as JMH labels it: {@code 0.99}
   */
  static Measure percentile(String name, String rank) {
    return new Measure(
        name, "µs", false, cell -> scaled(cell.forks("p" + rank), microsPerUnit(cell.unit())));
  }

  /** The same in other terms: multiplied by what a cell tells, and not there where that is NaN. */
  Measure scaled(String otherName, String otherUnit, ToDoubleFunction<Cell> factor) {
    return new Measure(
        otherName,
        otherUnit,
        higher,
        cell -> scaled(forks.apply(cell), factor.applyAsDouble(cell)));
  }

  private static double microsPerUnit(String unit) {
    return switch (unit) {
      case "ns/op" -> 1e-3;
      case "us/op" -> 1;
      case "ms/op" -> 1e3;
      case "s/op" -> 1e6;
      default -> Double.NaN;
    };
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(value -> value * factor).filter(Double::isFinite).toArray();
  }

  boolean isOf(Cell cell) {
    return cell.scores() && forks.apply(cell).length > 0;
  }

  Estimate of(Cell cell) {
    return Estimate.ofMean(forks.apply(cell), Estimate.CONFIDENCE);
  }

  /** {@code 12.34 µs (95% interval 12.1 to 12.5)}. */
  String figure(Cell cell) {
    Estimate estimate = of(cell);
    return Numbers.figure(estimate.value())
        + " "
        + unit
        + (estimate.hasInterval() ? " (95% interval " + Numbers.interval(estimate) + ")" : "");
  }

  /** Values where more is better, whatever is measured: what a comparison ranks by. */
  double[] merit(Cell cell) {
    return higher
        ? forks.apply(cell)
        : Arrays.stream(forks.apply(cell)).map(value -> 1 / value).toArray();
  }
}
