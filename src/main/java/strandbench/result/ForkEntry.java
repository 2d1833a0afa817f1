package strandbench.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
 * @param othersShare processor time that processes outside of the run used while the fork ran, over
 *     all processor time; null where it can't be told
 * @param objection of a validity rule to this fork; else null
 * @param tolerated whether the fork counts all the same, because the run was told to leave that
 *     rule out; if not, a fork that is objected to is set aside and measured again
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
    Double othersShare,
    Objection objection,
    boolean tolerated,
    String failure,
    JsonNode jmh) {

  public ForkEntry {
    jmh = jmh == null || jmh.isNull() ? null : jmh;
  }

  /** A fork of which nothing is objected to, and nothing known of what others used. */
  public ForkEntry(
      int round,
      int position,
      BenchmarkKey key,
      String started,
      double seconds,
      double stealShare,
      double loadBefore,
      String failure,
      JsonNode jmh) {
    this(
        round,
        position,
        key,
        started,
        seconds,
        stealShare,
        loadBefore,
        null,
        null,
        false,
        failure,
        jmh);
  }

  public boolean failed() {
    return failure != null;
  }

  /** Whether it was measured, but is set aside: no figure takes it in. */
  @JsonIgnore
  public boolean isSetAside() {
    return objection != null && !tolerated;
  }

  /** The same fork with what a validity rule objects to it. */
  public ForkEntry objectedTo(Objection why, boolean isTolerated) {
    return new ForkEntry(
        round,
        position,
        key,
        started,
        seconds,
        stealShare,
        loadBefore,
        othersShare,
        why,
        isTolerated,
        failure,
        jmh);
  }
}
