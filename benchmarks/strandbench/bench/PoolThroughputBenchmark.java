package strandbench.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
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
 * Question: how many tasks that do nothing does a pool of processes carry there and back per
 * second, when each travels as a task of its own?
 *
 * <p>Held constant: one submitting thread, the number of tasks of an operation, which all are
 * submitted before the first answer is asked for; a pool that is up. The metric {@code tasks} is
 * the answer: an operation holds many. What varies: how tasks travel, and how many workers there
 * are; and whether each is submitted by itself, or all are given to {@code map} with a chunk size
 * of 1.
 *
 * <p>What would fool us: answers lost, repeated or mixed up (each task returns its number, and each
 * future's answer is held against the number of its task, inside the operation, at our cost); a
 * queue so short that it is the hand-over of {@link RoundTripBenchmark} again; workers that are
 * still compiling (the set-up warms them for 1.2 s with the same tasks, and lets the compilers
 * finish).
 *
 * <p>Run just this one: {@code java -jar target/benchmarks.jar PoolThroughputBenchmark}. In {@code
 * results/thorough-amd-epyc-2cpu} {@code submit} carried 1.5 million tasks per second through rings
 * and 0.4 million through sockets, three times and thirteen times what one task after the other
 * gives ({@link RoundTripBenchmark}); {@code mapOneByOne} carried 0.42 and 0.32 million. {@code
 * scripts/compare-python} holds it against {@code multiprocessing.Pool.apply_async}, and against
 * {@code map} with a chunk size of 1.
 */
@Covers({Construct.P15, Construct.P17})
@Question("How many empty tasks per second does a pool of processes carry there and back?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 2, time = 1)
public class PoolThroughputBenchmark extends Accounted {
  @Param({"2"})
  public int parallelism;

  @Param({"10000"})
  public int tasks;

  @Param public Transport transport;

  private ProcessPool pool;
  private List<NullTask> work;
  private List<Integer> numbers;

  @Setup
  public void open() throws Exception {
    pool =
        ProcessPool.builder()
            .workers(parallelism)
            .transport(transport)
            .accept("strandbench.**")
            .build();
    work = NullTask.tasks(tasks);
    numbers = work.stream().map(NullTask::number).toList();
    WarmUp.run(this::submitAll);
  }

  @TearDown
  public void close() {
    pool.close();
  }

  /** Submits all, then collects all answers in the order of their tasks. */
  @Benchmark
  public long submit(CountedTasks counted) throws Exception {
    long sum = submitAll();
    counted.tasks += tasks;
    return sum;
  }

  private long submitAll() throws Exception {
    List<Future<Integer>> answers = new ArrayList<>(tasks);
    for (NullTask task : work) {
      answers.add(pool.submit(task));
    }
    long sum = 0;
    for (int i = 0; i < tasks; i++) {
      int answer = answers.get(i).get();
      Answers.check(work.get(i).number(), answer);
      sum += answer;
    }
    return sum;
  }

  /** Gives all to the pool at once, each to be a task of its own. */
  @Benchmark
  public List<Integer> mapOneByOne(CountedTasks counted) throws Exception {
    List<Integer> answers = pool.map(PoolThroughputBenchmark::same, numbers, 1);
    Answers.check(numbers, answers);
    counted.tasks += tasks;
    return answers;
  }

  private static Integer same(Integer number) {
    return number;
  }
}
