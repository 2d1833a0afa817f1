package strandbench.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/**
 * Question: how many items per second does a pool of processes map, where it may cut them into
 * chunks as it likes?
 *
 * <p>Held constant: the function, which gives its argument back; boxed Integers, of which all but
 * the first 128 are objects of their own; one calling thread; a pool that is up. The metric {@code
 * tasks} counts items. What varies: how chunks travel, and how many workers there are.
 *
 * <p>What would fool us: items lost, repeated or mixed up (the answers are compared with the items,
 * one by one, inside the operation, at our cost); a heap so small that this measures the collector
 * (512 MB hold 500,000 Integers and their answers many times over); workers that are still
 * compiling (the set-up warms them for 1.2 s).
 *
 * <p>Run just this one: {@code java -jar target/benchmarks.jar PoolMapBenchmark}. In {@code
 * results/thorough-amd-epyc-2cpu}: 38 million items per second through rings and 35 million through
 * sockets, a hundred times what {@link PoolThroughputBenchmark} gave with a task for each item.
 * {@code scripts/compare-python} holds it against {@code multiprocessing.Pool.map}.
 */
@Covers(Construct.P15)
@Question("How many items per second does a pool of processes map in chunks of its own choice?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 2, time = 1)
public class PoolMapBenchmark extends Accounted {
  @Param({"2"})
  public int parallelism;

  @Param({"500000"})
  public int items;

  @Param public Transport transport;

  private ProcessPool pool;
  private List<Integer> numbers;

  @Setup
  public void open() throws Exception {
    pool =
        ProcessPool.builder()
            .workers(parallelism)
            .transport(transport)
            .accept("strandbench.**")
            .build();
    numbers = IntStream.range(0, items).boxed().toList();
    WarmUp.run(this::mapAll);
  }

  @TearDown
  public void close() {
    pool.close();
  }

  @Benchmark
  public List<Integer> map(CountedTasks counted) throws Exception {
    List<Integer> answers = mapAll();
    counted.tasks += items;
    return answers;
  }

  private List<Integer> mapAll() throws Exception {
    List<Integer> answers = pool.map(PoolMapBenchmark::same, numbers);
    Answers.check(numbers, answers);
    return answers;
  }

  private static Integer same(Integer number) {
    return number;
  }
}
