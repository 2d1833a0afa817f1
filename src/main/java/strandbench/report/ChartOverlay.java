package strandbench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.internal.chartpart.Annotation;
import strandbench.report.Axis.Tick;

/**
 * What XChart can't draw, painted over its plot in its own coordinates: labels at given ticks,
 * bands, heat maps, intervals that aren't symmetric, and points above every line.
 */
final class ChartOverlay extends Annotation {
  private static final int BAND_ALPHA = 40;
  private static final BasicStroke HOLLOW =
      new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 3}, 0);

  private final Chart description;

  ChartOverlay(Chart description) {
    super(false);
    this.description = description;
  }

  @Override
  public void paint(Graphics2D g) {
    description.heat().forEach(cell -> heat(g, cell));
    description.series().stream()
        .filter(series -> !series.bandLows().isEmpty())
        .forEach(series -> band(g, series));
    labels(g);
    for (Series series : description.series()) {
      Color color = Color.decode(series.style().color());
      series.points().stream().filter(Point::hasInterval).forEach(p -> whisker(g, p, color));
    }
    for (Series series : description.series()) {
      Color color = Color.decode(series.style().color());
      series
          .points()
          .forEach(
              p ->
                  mark(
                      g,
                      series.style().marker(),
                      screenX(x(description, p)),
                      screenY(y(description, p)),
                      color,
                      p.hollow() && !series.style().marker().isRaw()));
    }
  }

  private void band(Graphics2D g, Series series) {
    Path2D path = new Path2D.Double();
    for (Point2D corner : series.band(description.x(), description.y())) {
      if (path.getCurrentPoint() == null) {
        path.moveTo(screenX(corner.getX()), screenY(corner.getY()));
      } else {
        path.lineTo(screenX(corner.getX()), screenY(corner.getY()));
      }
    }
    Color color = Color.decode(series.style().color());
    g.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), BAND_ALPHA));
    g.fill(path);
  }

  private void labels(Graphics2D g) {
    g.setFont(Ink.SMALL);
    g.setColor(Ink.INK);
    FontMetrics metrics = g.getFontMetrics(Ink.SMALL);
    Axis x = description.x();
    Axis y = description.y();
    double left = screenX(ChartPlot.low(x));
    double bottom = screenY(ChartPlot.low(y));
    double free = Double.NEGATIVE_INFINITY;
    for (Tick tick : x.ticks()) {
      double width = metrics.stringWidth(tick.label());
      double start = screenX(x.position(tick.value())) - width / 2;
      if (start > free) {
        g.drawString(tick.label(), (float) start, (float) bottom + 18);
        free = start + width + 6;
      }
    }
    g.setFont(Ink.TEXT);
    FontMetrics titles = g.getFontMetrics(Ink.TEXT);
    double middle = (left + screenX(ChartPlot.high(x))) / 2;
    g.drawString(
        x.name(), (float) (middle - titles.stringWidth(x.name()) / 2.0), (float) bottom + 44);
    turned(g, y.name(), Ink.MARGIN + 10, (bottom + screenY(ChartPlot.high(y))) / 2, titles);
    g.setFont(Ink.SMALL);
    for (Tick tick : y.ticks()) {
      double width = metrics.stringWidth(tick.label());
      g.drawString(
          tick.label(),
          (float) (description.rows() ? Ink.MARGIN : left - 10 - width),
          (float) screenY(y.position(tick.value())) + 4.5f);
    }
  }

  private void heat(Graphics2D g, HeatCell cell) {
    double left = screenX(cell.x() - 0.5);
    double top = screenY(cell.y() + 0.5);
    Shape box =
        new Rectangle2D.Double(
            left + 2,
            top + 2,
            screenX(cell.x() + 0.5) - left - 4,
            screenY(cell.y() - 0.5) - top - 4);
    boolean filled = !cell.isEmpty() && !cell.hollow();
    g.setColor(filled ? Color.decode(HeatScale.color(cell.share())) : Color.WHITE);
    g.fill(box);
    if (!filled) {
      g.setColor(cell.isEmpty() ? Ink.GRID : Ink.REFERENCE);
      g.setStroke(cell.isEmpty() ? new BasicStroke(1) : HOLLOW);
      g.draw(box);
    }
    g.setFont(Ink.SMALL);
    g.setColor(filled ? Color.decode(HeatScale.textColor(cell.share())) : Ink.INK);
    double middle = (left + screenX(cell.x() + 0.5)) / 2;
    g.drawString(
        cell.text(),
        (float) (middle - g.getFontMetrics().stringWidth(cell.text()) / 2.0),
        (float) screenY(cell.y()) + 4.5f);
  }

  private static void turned(Graphics2D g, String text, double x, double y, FontMetrics metrics) {
    AffineTransform before = g.getTransform();
    g.rotate(-Math.PI / 2, x, y);
    g.drawString(text, (float) (x - metrics.stringWidth(text) / 2.0), (float) y);
    g.setTransform(before);
  }

  private void whisker(Graphics2D g, Point point, Color color) {
    Axis along = description.rows() ? description.x() : description.y();
    double low = along.position(along.clamped(point.low()));
    double high = along.position(along.clamped(point.high()));
    g.setColor(color);
    g.setStroke(new BasicStroke(1.6f));
    double cap = 4;
    if (description.rows()) {
      double y = screenY(y(description, point));
      g.draw(new Line2D.Double(screenX(low), y, screenX(high), y));
      g.draw(new Line2D.Double(screenX(low), y - cap, screenX(low), y + cap));
      g.draw(new Line2D.Double(screenX(high), y - cap, screenX(high), y + cap));
    } else {
      double x = screenX(x(description, point));
      g.draw(new Line2D.Double(x, screenY(low), x, screenY(high)));
      g.draw(new Line2D.Double(x - cap, screenY(low), x + cap, screenY(low)));
      g.draw(new Line2D.Double(x - cap, screenY(high), x + cap, screenY(high)));
    }
  }

  private double screenX(double position) {
    return chart.getScreenXFromChart(position);
  }

  private double screenY(double position) {
    return chart.getScreenYFromChart(position);
  }

  private static double x(Chart chart, Point point) {
    return chart.x().position(chart.rows() ? point.x() : point.drawnAt());
  }

  private static double y(Chart chart, Point point) {
    return chart.y().position(chart.rows() ? point.drawnAt() : point.y());
  }

  /** Paints a point in the coordinates of the screen. */
  static void mark(Graphics2D g, Marker marker, double x, double y, Color color, boolean hollow) {
    Shape shape = marker.shape(x, y, Ink.RADIUS);
    g.setColor(hollow ? Color.WHITE : color);
    g.fill(shape);
    if (!marker.isRaw()) {
      g.setColor(hollow ? color : Color.WHITE);
      g.setStroke(new BasicStroke(hollow ? 2f : 0.8f));
      g.draw(shape);
    }
  }
}
