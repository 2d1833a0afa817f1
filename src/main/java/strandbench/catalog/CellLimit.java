package strandbench.catalog;

import java.util.Map;
import java.util.Optional;

/**
 * Says which combinations of a benchmark's parameters can't exist: such cells are never planned. It
 * has a public constructor without arguments.
 */
public interface CellLimit {
  /**
   * Why a cell can't exist, in one line; empty if it can.
   *
   * @param params all values of the cell, by parameter; each is one that its parameter may have
   * @param cores the processors that the forks may use
   */
  Optional<String> refusal(Map<String, String> params, int cores);
}
