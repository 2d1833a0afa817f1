package strandbench.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/**
 * The order of forks: in each round every remaining cell runs one, in a fresh random order that
 * follows from the seed and the round's number alone, so that a resumed run keeps it. A fork that
 * was set aside is measured again in a later round, not at once.
 *
 * @param cells every planned cell
 * @param seed of the run
 */
record Rounds(List<Cell> cells, long seed) {
  /** The round to run next: that of the cell that ran least often; empty when none remains. */
  OptionalInt next(RunState state) {
    return cells.stream()
        .filter(cell -> state.remains(cell.key()))
        .mapToInt(cell -> state.attempts(cell.key()) + 1)
        .min();
  }

  /** The cells that did not run in that round yet, in its order. */
  List<Cell> order(int round, RunState state) {
    List<Cell> shuffled = new ArrayList<>(cells);
    Collections.shuffle(shuffled, new Random(seed + 0x9E3779B97F4A7C15L * round));
    return shuffled.stream()
        .filter(cell -> state.remains(cell.key()) && state.attempts(cell.key()) < round)
        .toList();
  }
}
