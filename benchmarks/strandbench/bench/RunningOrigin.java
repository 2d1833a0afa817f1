package strandbench.bench;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;

/** The origin of a fork: the benchmark's set-up starts it, the end of the trial ends it. */
@State(Scope.Benchmark)
public class RunningOrigin {
  private Origin origin;

  Origin start(OriginOptions options) throws Exception {
    origin = Origin.start(options);
    return origin;
  }

  Origin get() {
    return origin;
  }

  @TearDown(Level.Trial)
  public void close() {
    if (origin != null) {
      origin.close();
    }
  }
}
