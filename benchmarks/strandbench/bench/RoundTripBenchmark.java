package strandbench.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.Question;
import strandbench.process.ProcessPool;
import strandbench.process.Transport;
import strandbench.workload.NullTask;

/**
 * Question: how long does a task that does nothing take from submit to its answer, in another
 * process?
 *
 * <p>Held constant: one task in flight, one submitting thread, a pool whose workers are up and
 * idle. An operation is one submit and one get; the next task starts when this one has returned.
 * What varies: how tasks travel, and how many workers stand by.
 *
 * <p>What would fool us: an answer that is not this task's (each task has a number of its own, and
 * returns it); workers that are still compiling (each sees only its share of the warm-up: with more
 * workers, warm up for longer); a core that is taken by somebody else, so that every hand-over
 * waits for the scheduler: this benchmark wants a core for each side.
 *
 * <p>Run just this one: {@code java -jar target/benchmarks.jar RoundTripBenchmark}. In {@code
 * results/thorough-amd-epyc-2cpu}: 33 µs over the socket, where the other side has to be woken, and
 * 1.9 µs over the ring, where both sides have a core to look out for each other. {@code
 * scripts/compare-python} holds it against {@code multiprocessing.Pool.apply}.
 */
@Covers({Construct.P15, Construct.P16})
@Question("How long does an empty task take to another process and back?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 2, time = 1)
public class RoundTripBenchmark extends Accounted {
  @Param({"2"})
  public int parallelism;

  @Param public Transport transport;

  private ProcessPool pool;
  private int number;

  @Setup
  public void open() {
    pool =
        ProcessPool.builder()
            .workers(parallelism)
            .transport(transport)
            .accept("strandbench.**")
            .build();
  }

  @TearDown
  public void close() {
    pool.close();
  }

  @Benchmark
  public int submitAndGet() throws Exception {
    number++;
    int answer = pool.submit(new NullTask(number)).get();
    Answers.check(number, answer);
    return answer;
  }
}
