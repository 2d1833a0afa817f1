package strandbench.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How long after they were due timers fired. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Lateness extends Samples {
  public long latenessP50Nanos() {
    return percentile(50);
  }

  public long latenessP99Nanos() {
    return percentile(99);
  }
}
