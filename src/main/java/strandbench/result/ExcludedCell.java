package strandbench.result;

/**
 * A combination of parameters that was never planned.
 *
 * @param key which cell
 * @param reason one line: why it can't exist
 */
public record ExcludedCell(BenchmarkKey key, String reason) {}
