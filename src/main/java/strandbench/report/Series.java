package strandbench.report;

import java.util.List;

/**
 * Points that belong together.
 *
 * @param name as the legend has it
 * @param style colour and marker
 * @param points by rising x
 * @param lineXs the x values of the line through them: their levels, not where they are drawn, so
 *     that lines of equal figures coincide; empty for no line
 * @param lineYs its y values; NaN where a level is missing, which breaks the line
 */
record Series(
    String name, Style style, List<Point> points, List<Double> lineXs, List<Double> lineYs) {
  Series {
    points = List.copyOf(points);
    lineXs = List.copyOf(lineXs);
    lineYs = List.copyOf(lineYs);
  }

  static Series unconnected(String name, Style style, List<Point> points) {
    return new Series(name, style, points, List.of(), List.of());
  }

  boolean hollow() {
    return points.stream().allMatch(Point::hollow);
  }
}
