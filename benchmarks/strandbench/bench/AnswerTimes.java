package strandbench.bench;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.IterationParams;
import strandbench.histogram.KeptHistograms;

/**
 * How late the answers of the one measured iteration were, and how many came per second. The
 * percentiles are those of the histogram {@code latency}, which is kept with the result.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class AnswerTimes {
  /** The metric that the histogram of latencies becomes. */
  static final String LATENCY = "latency";

  /** Between these shares of the answers their rate is taken: what starts and ends is left out. */
  private static final double FROM = 0.05;

  private static final double TO = 0.95;

  /** The median latency. */
  public long latencyP50Micros;

  /** The latency that 99% of the answers don't exceed. */
  public long latencyP99Micros;

  /** The latency that 99.9% of the answers don't exceed. */
  public long latencyP999Micros;

  /** Answers per second, from the first 5% of them to the last 5%. */
  public long achievedPerSecond;

  @Setup(Level.Iteration)
  public void wantOneIteration(IterationParams iteration) {
    Samples.wantOneIteration(iteration);
  }

  /**
   * Takes the answers that count.
   *
   * @param latencyNanos of each
   * @param endNanos when each was there, in the same order
   */
  void take(long[] latencyNanos, long[] endNanos) {
    Histogram latencies = histogram(latencyNanos);
    latencyP50Micros = latencies.getValueAtPercentile(50);
    latencyP99Micros = latencies.getValueAtPercentile(99);
    latencyP999Micros = latencies.getValueAtPercentile(99.9);
    achievedPerSecond = Math.round(rate(endNanos));
    KeptHistograms.keep(LATENCY, latencies);
  }

  /** In microseconds, to three digits. */
  static Histogram histogram(long[] nanos) {
    Histogram micros = new Histogram(3);
    Arrays.stream(nanos).forEach(each -> micros.recordValue(each / 1000));
    return micros;
  }

  private static double rate(long[] endNanos) {
    long first = Arrays.stream(endNanos).min().orElseThrow();
    long[] sorted = Arrays.stream(endNanos).map(end -> end - first).sorted().toArray();
    int from = (int) (FROM * sorted.length);
    int to = (int) (TO * sorted.length);
    long between = sorted[to] - sorted[from];
    return between == 0 ? Double.NaN : 1e9 * (to - from) / between;
  }
}
