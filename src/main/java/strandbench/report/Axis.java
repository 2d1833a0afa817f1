package strandbench.report;

import java.util.List;

/**
 * An axis of a chart.
 *
 * @param name what it shows, with the unit
 * @param log whether equal distances are equal ratios
 * @param min where it begins, in the unit; positive on a log axis
 * @param max where it ends, in the unit
 * @param ticks what is written along it
 */
record Axis(String name, boolean log, double min, double max, List<Tick> ticks) {
  Axis {
    ticks = List.copyOf(ticks);
  }

  /**
   * A labelled value.
   *
   * @param value in the axis's unit
   * @param label as written
   */
  record Tick(double value, String label) {}

  /** Where a value stands along the axis: linear in what the eye sees. */
  double position(double value) {
    return log ? Math.log10(value) : value;
  }

  /** The value at a position, the inverse of {@link #position}. */
  double value(double position) {
    return log ? Math.pow(10, position) : position;
  }

  /** The value a share of the axis's length away from another. */
  double shifted(double value, double share) {
    return value(position(value) + share * (position(max) - position(min)));
  }

  /** A value drawn at the nearest end if it lies outside; what no log axis shows, at its lower. */
  double clamped(double value) {
    return Math.max(min, Math.min(max, value));
  }
}
