package strandbench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import strandbench.report.Axis.Tick;

/** Makes axes that fit their values. */
final class Axes {
  static final String LOG_NOTE = "The axis is logarithmic: equal distances are equal ratios.";

  private static final double MARGIN = 0.06;

  /** Fewer don't tell a reader how far apart two points are. */
  private static final int FEWEST_TICKS = 3;

  /** A log axis spans at least the square of this ratio, so that its labels differ. */
  private static final double NARROWEST = 1.05;

  /** From this ratio of the highest value to the lowest, an axis is logarithmic as a rule. */
  static final double LOG_FROM = 50;

  private Axes() {}

  /** An axis with a tick at each of the levels that were measured. */
  static Axis ofLevels(String name, boolean log, Collection<Double> levels) {
    double[] sorted =
        levels.stream().mapToDouble(Double::doubleValue).sorted().distinct().toArray();
    double low = sorted[0];
    double high = sorted[sorted.length - 1];
    List<Tick> ticks =
        Arrays.stream(sorted).mapToObj(level -> new Tick(level, Numbers.tick(level))).toList();
    if (low == high) {
      return log
          ? new Axis(name, true, low / 2, high * 2, ticks)
          : new Axis(name, false, low - 1, high + 1, ticks);
    }
    Axis tight = new Axis(name, log, low, high, ticks);
    return new Axis(name, log, tight.shifted(low, -MARGIN), tight.shifted(high, MARGIN), ticks);
  }

  /**
   * Whether levels stand more evenly on a log axis than on a linear one: those that double do,
   * those that grow by two don't.
   *
   * @param levels rising, no two alike
   */
  static boolean areGeometric(List<Double> levels) {
    return levels.size() > 2
        && levels.getFirst() > 0
        && unevenness(levels.stream().map(Math::log).toList()) < unevenness(levels);
  }

  /** The widest gap over the narrowest. */
  private static double unevenness(List<Double> rising) {
    double[] gaps =
        IntStream.range(1, rising.size())
            .mapToDouble(i -> rising.get(i) - rising.get(i - 1))
            .toArray();
    return max(gaps) / min(gaps);
  }

  /** A linear axis from zero (or below, for negative values) up to just above the values. */
  static Axis fromZero(String name, double[] values) {
    double high = Math.max(0, max(values));
    double low = Math.min(0, min(values));
    double step = step(Math.max(high - low, Double.MIN_NORMAL));
    double end = high == 0 ? 0 : high + MARGIN * (high - low);
    double start = low == 0 ? 0 : low - MARGIN * (high - low);
    if (start == end) {
      end = 1;
      step = 0.2;
    }
    return new Axis(name, false, start, end, ticksAtSteps(start, end, step));
  }

  /**
   * A log axis around positive values, with three ticks or more: at powers of ten, or at 1, 2 and 5
   * times these, or closer still where the values lie close together.
   */
  static Axis log(String name, double[] values) {
    double lowest = min(Arrays.stream(values).filter(value -> value > 0).toArray());
    double highest = max(values);
    double middle = Math.sqrt(lowest) * Math.sqrt(highest);
    double low = Math.min(lowest, middle / NARROWEST);
    double high = Math.max(highest, middle * NARROWEST);
    Axis tight = new Axis(name, true, low, high, List.of());
    double start = tight.shifted(low, -MARGIN);
    double end = tight.shifted(high, MARGIN);
    return new Axis(name, true, start, end, logTicks(start, end));
  }

  private static List<Tick> logTicks(double start, double end) {
    List<double[]> digits =
        Math.log10(end / start) > 3.5
            ? List.of(new double[] {1})
            : List.of(new double[] {1, 2, 5}, new double[] {1, 1.5, 2, 3, 4, 5, 7});
    for (double[] each : digits) {
      List<Tick> ticks = ticksAtPowers(start, end, each);
      if (ticks.size() >= FEWEST_TICKS) {
        return ticks;
      }
    }
    return ticksAtSteps(start, end, step(end - start));
  }

  private static List<Tick> ticksAtPowers(double start, double end, double[] digits) {
    List<Tick> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(start)); Math.pow(10, power) <= end; power++) {
      for (double digit : digits) {
        double value = Double.parseDouble(digit + "e" + power);
        if (start <= value && value <= end) {
          ticks.add(new Tick(value, Numbers.tick(value)));
        }
      }
    }
    return ticks;
  }

  private static List<Tick> ticksAtSteps(double start, double end, double step) {
    List<Tick> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(start / step); i * step <= end; i++) {
      ticks.add(new Tick(i * step, Numbers.tick(i * step)));
    }
    return ticks;
  }

  /** A linear axis close around the values; a log one where they span such a factor or more. */
  static Axis around(String name, double logFrom, double[] values) {
    double low = min(values);
    double high = max(values);
    if (low > 0 && high / low >= logFrom) {
      return log(name, values);
    }
    double span = Math.max(high - low, 1e-3 * Math.abs(high));
    double start = low - MARGIN * span;
    double end = high + MARGIN * span;
    return new Axis(name, false, start, end, ticksAtSteps(start, end, step(end - start)));
  }

  /**
   * A log axis where the values span a factor of {@code logFrom} or more, else a linear one from
   * zero.
   *
   * @param values what was measured
   * @param ends of the intervals, and all else that should lie on the axis; on a log axis, an end
   *     far below the smallest value is left out, because it would only squeeze the rest together
   */
  static Axis ofMeasured(String name, double logFrom, double[] values, double[] ends) {
    double lowest = Arrays.stream(values).min().orElse(0);
    double highest = Arrays.stream(values).max().orElse(0);
    if (lowest > 0 && highest / lowest >= logFrom) {
      double floor = lowest / 2;
      return log(name, Arrays.stream(ends).filter(end -> end > floor).toArray());
    }
    return fromZero(name, ends);
  }

  /** The axis of rows, the first one on top: row i stands at −i. */
  static Axis ofRows(List<String> labels) {
    return ofRows(labels, 1);
  }

  /** The same with rows that stand further apart: row i at −i times the distance. */
  static Axis ofRows(List<String> labels, double distance) {
    List<Tick> ticks = new ArrayList<>();
    for (int row = 0; row < labels.size(); row++) {
      ticks.add(new Tick(-row * distance, labels.get(row)));
    }
    return new Axis(
        "", false, -(labels.size() - 0.5) * distance - 0.2, 0.5 * distance + 0.2, ticks);
  }

  /** An axis of columns of equal width, whatever they stand for: column i stands at i. */
  static Axis ofColumns(String name, List<String> labels) {
    List<Tick> ticks = new ArrayList<>();
    for (int column = 0; column < labels.size(); column++) {
      ticks.add(new Tick(column, labels.get(column)));
    }
    return new Axis(name, false, -0.5, labels.size() - 0.5, ticks);
  }

  /** 1, 2 or 5 times a power of ten, so that a span has four to nine of them. */
  private static double step(double span) {
    double power = Math.pow(10, Math.floor(Math.log10(span / 4)));
    return DoubleStream.of(1, 2, 5)
        .map(digit -> digit * power)
        .filter(step -> span / step <= 9)
        .findFirst()
        .orElse(10 * power);
  }

  private static double min(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
  }

  private static double max(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).max().orElse(1);
  }
}
