package strandbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.options.TimeValue;
import strandbench.histogram.KeptHistograms;
import strandbench.workload.OpenLoop;
import strandbench.workload.TimedAnswer;

/** What the counters of the open and the closed loop tell. */
class AnswerTimesTest {
  private static final long MILLI = 1_000_000;

  private final AnswerTimes times = new AnswerTimes();

  @Test
  void refusesIterationsWhosePercentilesWouldBeSummed() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                times.wantOneIteration(
                    new IterationParams(
                        IterationType.MEASUREMENT, 2, TimeValue.milliseconds(1), 1)))
        .withMessageContaining("measure one longer iteration");
  }

  @Test
  void percentilesAreThoseOfTheHistogramThatIsKept() {
    long[] latencies = LongStream.rangeClosed(1, 10_000).map(i -> i * MILLI / 10).toArray();

    times.take(latencies, latencies);

    assertThat(times.latencyP50Micros).isCloseTo(500_000, within(500L));
    assertThat(times.latencyP99Micros).isCloseTo(990_000, within(990L));
    assertThat(times.latencyP999Micros).isCloseTo(999_000, within(999L));
    Histogram kept = KeptHistograms.takeAll().get("latency");
    assertThat(kept.getTotalCount()).isEqualTo(10_000);
    assertThat(kept.getValueAtPercentile(99)).isEqualTo(times.latencyP99Micros);
    assertThat(KeptHistograms.takeAll()).isEmpty();
  }

  /** The first answer comes late and the last one later still. */
  @Test
  void theRateLeavesOutHowItBeginsAndEnds() {
    long[] ends =
        LongStream.concat(
                LongStream.of(5_000 * MILLI, -700 * MILLI),
                LongStream.range(0, 998).map(i -> i * 2 * MILLI))
            .toArray();

    times.take(new long[] {MILLI}, ends);

    assertThat(times.achievedPerSecond).isEqualTo(500);
  }

  @Test
  void requestsThatStartLateAreCountedAndTheGeneratorsOwnLatenessApart() {
    List<OpenLoop.Request> requests =
        IntStream.range(0, 100)
            .mapToObj(
                i -> {
                  long startLate = i < 25 ? 3 * MILLI : MILLI / 2;
                  return new OpenLoop.Request(
                      -7, MILLI / 4, new TimedAnswer(0, startLate - 7, startLate - 7 + 50 * MILLI));
                })
            .toList();
    OpenLoopTimes loop = new OpenLoopTimes();

    loop.take(requests);

    assertThat(loop.startedLatePermille).isEqualTo(250);
    assertThat(loop.generatorLateP99Micros).isEqualTo(250);
    assertThat(loop.serviceP99Micros).isCloseTo(50_000, within(50L));
  }
}
