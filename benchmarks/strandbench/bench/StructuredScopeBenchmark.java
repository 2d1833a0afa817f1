package strandbench.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
import strandbench.workload.StructuredScope;
import strandbench.workload.ThreadKind;

/**
 * Question: what does a structured scope cost beside an executor?
 *
 * <p>Held constant: subtasks that do nothing but return their number; all are joined, and their sum
 * is checked. What varies: {@code scope} opens a {@code StructuredTaskScope}, forks the subtasks,
 * joins and closes it; {@code baseline} submits the same to an executor that stays open, and joins
 * them; how many subtasks there are; the kind of threads. The score is the time for all of one
 * scope.
 *
 * <p>What would fool us: an executor that keeps its platform threads, which {@code baseline} does,
 * while a scope starts a new one for each subtask: with platform threads the difference is mostly
 * their start, with virtual threads both start one for each. The scope is a preview of JDK 25
 * ({@code --enable-preview}, which both get), called by method handles that C2 sees through.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan coordination --include Structured}.
 * In {@code results/thorough-amd-epyc-2cpu}: 11 µs a scope of two with virtual threads, 17 µs with
 * an executor; with platform threads, which a scope starts anew, 262 µs for 52.
 */
@Covers({Construct.T1, Construct.T8})
@Question("What does a structured scope cost beside an executor?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "--enable-preview"})
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class StructuredScopeBenchmark extends Accounted {
  @Param({"2", "100"})
  public int subtasks;

  @Param public ThreadKind thread;

  private final List<Callable<Long>> tasks = new ArrayList<>();
  private ExecutorService executor;
  private long expected;

  @Setup
  public void open() {
    executor = thread.open();
    for (long i = 1; i <= subtasks; i++) {
      long number = i;
      tasks.add(() -> number);
    }
    expected = (subtasks + 1L) * subtasks / 2;
  }

  @TearDown
  public void close() {
    executor.shutdownNow();
  }

  @Benchmark
  public long scope() throws Exception {
    long sum = 0;
    try (StructuredScope scope = StructuredScope.open(thread.factory())) {
      List<Supplier<Long>> forked = new ArrayList<>();
      for (Callable<Long> task : tasks) {
        forked.add(scope.fork(task));
      }
      scope.join();
      for (Supplier<Long> subtask : forked) {
        sum += subtask.get();
      }
    }
    Answers.check(expected, sum);
    return sum;
  }

  @Benchmark
  public long baseline() throws Exception {
    long sum = Answers.sumOf(executor, tasks);
    Answers.check(expected, sum);
    return sum;
  }
}
