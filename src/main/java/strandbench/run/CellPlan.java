package strandbench.run;

import java.util.List;
import strandbench.result.ExcludedCell;

/**
 * A plan worked out for a machine.
 *
 * @param plan the plan with literal values only and just the benchmarks that were selected: reading
 *     it again on any machine gives the same cells
 * @param cells every cell, in plan order
 * @param excluded combinations that can't exist, with the reason
 */
public record CellPlan(Plan plan, List<Cell> cells, List<ExcludedCell> excluded) {
  public CellPlan {
    cells = List.copyOf(cells);
    excluded = List.copyOf(excluded);
  }

  /** What all forks are expected to take. */
  public double expectedSeconds() {
    return plan.forks() * cells.stream().mapToDouble(cell -> cell.entry().expectedSeconds()).sum();
  }
}
