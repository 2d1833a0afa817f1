package strandbench.report;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Annotation;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import strandbench.report.Axis.Tick;

/**
 * Draws a chart with XChart, to be published: title and question above, notes and stamp below, so
 * that an image that is copied elsewhere still says what it is.
 *
 * <p>XChart gets positions instead of values (logs on a log axis), because it can't put ticks at
 * given values, nor draw intervals that aren't symmetric: both are painted over it, in its own
 * coordinates.
 */
final class ChartImage {
  private static final int WIDTH = 1000;
  private static final int PLOT_HEIGHT = 470;
  private static final int ROW_HEIGHT = 24;
  private static final int HEAT_ROW_HEIGHT = 44;
  private static final int MARGIN = 24;
  private static final int PNG_SCALE = 2;
  private static final float RADIUS = 5.5f;

  private static final int BAND_ALPHA = 40;
  private static final int X_TITLE_HEIGHT = 24;
  private static final int LEGEND_CHARS = 22;
  private static final BasicStroke HOLLOW =
      new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 3}, 0);
  private static final BasicStroke LINE = new BasicStroke(1.6f);

  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
  private static final Font QUESTION = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  // Not 12: VectorGraphics2D takes that for the default, and leaves it out of the SVG.
  private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final Font STAMP = new Font(Font.SANS_SERIF, Font.BOLD, 13);
  private static final Color INK = new Color(0x1a1a1a);
  private static final Color FAINT = new Color(0x555555);
  private static final Color GRID = new Color(0xe4e4e4);
  private static final Color REFERENCE = new Color(0x666666);

  private final Chart chart;
  private final List<TextLine> above = new ArrayList<>();
  private final List<TextLine> below = new ArrayList<>();
  private final int plotHeight;
  private int seriesMade;

  private ChartImage(Chart chart) {
    this.chart = chart;
    FontMetrics[] metrics = metrics();
    wrap(above, chart.title(), TITLE, INK, metrics[0]);
    wrap(above, chart.question(), QUESTION, FAINT, metrics[1]);
    chart.notes().forEach(note -> wrap(below, note, SMALL, FAINT, metrics[2]));
    wrap(below, chart.stamp(), STAMP, INK, metrics[3]);
    this.plotHeight =
        chart.rows()
            ? 110
                + (int)
                    Math.max(
                        3 * ROW_HEIGHT,
                        Math.round(
                            (chart.isHeatMap() ? HEAT_ROW_HEIGHT : ROW_HEIGHT)
                                * Math.floor(chart.y().max() - chart.y().min())))
            : PLOT_HEIGHT;
  }

  /** Writes a PNG at twice the resolution of a screen. */
  static void writePng(Chart chart, OutputStream out) throws IOException {
    ChartImage image = new ChartImage(chart);
    BufferedImage pixels =
        new BufferedImage(
            PNG_SCALE * WIDTH, PNG_SCALE * image.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = pixels.createGraphics();
    g.scale(PNG_SCALE, PNG_SCALE);
    image.paint(g);
    g.dispose();
    // ImageIO's own stream would cache in a file, which it can't while the JVM shuts down.
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(pixels, "png", stream);
    }
  }

  static void writeSvg(Chart chart, OutputStream out) throws IOException {
    ChartImage image = new ChartImage(chart);
    VectorGraphics2D g = new VectorGraphics2D();
    image.paint(g);
    Processors.get("svg")
        .getDocument(g.getCommands(), new PageSize(0, 0, WIDTH, image.height()))
        .writeTo(out);
  }

  private record TextLine(String text, Font font, Color color) {
    int height() {
      return font.getSize() * 3 / 2;
    }
  }

  private int height() {
    return MARGIN + heightOf(above) + plotHeight + heightOf(below) + MARGIN;
  }

  private static int heightOf(List<TextLine> lines) {
    return lines.stream().mapToInt(TextLine::height).sum();
  }

  private static FontMetrics[] metrics() {
    Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      // Widths differ with the scale, because glyphs are fitted to pixels.
      g.scale(PNG_SCALE, PNG_SCALE);
      antialias(g);
      return new FontMetrics[] {
        g.getFontMetrics(TITLE),
        g.getFontMetrics(QUESTION),
        g.getFontMetrics(SMALL),
        g.getFontMetrics(STAMP),
        g.getFontMetrics(TEXT)
      };
    } finally {
      g.dispose();
    }
  }

  private static void wrap(
      List<TextLine> lines, String text, Font font, Color color, FontMetrics metrics) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && metrics.stringWidth(line + " " + word) > WIDTH - 2 * MARGIN) {
        lines.add(new TextLine(line.toString(), font, color));
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(new TextLine(line.toString(), font, color));
  }

  private void paint(Graphics2D g) {
    antialias(g);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, WIDTH, height());
    int y = paintText(g, above, MARGIN);
    g.translate(0, y);
    xchart().paint(g, WIDTH, plotHeight - X_TITLE_HEIGHT);
    g.translate(0, -y);
    paintText(g, below, y + plotHeight);
  }

  private static void antialias(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
  }

  private static int paintText(Graphics2D g, List<TextLine> lines, int top) {
    int y = top;
    for (TextLine line : lines) {
      g.setFont(line.font());
      g.setColor(line.color());
      g.drawString(line.text(), MARGIN, y + line.font().getSize());
      y += line.height();
    }
    return y;
  }

  private XYChart xchart() {
    XYChart xy = new XYChart(WIDTH, plotHeight);
    style(xy);
    for (Tick tick : chart.isHeatMap() ? List.<Tick>of() : chart.x().ticks()) {
      double at = chart.x().position(tick.value());
      grid(xy, "x" + tick.value(), at, at, low(chart.y()), high(chart.y()));
    }
    for (Tick tick : chart.y().ticks()) {
      double at = chart.y().position(tick.value());
      grid(xy, "y" + tick.value(), low(chart.x()), high(chart.x()), at, at);
    }
    chart.references().forEach(reference -> reference(xy, reference));
    chart.series().forEach(series -> series(xy, series));
    if (chart.series().isEmpty()) {
      grid(xy, "nothing", low(chart.x()), high(chart.x()), low(chart.y()), low(chart.y()));
    }
    xy.addAnnotation(new Overlay(chart));
    return xy;
  }

  private void style(XYChart xy) {
    var styler = xy.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setChartPadding(MARGIN);
    styler.setPlotContentSize(1);
    styler.setPlotMargin(0);
    styler.setPlotGridLinesVisible(false);
    styler.setPlotTicksMarksVisible(false);
    styler.setAxisTicksLineVisible(false);
    styler.setAxisTicksMarksVisible(false);
    styler.setXAxisTitleVisible(false);
    styler.setAxisTickLabelsFont(SMALL);
    styler.setXAxisTickLabelsFormattingFunction(any -> " ");
    styler.setYAxisTickLabelsFormattingFunction(any -> " ");
    styler.setYAxisLeftWidthHint(labelWidth());
    styler.setYAxisTitleVisible(false);
    styler.setXAxisMin(low(chart.x()));
    styler.setXAxisMax(high(chart.x()));
    styler.setYAxisMin(low(chart.y()));
    styler.setYAxisMax(high(chart.y()));
    styler.setMarkerSize(Math.round(2 * RADIUS));
    styler.setLegendFont(SMALL);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    styler.setLegendSeriesLineLength(34);
    styler.setLegendVisible(chart.series().size() + chart.references().size() > 1);
  }

  private int labelWidth() {
    FontMetrics metrics = metrics()[2];
    int widest =
        chart.y().ticks().stream().mapToInt(t -> metrics.stringWidth(t.label())).max().orElse(0);
    return widest + (chart.rows() ? 34 : 16) + (chart.y().name().isEmpty() ? 0 : 42);
  }

  private static double low(Axis axis) {
    return axis.position(axis.min());
  }

  private static double high(Axis axis) {
    return axis.position(axis.max());
  }

  private static void grid(XYChart xy, String name, double x1, double x2, double y1, double y2) {
    XYSeries line = xy.addSeries("grid " + name, new double[] {x1, x2}, new double[] {y1, y2});
    line.setShowInLegend(false);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(GRID);
    line.setLineStyle(new BasicStroke(1));
  }

  private void reference(XYChart xy, ReferenceLine reference) {
    XYSeries line =
        xy.addSeries(
            unique("reference"),
            positions(chart.x(), reference.xs()),
            positions(chart.y(), reference.ys()));
    line.setLabel(legendText(reference.name()));
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(REFERENCE);
    float[] pattern = reference.dotted() ? new float[] {1.5f, 4} : new float[] {8, 5};
    line.setLineStyle(
        new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, pattern, 0));
  }

  private static double[] positions(Axis axis, List<Double> values) {
    return values.stream().mapToDouble(value -> axis.position(axis.clamped(value))).toArray();
  }

  /** A line through the levels, and an entry in the legend; the overlay paints the points. */
  private void series(XYChart xy, Series series) {
    Color color = Color.decode(series.style().color());
    if (!series.lineXs().isEmpty()) {
      XYSeries line =
          xy.addSeries(
              unique("line"),
              series.lineXs().stream().mapToDouble(x -> chart.x().position(x)).toArray(),
              series.lineYs().stream().mapToDouble(y -> chart.y().position(y)).toArray());
      line.setShowInLegend(false);
      line.setMarker(SeriesMarkers.NONE);
      line.setLineColor(color);
      line.setLineStyle(LINE);
    }
    XYSeries legend =
        xy.addSeries(unique("series"), new double[] {low(chart.x())}, new double[] {Double.NaN});
    legend.setLabel(legendText(series.name()));
    legend.setLineColor(color);
    legend.setMarkerColor(color);
    legend.setLineStyle(LINE);
    legend.setMarker(new LegendMarker(series.style().marker(), series.hollow()));
    if (series.lineXs().isEmpty()) {
      legend.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    }
  }

  /** XChart refuses two series of one name, which two long labels may come to when shortened. */
  private String unique(String kind) {
    return kind + " " + seriesMade++;
  }

  /** Broken into lines of about {@link #LEGEND_CHARS}. */
  private static String legendText(String name) {
    StringBuilder text = new StringBuilder();
    int used = 0;
    for (String word : name.split(" ", -1)) {
      boolean fits = used == 0 || used + word.length() < LEGEND_CHARS;
      text.append(used == 0 ? "" : fits ? " " : "\n").append(word);
      used = (fits ? used : 0) + word.length() + 1;
    }
    return text.toString();
  }

  private static double x(Chart chart, Point point) {
    return chart.x().position(chart.rows() ? point.x() : point.drawnAt());
  }

  private static double y(Chart chart, Point point) {
    return chart.y().position(chart.rows() ? point.drawnAt() : point.y());
  }

  private static void mark(
      Graphics2D g,
      strandbench.report.Marker marker,
      double x,
      double y,
      Color color,
      boolean hollow) {
    Shape shape = marker.shape(x, y, RADIUS);
    g.setColor(hollow ? Color.WHITE : color);
    g.fill(shape);
    if (!marker.isRaw()) {
      g.setColor(hollow ? color : Color.WHITE);
      g.setStroke(new BasicStroke(hollow ? 2f : 0.8f));
      g.draw(shape);
    }
  }

  /** The marker of a series; its points are painted by the overlay, above every line. */
  private static final class LegendMarker extends Marker {
    private final strandbench.report.Marker marker;
    private final boolean hollow;

    LegendMarker(strandbench.report.Marker marker, boolean hollow) {
      this.marker = marker;
      this.hollow = hollow;
    }

    @Override
    public void paint(Graphics2D g, double x, double y, int size) {
      mark(g, marker, x, y, g.getColor(), hollow);
    }
  }

  /** Tick labels, intervals and points, in the coordinates of XChart's plot. */
  private static final class Overlay extends Annotation {
    private final Chart description;

    Overlay(Chart description) {
      super(false);
      this.description = description;
    }

    @Override
    public void paint(Graphics2D g) {
      description.heat().forEach(cell -> heat(g, cell));
      description.series().forEach(series -> band(g, series));
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
      g.setFont(SMALL);
      g.setColor(INK);
      FontMetrics metrics = g.getFontMetrics(SMALL);
      Axis x = description.x();
      Axis y = description.y();
      double left = screenX(low(x));
      double bottom = screenY(low(y));
      double free = Double.NEGATIVE_INFINITY;
      for (Tick tick : x.ticks()) {
        double width = metrics.stringWidth(tick.label());
        double start = screenX(x.position(tick.value())) - width / 2;
        if (start > free) {
          g.drawString(tick.label(), (float) start, (float) bottom + 18);
          free = start + width + 6;
        }
      }
      g.setFont(TEXT);
      FontMetrics titles = g.getFontMetrics(TEXT);
      double middle = (left + screenX(high(x))) / 2;
      g.drawString(
          x.name(), (float) (middle - titles.stringWidth(x.name()) / 2.0), (float) bottom + 44);
      turned(g, y.name(), MARGIN + 10, (bottom + screenY(high(y))) / 2, titles);
      g.setFont(SMALL);
      for (Tick tick : y.ticks()) {
        double width = metrics.stringWidth(tick.label());
        g.drawString(
            tick.label(),
            (float) (description.rows() ? MARGIN : left - 10 - width),
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
        g.setColor(cell.isEmpty() ? GRID : REFERENCE);
        g.setStroke(cell.isEmpty() ? new BasicStroke(1) : HOLLOW);
        g.draw(box);
      }
      g.setFont(SMALL);
      g.setColor(filled ? Color.decode(HeatScale.textColor(cell.share())) : INK);
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
  }
}
