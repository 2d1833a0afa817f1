package strandbench.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How long items took from put to take. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Latency extends Samples {
  public long latencyP50Nanos() {
    return percentile(50);
  }

  public long latencyP99Nanos() {
    return percentile(99);
  }
}
