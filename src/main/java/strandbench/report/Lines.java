package strandbench.report;

import java.util.ArrayList;
import java.util.List;
import strandbench.stats.Estimate;

/** Makes the points and lines of series that were measured at the same levels. */
final class Lines {
  /** How far neighbouring series stand apart at a level, as a share of the axis. */
  private static final double APART = 0.014;

  /** How much of the way to the next level they may take up together. */
  private static final double CROWD = 0.6;

  private Lines() {}

  /**
   * A figure of one series at one level.
   *
   * @param details lines that say everything exactly, without the number of forks
   */
  record Reading(double level, Estimate value, List<String> details) {
    Reading {
      details = List.copyOf(details);
    }
  }

  /**
   * One series.
   *
   * @param x the axis of levels
   * @param levels all that any series was measured at, rising
   * @param index of this series, from 0
   * @param count of series on the chart
   * @param readings by rising level
   */
  static Series of(
      String name,
      Style style,
      Axis x,
      List<Double> levels,
      int index,
      int count,
      List<Reading> readings) {
    double aside = apart(x, levels, count) * (index - (count - 1) / 2.0);
    List<Point> points = readings.stream().map(reading -> point(reading, x, aside)).toList();
    List<Double> ys =
        levels.stream()
            .map(
                level ->
                    points.stream()
                        .filter(point -> point.x() == level)
                        .map(Point::y)
                        .findFirst()
                        .orElse(Double.NaN))
            .toList();
    // A line that breaks where a level is missing: nothing is known about what lies between.
    return new Series(name, style, points, levels, ys);
  }

  private static double apart(Axis x, List<Double> levels, int series) {
    double length = x.position(x.max()) - x.position(x.min());
    double apart = APART;
    for (int i = 1; i < levels.size(); i++) {
      double gap = (x.position(levels.get(i)) - x.position(levels.get(i - 1))) / length;
      apart = Math.min(apart, CROWD * gap / series);
    }
    return apart;
  }

  private static Point point(Reading reading, Axis x, double aside) {
    Estimate estimate = reading.value();
    List<String> details = new ArrayList<>(reading.details());
    details.add(forks(estimate));
    return new Point(
        reading.level(),
        estimate.value(),
        x.shifted(reading.level(), aside),
        estimate.low(),
        estimate.high(),
        estimate.forks(),
        details);
  }

  /** {@code 2 forks: no interval, no verdict}. */
  static String forks(Estimate estimate) {
    return (estimate.forks() == 0 ? "forks unknown" : Numbers.count(estimate.forks(), "fork"))
        + (estimate.hasInterval() ? "" : ": no interval, no verdict");
  }
}
