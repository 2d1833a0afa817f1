package strandbench.report;

import java.util.List;
import java.util.Set;

/**
 * A line that was not measured: an ideal, a limit.
 *
 * @param name as the legend has it
 * @param xs the x values of its corners
 * @param ys the y values of its corners
 * @param dotted dotted where true, else dashed
 */
record ReferenceLine(String name, List<Double> xs, List<Double> ys, boolean dotted) {
  ReferenceLine {
    xs = List.copyOf(xs);
    ys = List.copyOf(ys);
  }

  /** The same; from end to end of the axis where its corners are one point, which nobody sees. */
  ReferenceLine seenOn(Axis x) {
    boolean isPoint = Set.copyOf(xs).size() == 1 && Set.copyOf(ys).size() == 1;
    return isPoint
        ? new ReferenceLine(
            name, List.of(x.min(), x.max()), List.of(ys.getFirst(), ys.getFirst()), dotted)
        : this;
  }
}
