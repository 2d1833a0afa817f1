package strandbench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import strandbench.report.Axis.Tick;

/**
 * A chart in XChart's terms: grid, lines and legend; {@link ChartOverlay} paints the rest over it.
 *
 * <p>XChart gets positions instead of values (logs on a log axis), because it can't put ticks at
 * given values, nor draw intervals that aren't symmetric.
 */
final class ChartPlot {
  private static final int LEGEND_CHARS = 22;
  private static final BasicStroke LINE = new BasicStroke(1.6f);

  private final Chart chart;
  private final XYChart xy;
  private int seriesMade;

  private ChartPlot(Chart chart, XYChart xy) {
    this.chart = chart;
    this.xy = xy;
  }

  /**
   * The chart, ready to be painted.
   *
   * @param small metrics of {@link Ink#SMALL}
   */
  static XYChart of(Chart chart, int width, int height, FontMetrics small) {
    ChartPlot plot = new ChartPlot(chart, new XYChart(width, height));
    plot.style(small);
    plot.fill();
    return plot.xy;
  }

  private void fill() {
    for (Tick tick : chart.isHeatMap() ? List.<Tick>of() : chart.x().ticks()) {
      double at = chart.x().position(tick.value());
      grid("x" + tick.value(), at, at, low(chart.y()), high(chart.y()));
    }
    for (Tick tick : chart.y().ticks()) {
      double at = chart.y().position(tick.value());
      grid("y" + tick.value(), low(chart.x()), high(chart.x()), at, at);
    }
    chart.references().forEach(this::reference);
    chart.series().forEach(this::series);
    if (chart.series().isEmpty()) {
      grid("nothing", low(chart.x()), high(chart.x()), low(chart.y()), low(chart.y()));
    }
    xy.addAnnotation(new ChartOverlay(chart));
  }

  private void style(FontMetrics small) {
    var styler = xy.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setChartPadding(Ink.MARGIN);
    styler.setPlotContentSize(1);
    styler.setPlotMargin(0);
    styler.setPlotGridLinesVisible(false);
    styler.setPlotTicksMarksVisible(false);
    styler.setAxisTicksLineVisible(false);
    styler.setAxisTicksMarksVisible(false);
    styler.setXAxisTitleVisible(false);
    styler.setAxisTickLabelsFont(Ink.SMALL);
    styler.setXAxisTickLabelsFormattingFunction(any -> " ");
    styler.setYAxisTickLabelsFormattingFunction(any -> " ");
    styler.setYAxisLeftWidthHint(labelWidth(small));
    styler.setYAxisTitleVisible(false);
    styler.setXAxisMin(low(chart.x()));
    styler.setXAxisMax(high(chart.x()));
    styler.setYAxisMin(low(chart.y()));
    styler.setYAxisMax(high(chart.y()));
    styler.setMarkerSize(Math.round(2 * Ink.RADIUS));
    styler.setLegendFont(Ink.SMALL);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    styler.setLegendSeriesLineLength(34);
    styler.setLegendVisible(chart.series().size() + chart.references().size() > 1);
  }

  private int labelWidth(FontMetrics small) {
    int widest =
        chart.y().ticks().stream().mapToInt(t -> small.stringWidth(t.label())).max().orElse(0);
    return widest + (chart.rows() ? 34 : 16) + (chart.y().name().isEmpty() ? 0 : 42);
  }

  /** Where an axis begins, as a position. */
  static double low(Axis axis) {
    return axis.position(axis.min());
  }

  /** Where it ends. */
  static double high(Axis axis) {
    return axis.position(axis.max());
  }

  private void grid(String name, double x1, double x2, double y1, double y2) {
    XYSeries line = xy.addSeries("grid " + name, new double[] {x1, x2}, new double[] {y1, y2});
    line.setShowInLegend(false);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(Ink.GRID);
    line.setLineStyle(new BasicStroke(1));
  }

  private void reference(ReferenceLine reference) {
    XYSeries line =
        xy.addSeries(
            unique("reference"),
            positions(chart.x(), reference.xs()),
            positions(chart.y(), reference.ys()));
    line.setLabel(legendText(reference.name()));
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(Ink.REFERENCE);
    float[] pattern = reference.dotted() ? new float[] {1.5f, 4} : new float[] {8, 5};
    line.setLineStyle(
        new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, pattern, 0));
  }

  private static double[] positions(Axis axis, List<Double> values) {
    return values.stream().mapToDouble(value -> axis.position(axis.clamped(value))).toArray();
  }

  /** A line through the levels, and an entry in the legend; the overlay paints the points. */
  private void series(Series series) {
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
      ChartOverlay.mark(g, marker, x, y, g.getColor(), hollow);
    }
  }
}
