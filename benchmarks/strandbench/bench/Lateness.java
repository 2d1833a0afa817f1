package strandbench.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;

/** How long after they were due timers fired, in the one measured iteration. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Lateness {
  public long latenessP50Nanos;
  public long latenessP99Nanos;

  private final Samples samples = new Samples();

  @Setup(Level.Iteration)
  public void restart(IterationParams iteration) {
    samples.restart(iteration);
  }

  @TearDown(Level.Iteration)
  public void tell() {
    latenessP50Nanos = samples.percentile(50);
    latenessP99Nanos = samples.percentile(99);
  }

  void add(long nanos) {
    samples.add(nanos);
  }
}
