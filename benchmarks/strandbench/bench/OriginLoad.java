package strandbench.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import strandbench.origin.OriginStats;

/** How busy the origin was during the iteration. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class OriginLoad {
  /** Processor time of the origin's JVM in thousandths of one core. */
  public long originCpuPermille;

  /** Processor time of its event loop's thread in thousandths of one core. */
  public long originBusyPermille;

  /** Mean time from when an answer was due until it left, in µs. */
  public long originLatenessMicros;

  /** The most requests that it had received and not answered, at once. */
  public long originInFlightPeak;

  /** The most connections that were open at once, the one that asks for this among them. */
  public long originConnectionsPeak;

  private OriginStats before;

  @Setup(Level.Iteration)
  public void start(RunningOrigin origin) {
    before = origin.get().statsAndResetPeaks();
  }

  @TearDown(Level.Iteration)
  public void stop(RunningOrigin origin) {
    OriginStats load = origin.get().stats().since(before);
    originCpuPermille = Math.round(1000 * load.cpuShare());
    originBusyPermille = Math.round(1000 * load.eventLoopShare());
    originLatenessMicros = load.meanLateness().toNanos() / 1000;
    originInFlightPeak = load.inFlightPeak();
    originConnectionsPeak = load.openPeak();
    origin.checkCap(load);
  }
}
