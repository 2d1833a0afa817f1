package strandbench.report;

import java.util.List;

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
}
