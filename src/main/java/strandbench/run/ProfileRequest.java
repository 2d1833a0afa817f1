package strandbench.run;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which cells a run shall profile.
 *
 * @param profiler with what
 * @param cells found in {@code package.Class.method [param=value, …]} of each that is; empty for
 *     all but baselines and controls that ride along
 */
public record ProfileRequest(ProfilerKind profiler, Optional<Pattern> cells) {

  /** The cells of a plan that it asks for, in plan order. */
  public List<Cell> of(CellPlan plan) {
    return plan.cells().stream().filter(this::asksFor).toList();
  }

  private boolean asksFor(Cell cell) {
    return cells
        .map(pattern -> pattern.matcher(cell.key().fullName()).find())
        .orElse(!cell.isCompanion());
  }
}
