package strandbench.result;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A line of {@code journal.jsonl}: one fork of one cell.
 *
 * @param round counted from 1
 * @param position the cell's place in its round, counted from 1
 * @param key which cell
 * @param started UTC, ISO 8601
 * @param seconds wall time of the fork, JVM start and set-up included
 * @param stealShare processor time stolen by the hypervisor while the fork ran, over all processor
 *     time; NaN where it can't be read
 * @param loadBefore one-minute load average before the fork; NaN where it can't be read
 * @param failure the causes, first one first, where the fork failed; else null
 * @param jmh JMH's JSON entry for this fork alone; null where the fork failed
 */
public record ForkEntry(
    int round,
    int position,
    BenchmarkKey key,
    String started,
    double seconds,
    double stealShare,
    double loadBefore,
    String failure,
    JsonNode jmh) {

  public ForkEntry {
    jmh = jmh == null || jmh.isNull() ? null : jmh;
  }

  public boolean failed() {
    return failure != null;
  }
}
