package strandbench.report;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.Locale;

/** The shape of a point. Shapes tell series apart where colours can't: in print, in grey. */
enum Marker {
  CIRCLE,
  SQUARE(-0.85, -0.85, 0.85, -0.85, 0.85, 0.85, -0.85, 0.85),
  DIAMOND(0, -1.15, 1.15, 0, 0, 1.15, -1.15, 0),
  TRIANGLE(0, -1.05, 1.1, 0.85, -1.1, 0.85),
  TRIANGLE_DOWN(0, 1.05, 1.1, -0.85, -1.1, -0.85),
  CROSS(
      -1.1, -0.4, -0.4, -0.4, -0.4, -1.1, 0.4, -1.1, 0.4, -0.4, 1.1, -0.4, 1.1, 0.4, 0.4, 0.4, 0.4,
      1.1, -0.4, 1.1, -0.4, 0.4, -1.1, 0.4),
  PENTAGON(0, -1.1, 1.05, -0.34, 0.65, 0.89, -0.65, 0.89, -1.05, -0.34),
  BAR(-1.1, -0.45, 1.1, -0.45, 1.1, 0.45, -1.1, 0.45),
  HOURGLASS(-0.95, -1, 0.95, -1, -0.95, 1, 0.95, 1),
  /** One of many values from which a point is made. */
  DOT,
  /** The mean of some of them. */
  TICK(-0.2, -0.9, 0.2, -0.9, 0.2, 0.9, -0.2, 0.9);

  private static final double DOT_SIZE = 0.4;

  @SuppressWarnings("ImmutableEnumChecker") // never written after construction
  private final double[] outline;

  Marker(double... outline) {
    this.outline = outline;
  }

  /** Whether it stands for what an estimate is made from, which has no interval of its own. */
  boolean isRaw() {
    return this == DOT || this == TICK;
  }

  /** How wide or high it is on a screen, whichever is more. */
  int pixels() {
    return this == DOT ? 5 : 12;
  }

  /** The shape around a point, about {@code 2 * radius} wide. */
  Shape shape(double x, double y, double radius) {
    if (outline.length == 0) {
      double r = this == DOT ? DOT_SIZE * radius : radius;
      return new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
    }
    Path2D path = new Path2D.Double();
    path.moveTo(outline[0], outline[1]);
    for (int i = 2; i < outline.length; i += 2) {
      path.lineTo(outline[i], outline[i + 1]);
    }
    path.closePath();
    return path.createTransformedShape(new AffineTransform(radius, 0, 0, radius, x, y));
  }

  /** SVG path data around the origin, about 2 wide. */
  String path() {
    if (outline.length == 0) {
      return "M-1,0A1,1,0,1,1,1,0A1,1,0,1,1,-1,0Z";
    }
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < outline.length; i += 2) {
      path.append(i == 0 ? 'M' : 'L')
          .append(String.format(Locale.ROOT, "%.2f,%.2f", outline[i], outline[i + 1]));
    }
    return path.append('Z').toString();
  }
}
