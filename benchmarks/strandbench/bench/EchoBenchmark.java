package strandbench.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import strandbench.model.ConcurrencyModel;
import strandbench.workload.EchoServer;
import strandbench.workload.EchoTalk;

/**
 * Question: how many clients per second does an echo server serve on a model, a task per client?
 *
 * <p>Held constant: the clients (as many at once as the server serves, on virtual threads of this
 * JVM), what each says (20 lines of 64 bytes, each after the answer to the last), the way from a
 * client to its task (see {@link EchoServer}: the same for every model). What varies: the model,
 * and how many are served at once. Closed loop: a client comes when another has left.
 *
 * <p>What would fool us: a line that comes back wrong (the client checks every byte); a client that
 * is counted and was not served (it waits for its greeting); clients that share the processors with
 * the server, which they do here, so that a score is the pair's.
 *
 * <p>Run just this one: {@code java -jar target/benchmarks.jar EchoBenchmark}. You should see the
 * cost of connecting and of the hand-over first, and the lines after it.
 */
@Question("How many clients per second does an echo server serve?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Covers(Construct.P18)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 1)
public class EchoBenchmark {
  private static final int CLIENTS_PER_SLOT = 5;

  @Param({"PROCESS_POOL"})
  public ConcurrencyModel model;

  @Param({"4"})
  public int parallelism;

  @Param({"20"})
  public int lines;

  @Param({"64"})
  public int lineBytes;

  private ExecutorService executor;
  private EchoServer server;
  private ExecutorService clients;
  private List<Talks> talks;

  @Setup
  public void open() {
    executor = model.open(parallelism);
    server = EchoServer.open(executor);
    clients = Executors.newVirtualThreadPerTaskExecutor();
    talks = new ArrayList<>();
    for (int i = 0; i < parallelism; i++) {
      talks.add(new Talks(new EchoTalk(server.port(), lines, lineBytes), CLIENTS_PER_SLOT));
    }
  }

  @TearDown
  public void close() {
    clients.close();
    server.close();
    executor.close();
  }

  @Benchmark
  public int serve(Served served) throws Exception {
    int count = 0;
    for (Future<Integer> each : clients.invokeAll(talks)) {
      count += each.get();
    }
    Answers.check((long) parallelism * CLIENTS_PER_SLOT, count);
    served.clients += count;
    return count;
  }

  /** One client after the other; returns how many were served right. */
  record Talks(EchoTalk talk, int count) implements java.util.concurrent.Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      int served = 0;
      for (int i = 0; i < count; i++) {
        if (talk.call() > 0) {
          served++;
        }
      }
      return served;
    }
  }

  /** Counts clients, so that JMH reports them per second beside whole operations. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Served {
    public long clients;
  }
}
