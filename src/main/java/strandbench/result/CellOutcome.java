package strandbench.result;

/**
 * How one planned cell ended.
 *
 * @param key which cell
 * @param state how it ended
 * @param forks the forks that were measured
 * @param rule the validity rule that objects, else null
 * @param reason one line: why the cell is invalid, failed or missing; else null
 * @param interval of the primary metric over forks; null under three forks
 */
public record CellOutcome(
    BenchmarkKey key, CellState state, int forks, String rule, String reason, Interval interval) {

  /** How it ended, for a person: {@code INVALID (folded-kernel): an iteration took 0.002 ns, …}. */
  public String ending() {
    return state + (rule == null ? "" : " (" + rule + ")") + (reason == null ? "" : ": " + reason);
  }
}
