package strandbench.run;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One fork of a {@link JmhJar}, and the machine meanwhile.
 *
 * @param started UTC, ISO 8601
 * @param seconds wall time, that of JMH's own JVM included
 * @param stealShare processor time stolen by the hypervisor while the fork ran, over all processor
 *     time; NaN where it can't be read
 * @param loadBefore one-minute load average before the fork; NaN where it can't be read
 * @param failure one line, why there is no result; else null
 * @param jmh JMH's JSON entry for this fork alone; null where the fork failed
 */
public record JarFork(
    String started,
    double seconds,
    double stealShare,
    double loadBefore,
    String failure,
    JsonNode jmh) {

  public JarFork {
    jmh = jmh == null || jmh.isNull() ? null : jmh;
  }

  public boolean failed() {
    return failure != null;
  }
}
