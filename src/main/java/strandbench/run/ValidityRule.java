package strandbench.run;

import java.util.List;
import java.util.Optional;
import strandbench.result.CellResult;

/** Says of which measured cells the figure does not mean what it seems to. A pure function. */
interface ValidityRule {
  /** The name under which reports tell it, for example {@code folded-kernel}. */
  String name();

  /**
   * Why a cell is not valid, in one line with the figures; empty where it keeps the rule or the
   * rule does not apply.
   *
   * @param cell the cell in question
   * @param all every measured cell of the run, the one in question included
   */
  Optional<String> objection(CellResult cell, List<CellResult> all);
}
