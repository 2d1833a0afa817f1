package strandbench.report;

import java.util.List;

/**
 * A chart, described once and drawn by XChart for publishing and by ECharts on the page.
 *
 * @param id fit for a file name and an anchor; unique in a report
 * @param title what it shows
 * @param question what a reader asks it
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param rows whether each point has a row of its own, the measured value running along x; else the
 *     measured value runs along y, and lines connect the points of a series
 * @param series what was measured, as points and lines
 * @param heat what was measured, as a heat map; empty unless the chart is one
 * @param references what it is held against
 * @param notes what a reader must know so as not to misread it
 * @param stamp plan, forks, machine: what a copied image must carry with it
 * @param alternative the chart in words
 */
record Chart(
    String id,
    String title,
    String question,
    Axis x,
    Axis y,
    boolean rows,
    List<Series> series,
    List<HeatCell> heat,
    List<ReferenceLine> references,
    List<String> notes,
    String stamp,
    String alternative) {
  Chart {
    series = List.copyOf(series);
    heat = List.copyOf(heat);
    references = references.stream().map(line -> line.seenOn(x)).toList();
    notes = List.copyOf(notes);
  }

  /** A chart of points and lines. */
  Chart(
      String id,
      String title,
      String question,
      Axis x,
      Axis y,
      boolean rows,
      List<Series> series,
      List<ReferenceLine> references,
      List<String> notes,
      String stamp,
      String alternative) {
    this(id, title, question, x, y, rows, series, List.of(), references, notes, stamp, alternative);
  }

  boolean isHeatMap() {
    return !heat.isEmpty();
  }
}
