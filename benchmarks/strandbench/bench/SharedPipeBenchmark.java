package strandbench.bench;

import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.Question;
import strandbench.process.ProcessPool;
import strandbench.process.shared.PipeEnd;
import strandbench.process.shared.PipeEndedException;
import strandbench.process.shared.SharedPipe;

/**
 * Question: what does a message through a pipe between two processes cost, there and back, and one
 * way in a stream?
 *
 * <p>Held constant: one sender here, one receiver in a pool's worker, messages that are boxed ints.
 * The unit of both is one message: the round trip is a message and its answer; the stream is
 * {@value #STREAM} messages and one answer, the receiver's digest, so that none counts that has not
 * arrived.
 *
 * <p>What would fool us: a message lost, doubled or out of order (the answer depends on all of them
 * and on their order); a sender that fills buffers and stops the clock before the other side has
 * read (the answer comes after the last); a worker that still compiles (it sees as many messages as
 * this side does, so the warm-up is its own, too).
 *
 * <p>Run just this one: {@code java -jar target/benchmarks.jar SharedPipeBenchmark}. In {@code
 * results/thorough-amd-epyc-2cpu}: 79 µs a round trip, nearly all of it spent in waking the other
 * side, and 3.0 µs a message in a stream, where nobody has to be woken for each.
 */
@Question("What does a message through a pipe between processes cost?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Covers(Construct.P12)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 2, time = 1)
public class SharedPipeBenchmark extends Accounted {
  private static final int STREAM = 10_000;

  private ProcessPool pool;
  private SharedPipe<Integer> pipe;
  private PipeEnd<Integer> end;
  private Future<Long> receiver;
  private int number;

  @Setup
  public void open() {
    pool = ProcessPool.builder().workers(1).accept("strandbench.**").build();
    pipe = SharedPipe.open();
    end = pipe.first();
    receiver = pool.submit(new Digest(pipe.second()));
  }

  @TearDown
  public void close() throws Exception {
    pipe.close();
    receiver.get();
    pool.close();
  }

  @Benchmark
  public int roundTrip() throws Exception {
    number = number + 1 & Integer.MAX_VALUE;
    end.send(~number);
    int answer = end.receive();
    Answers.check(Digest.of(Digest.NOTHING, number), answer);
    return answer;
  }

  @Benchmark
  @OperationsPerInvocation(STREAM)
  public int stream() throws Exception {
    int expected = Digest.NOTHING;
    for (int i = 1; i <= STREAM; i++) {
      number = number + 1 & Integer.MAX_VALUE;
      expected = Digest.of(expected, number);
      end.send(i < STREAM ? number : ~number);
    }
    int answer = end.receive();
    Answers.check(expected, answer);
    return answer;
  }

  /**
   * Digests the messages. A negative one is the complement of what it stands for, and asks for the
   * digest, its own included; then a new one begins.
   */
  record Digest(PipeEnd<Integer> end) implements Callable<Long>, Serializable {
    static final int NOTHING = 17;

    /** Depends on the order. */
    static int of(int digest, int message) {
      return 31 * digest + message;
    }

    @Override
    public Long call() throws Exception {
      long count = 0;
      int digest = NOTHING;
      try {
        while (true) {
          int message = end.receive();
          count++;
          if (message < 0) {
            end.send(of(digest, ~message));
            digest = NOTHING;
          } else {
            digest = of(digest, message);
          }
        }
      } catch (PipeEndedException e) {
        end.close();
        return count;
      }
    }
  }
}
