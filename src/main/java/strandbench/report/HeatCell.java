package strandbench.report;

import java.util.List;

/**
 * A cell of a heat map, one unit wide and high around its place.
 *
 * @param x the column it stands in
 * @param y the row it stands in
 * @param share what its colour shows, from 0 to 1; NaN where nothing valid was measured
 * @param text its figure
 * @param hollow whether it is outlined instead of filled, because no conclusion rests on it
 * @param details lines that say everything exactly, the first one naming it
 */
record HeatCell(
    double x, double y, double share, String text, boolean hollow, List<String> details) {
  HeatCell {
    details = List.copyOf(details);
  }

  boolean isEmpty() {
    return Double.isNaN(share);
  }
}
