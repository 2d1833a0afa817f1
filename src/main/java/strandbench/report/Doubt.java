package strandbench.report;

import java.util.List;
import strandbench.stats.Estimate;

/** What a chart's intervals are. */
final class Doubt {
  private Doubt() {}

  /** What the intervals are, and what hollow points are, as far as there are any. */
  static String of(List<Cell> cells) {
    boolean some = cells.stream().anyMatch(cell -> cell.forks().length >= Estimate.MIN_FORKS);
    boolean hollow = cells.stream().anyMatch(cell -> cell.forks().length < Estimate.MIN_FORKS);
    return (some
            ? "Whiskers: 95% intervals over forks; where none is seen, it is shorter than its point."
            : "")
        + (some && hollow ? " " : "")
        + (hollow ? "Hollow points: under 3 forks, so no interval and no verdict." : "");
  }
}
