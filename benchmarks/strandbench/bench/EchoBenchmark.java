package strandbench.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.LimitedBy;
import strandbench.catalog.Question;
import strandbench.model.server.EchoClients;
import strandbench.model.server.ServerModel;
import strandbench.workload.ListeningServer;

/**
 * Question: one server, many clients that stay connected: how many requests per second does each
 * kind of server answer, and how late?
 *
 * <p>Held constant: the clients (in a JVM of their own, the same for every server: as many threads
 * as half the processors, at least one, which hold all connections in selectors), what they send
 * (lines of 64 bytes, no two the same), the requests of an operation (8192, shared out evenly among
 * the connections), loopback, no Nagle. Connections are opened in the set-up and kept, so that no
 * ports run out. What varies: the server, and how many connections it serves at once. Closed loop:
 * a connection sends a line when the answer to its last has come. The score is in requests per
 * second; the latencies, from before a line is written until its answer has been read, are
 * closed-loop latencies: they tell how long a client waits that never has two requests out, not
 * what an arrival rate would do.
 *
 * <p>What would fool us: an answer that is wrong, lost, repeated or another connection's (each line
 * tells its connection and its number, and every byte is checked, against capitals that were not
 * made by a server); clients that are the bottleneck: where {@code clientCpuPermille} nears 1000,
 * the score is the least that the server can do, and not the most, and latencies hold the clients'
 * own queue; clients and server that share the processors, which they do here on a machine of two;
 * the start and the end of an operation, when not every connection has a request out; and the
 * relay: the JDK can't pass an open connection to another process, so that what serves in processes
 * has each byte relayed by this JVM. The row THREAD_PER_CONNECTION_RELAYED pays the same without
 * processes: what remains between it and a process is the process's.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan echo}. In {@code
 * results/thorough-amd-epyc-2cpu} the three rows behind the relay, be they threads or processes,
 * answered 30,000 to 34,000 requests per second on 8 connections, the others 60,000 to 127,000,
 * most of them with one selector.
 */
@LimitedBy(ServerLimit.class)
@Question("One server, many clients: how many requests per second, and how late are the answers?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(EchoBenchmark.REQUESTS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Covers(Construct.P18)
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 1)
public class EchoBenchmark extends Accounted {
  static final int REQUESTS = 8192;

  private static final int CLIENT_THREADS =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  @Param public ServerModel server;

  @Param({"1", "8", "16"})
  public int connections;

  @Param({"64"})
  public int lineBytes;

  private ListeningServer listening;
  private EchoClients clients;

  @Setup
  public void open() throws Exception {
    listening = server.open(connections);
    clients = new EchoClients(listening.port(), connections, lineBytes, CLIENT_THREADS);
    WarmUp.run(() -> clients.run(REQUESTS));
  }

  @TearDown
  public void close() {
    if (clients != null) {
      clients.close();
    }
    if (listening != null) {
      listening.close();
    }
  }

  @Benchmark
  public long serve(ClientView view) throws Exception {
    long answered = clients.run(REQUESTS);
    Answers.check(REQUESTS, answered);
    return answered;
  }

  /** What the clients saw during the iteration. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class ClientView {
    /** The median time from a line to its answer. */
    public long latencyP50Nanos;

    /** The time that 99% of the answers took at most. */
    public long latencyP99Nanos;

    /** Processor time of the clients' busiest thread, in thousandths of one core. */
    public long clientCpuPermille;

    /**
     * From before the first connection was asked for until the last was served, in µs: once a fork,
     * with a server that has just been started.
     */
    public long openMicros;

    @Setup(Level.Iteration)
    public void start(EchoBenchmark benchmark) throws Exception {
      benchmark.clients.reset();
    }

    @TearDown(Level.Iteration)
    public void stop(EchoBenchmark benchmark) throws Exception {
      EchoClients.Stats stats = benchmark.clients.stats();
      latencyP50Nanos = stats.p50Nanos();
      latencyP99Nanos = stats.p99Nanos();
      clientCpuPermille = Math.round(1e3 * stats.cpuNanos() / stats.wallNanos());
      openMicros = benchmark.clients.opening().toNanos() / 1000;
    }
  }
}
