package strandbench.bench;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;
import strandbench.origin.OriginStats;

/** The origin of a fork: the benchmark's set-up starts it, the end of the trial ends it. */
@State(Scope.Benchmark)
public class RunningOrigin {
  private Origin origin;
  private int cap = Integer.MAX_VALUE;

  Origin start(OriginOptions options) throws Exception {
    origin = Origin.start(options);
    return origin;
  }

  /** Starts an origin that is never to see more than {@code inFlight} requests at once. */
  Origin start(OriginOptions options, int inFlight) throws Exception {
    cap = inFlight;
    return start(options);
  }

  Origin get() {
    return origin;
  }

  /**
   * Checks that who fetches kept to the cap, which is the same for every model and client.
   *
   * @throws IllegalStateException if there were more requests at once
   */
  void checkCap(OriginStats load) {
    if (load.inFlightPeak() > cap) {
      throw new IllegalStateException(
          "the origin had %d requests in flight at once, and the cap is %d"
              .formatted(load.inFlightPeak(), cap));
    }
  }

  @TearDown(Level.Trial)
  public void close() {
    if (origin != null) {
      origin.close();
    }
  }
}
