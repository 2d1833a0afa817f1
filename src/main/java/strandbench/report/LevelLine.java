package strandbench.report;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing that was measured at several levels of a number.
 *
 * @param name as the legend has it; no other line of a chart has the same
 * @param style colour and marker
 * @param cells by rising level, those without a valid figure too
 */
record LevelLine(String name, Style style, SortedMap<Double, Cell> cells) {
  LevelLine {
    cells = Collections.unmodifiableSortedMap(new TreeMap<>(cells));
  }

  /** Those that may stand on a chart. */
  SortedMap<Double, Cell> scoring() {
    SortedMap<Double, Cell> scoring = new TreeMap<>(cells);
    scoring.values().removeIf(cell -> !cell.scores());
    return scoring;
  }
}
