package strandbench.bench;

import java.util.concurrent.ExecutorService;
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
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.Question;
import strandbench.model.ConcurrencyModel;
import strandbench.workload.NullTask;

/**
 * Question: what does it cost to open an executor for a single task, and to close it?
 *
 * <p>Held constant: a cap of one task at once; one task, which gives its number back; nothing is
 * left when an operation ends. What varies: the model. Each is opened as everywhere in this suite,
 * so the worker of PROCESS_POOL starts from its ahead-of-time cache where there can be one.
 *
 * <p>What would fool us: an executor that starts its threads with the first task, timed without one
 * (the task is part of the operation); one that still ends when the next is opened ({@code close}
 * waits); the making of the ahead-of-time cache counted as an opening (the set-up opens one
 * before); a larger cap, which only PROCESS_POOL would pay for, because it alone starts everything
 * ahead: {@link PoolStartBenchmark} has that.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan start --include
 * ExecutorLifecycleBenchmark}. In {@code results/thorough-amd-epyc-2cpu}: 0.08 µs without a thread,
 * 44 µs with a virtual thread, which is woken on a carrier, 148 µs with a platform thread, 181 and
 * 190 µs with the pools, and 108 ms with a pool of processes, which starts a JVM.
 */
@Covers(Construct.T8)
@Question("What does it cost to open an executor for a single task, and to close it?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ExecutorLifecycleBenchmark extends Accounted {
  private static final int NUMBER = 42;

  @Param public ConcurrencyModel model;

  @Setup
  public void warmUp() throws Exception {
    WarmUp.run(this::openRunClose);
  }

  @Benchmark
  public int openRunClose() throws Exception {
    int number;
    try (ExecutorService executor = model.open(1)) {
      number = executor.submit(new NullTask(NUMBER)).get();
    }
    Answers.check(NUMBER, number);
    return number;
  }
}
