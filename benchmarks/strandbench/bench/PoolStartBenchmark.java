package strandbench.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
import strandbench.workload.TellPid;

/**
 * Question: how long does a pool of processes take from nothing until its workers are ready?
 *
 * <p>Held constant: the pool's own options for its workers' JVMs; no other pool is there. An
 * operation ends when {@code build} returns, which it does when every worker has reported; closing
 * the pool stands outside of it (an operation takes many milliseconds, so what {@code
 * Level.Invocation} adds doesn't matter). What varies: how many workers start at once, and what
 * their JVMs start from.
 *
 * <p>What would fool us: a pool that returns before its workers are up, and pays with its first
 * task (asked for a pid, outside of the operation, a worker answers that is not this JVM); files
 * that are not yet in the page cache (the warm-up); the making of the ahead-of-time cache counted
 * as a start (the set-up does it, where there is none yet); the workers of the pool before, still
 * ending ({@code close} waits for them).
 *
 * <p>Not in the figure: what the JDK sets up for the first object that it reads (filters, and for
 * them the jars of the class path), which a worker does once it has said that it is ready. A first
 * task that is there at once waits for it.
 *
 * <p>The cache needs a class path of jars, so AOT_CACHE runs from {@code target/benchmarks.jar}
 * only.
 *
 * <p>Run just this one: {@code java -jar target/benchmarks.jar PoolStartBenchmark}. In {@code
 * results/thorough-amd-epyc-2cpu} one worker took 159 ms COLD and 65 ms with an AOT_CACHE.
 */
@Covers(Construct.P15)
@Question("How long does a pool of processes take to start until its workers are ready?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 3)
public class PoolStartBenchmark extends Accounted {
  /** How the workers' JVMs start. */
  public enum Start {
    /** Each class is read, checked and linked anew. */
    COLD,

    /** From the JDK's own archive of classes, as any JVM does. */
    DEFAULT_CDS,

    /** From an ahead-of-time cache of what workers need. */
    AOT_CACHE
  }

  @Param({"1", "2"})
  public int parallelism;

  @Param public Start start;

  private ProcessPool.Builder builder;
  private ProcessPool pool;

  @Setup
  public void makeCache() {
    builder = ProcessPool.builder().workers(parallelism).accept("strandbench.**");
    if (start == Start.COLD) {
      builder.jvmOptions(List.of("-Xshare:off"));
    }
    if (start == Start.AOT_CACHE) {
      if (!ProcessPool.makeStartupCache()) {
        throw new IllegalStateException("no cache; run this from target/benchmarks.jar");
      }
      builder.startupCache(true);
    }
  }

  @Benchmark
  public ProcessPool build() {
    pool = builder.build();
    return pool;
  }

  @TearDown(Level.Invocation)
  public void checkAndClose() throws Exception {
    long pid = pool.submit(new TellPid()).get();
    if (!pool.pids().contains(pid) || pool.pids().size() != parallelism) {
      throw new IllegalStateException(pid + " is no worker of " + pool.pids());
    }
    pool.close();
  }
}
