package strandbench.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import strandbench.workload.OpenLoop;

/** Where the latency of an open loop's requests comes from, beside {@link AnswerTimes}. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class OpenLoopTimes {
  /** A request that starts later than this is said to have started late. */
  static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * From when a request did start until its answer was there: what a clock would show that does not
   * know when it should have started. 99% took no longer.
   */
  public long serviceP99Micros;

  /** Requests that started more than 1 ms after they were due, in thousandths of all. */
  public long startedLatePermille;

  /** How late 99% of the requests were at most for no fault but the generator's own. */
  public long generatorLateP99Micros;

  /** Takes the requests that count, one or more. */
  void take(List<OpenLoop.Request> requests) {
    serviceP99Micros =
        AnswerTimes.histogram(
                requests.stream().mapToLong(each -> each.answer().serviceNanos()).toArray())
            .getValueAtPercentile(99);
    generatorLateP99Micros =
        AnswerTimes.histogram(
                requests.stream().mapToLong(OpenLoop.Request::generatorLateNanos).toArray())
            .getValueAtPercentile(99);
    long late = requests.stream().filter(each -> each.startLateNanos() > LATE_NANOS).count();
    startedLatePermille = Math.round(1000.0 * late / requests.size());
  }
}
