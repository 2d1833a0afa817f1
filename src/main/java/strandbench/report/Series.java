package strandbench.report;

import java.awt.geom.Point2D;
import java.util.ArrayList;
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
 * @param bandLows lower ends of the band around the line, where it is a fitted one, at the same x;
 *     empty for no band
 * @param bandHighs its upper ends
 */
record Series(
    String name,
    Style style,
    List<Point> points,
    List<Double> lineXs,
    List<Double> lineYs,
    List<Double> bandLows,
    List<Double> bandHighs) {
  Series {
    points = List.copyOf(points);
    lineXs = List.copyOf(lineXs);
    lineYs = List.copyOf(lineYs);
    bandLows = List.copyOf(bandLows);
    bandHighs = List.copyOf(bandHighs);
  }

  /** Points with a line through them, or without one. */
  Series(String name, Style style, List<Point> points, List<Double> lineXs, List<Double> lineYs) {
    this(name, style, points, lineXs, lineYs, List.of(), List.of());
  }

  static Series unconnected(String name, Style style, List<Point> points) {
    return new Series(name, style, points, List.of(), List.of());
  }

  boolean hollow() {
    return !style.marker().isRaw() && points.stream().allMatch(Point::hollow);
  }

  /**
   * The corners of the band around the line, once around it, in positions along the axes; empty for
   * no band.
   */
  List<Point2D> band(Axis x, Axis y) {
    List<Point2D> corners = new ArrayList<>();
    for (int i = 0; i < bandLows.size(); i++) {
      corners.add(corner(x, lineXs.get(i), y, bandLows.get(i)));
    }
    for (int i = bandHighs.size() - 1; i >= 0; i--) {
      corners.add(corner(x, lineXs.get(i), y, bandHighs.get(i)));
    }
    return corners;
  }

  private static Point2D corner(Axis x, double at, Axis y, double value) {
    return new Point2D.Double(x.position(at), y.position(y.clamped(value)));
  }
}
