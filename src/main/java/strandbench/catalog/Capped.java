package strandbench.catalog;

import java.util.Map;
import java.util.Optional;

/**
 * A parameter's value, a constant of an enum, that can't be had with every value of the others:
 * such a cell is never planned.
 */
public interface Capped {
  /**
   * Why a cell can't exist, in one line; empty if it can.
   *
   * @param params the cell's values by parameter, this one's included
   */
  Optional<String> refusal(Map<String, String> params);
}
