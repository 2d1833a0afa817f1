package strandbench.report;

import java.util.List;

/**
 * A measured point.
 *
 * @param x its value along the x axis
 * @param y its value along the y axis
 * @param drawnAt where it is drawn instead of its level (x, or y on a chart of rows), moved a
 *     little aside so that series don't hide one another
 * @param low lower bound of the measured value; NaN without interval
 * @param high upper bound of the measured value; NaN without interval
 * @param forks how many forks it rests on
 * @param details lines that say everything exactly, the first one naming it
 */
record Point(
    double x, double y, double drawnAt, double low, double high, int forks, List<String> details) {
  Point {
    details = List.copyOf(details);
  }

  /** A point without interval is drawn hollow: no conclusion rests on it. */
  boolean hollow() {
    return !hasInterval();
  }

  boolean hasInterval() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }
}
