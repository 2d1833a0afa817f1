package strandbench.report;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws a chart with XChart, to be published: title and question above, notes and stamp below, so
 * that an image that is copied elsewhere still says what it is.
 */
final class ChartImage {
  private static final int WIDTH = 1000;
  private static final int PLOT_HEIGHT = 470;
  private static final int ROW_HEIGHT = 24;
  private static final int HEAT_ROW_HEIGHT = 44;
  private static final int PNG_SCALE = 2;
  private static final int X_TITLE_HEIGHT = 24;

  private final Chart chart;
  private final List<TextLine> above = new ArrayList<>();
  private final List<TextLine> below = new ArrayList<>();
  private final FontMetrics small;
  private final int plotHeight;

  private ChartImage(Chart chart) {
    this.chart = chart;
    FontMetrics[] metrics = metrics();
    wrap(above, chart.title(), Ink.TITLE, Ink.INK, metrics[0]);
    wrap(above, chart.question(), Ink.QUESTION, Ink.FAINT, metrics[1]);
    chart.notes().forEach(note -> wrap(below, note, Ink.SMALL, Ink.FAINT, metrics[2]));
    wrap(below, chart.stamp(), Ink.STAMP, Ink.INK, metrics[3]);
    this.small = metrics[2];
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
    return Ink.MARGIN + heightOf(above) + plotHeight + heightOf(below) + Ink.MARGIN;
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
        g.getFontMetrics(Ink.TITLE),
        g.getFontMetrics(Ink.QUESTION),
        g.getFontMetrics(Ink.SMALL),
        g.getFontMetrics(Ink.STAMP)
      };
    } finally {
      g.dispose();
    }
  }

  private static void wrap(
      List<TextLine> lines, String text, Font font, Color color, FontMetrics metrics) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && metrics.stringWidth(line + " " + word) > WIDTH - 2 * Ink.MARGIN) {
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
    int y = paintText(g, above, Ink.MARGIN);
    g.translate(0, y);
    ChartPlot.of(chart, WIDTH, plotHeight, small).paint(g, WIDTH, plotHeight - X_TITLE_HEIGHT);
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
      g.drawString(line.text(), Ink.MARGIN, y + line.font().getSize());
      y += line.height();
    }
    return y;
  }
}
