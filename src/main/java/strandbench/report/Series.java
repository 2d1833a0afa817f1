package strandbench.report;

import java.util.List;

/**
 * Points that belong together.
 *
 * @param name as the legend has it
 * @param style colour and marker
 * @param points by rising x
 */
record Series(String name, Style style, List<Point> points) {
  Series {
    points = List.copyOf(points);
  }
}
