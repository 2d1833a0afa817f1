package strandbench.bench;

import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import strandbench.workload.guard.Waits;

/**
 * What contention did to the contenders in an iteration, beside what they got done. A time holds
 * one reading of the clock, 20 to 30 ns.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ContentionCounters {
  /** Median time from asking to being in, in ns, of the passages that were sampled. */
  public double waitP50Nanos;

  /** The 99th percentile of the same. */
  public double waitP99Nanos;

  /** The longest of the same. */
  public double waitMaxNanos;

  /**
   * Jain's index of what the contenders had done when the first of them had done all, in
   * thousandths; the mean over operations.
   */
  public double fairnessPermille;

  /** Updates that were lost, in thousandths of all; 0 but where nothing guards. */
  public double lostPermille;

  private final Histogram waits = Waits.histogram();
  private double fairness;
  private long operations;
  private long lost;
  private long updates;

  /** JMH adds such counters up over a fork's iterations, which makes nonsense of percentiles. */
  @Setup(Level.Trial)
  public void wantOneIteration(BenchmarkParams params) {
    int iterations = params.getMeasurement().getCount();
    if (iterations != 1) {
      throw new IllegalArgumentException(
          iterations + " measured iterations: 1 is wanted, since JMH would add percentiles up");
    }
  }

  @Setup(Level.Iteration)
  public void clear() {
    waits.reset();
    fairness = 0;
    operations = 0;
    lost = 0;
    updates = 0;
  }

  /**
   * Takes an operation into account.
   *
   * @param jainIndex of its contenders
   * @param expected the updates that it made
   * @param counted those that were counted
   */
  void add(Histogram sampled, double jainIndex, long expected, long counted) {
    waits.add(sampled);
    fairness += jainIndex;
    operations++;
    lost += expected - counted;
    updates += expected;
  }

  @TearDown(Level.Iteration)
  public void workOut() {
    waitP50Nanos = waits.getValueAtPercentile(50);
    waitP99Nanos = waits.getValueAtPercentile(99);
    waitMaxNanos = waits.getMaxValue();
    fairnessPermille = 1000 * fairness / operations;
    lostPermille = updates == 0 ? 0 : 1000.0 * lost / updates;
  }
}
