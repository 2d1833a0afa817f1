package strandbench.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
import strandbench.catalog.Question;
import strandbench.process.ProcessPool;
import strandbench.process.shared.ManagedMap;
import strandbench.process.shared.Manager;

/**
 * Question: how many gets and puts per second does a manager's map take, from this process, and
 * from the workers of a pool at the same time?
 *
 * <p>Held constant: the map's keys (strings) and values (ints); the unit is one call, and half of
 * them are puts. What varies: who calls (one thread here, or two workers), and where the manager
 * lives.
 *
 * <p>What would fool us: a put that has not happened, or a get of another's value (every get is
 * checked against the put before it, and each caller has a key of its own); a cache on the caller's
 * side (there is none); tasks so small that handing them out is what is measured (a worker's task
 * makes {@value #CALLS} calls).
 *
 * <p>Run just this one: {@code java -jar target/benchmarks.jar ManagerBenchmark}. In {@code
 * results/thorough-amd-epyc-2cpu}: 16,000 to 18,000 round trips per second from one thread here,
 * 26,000 to 28,000 from two workers, although two workers and a manager want three cores.
 */
@Question("How many gets and puts per second does a manager's map take?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Covers(Construct.P13)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 2, time = 1)
public class ManagerBenchmark extends Accounted {
  private static final int WORKERS = 2;
  private static final int CALLS = 1000;

  /** Where a manager lives. */
  public enum Home {
    OWN_JVM,
    THIS_JVM
  }

  @Param public Home home;

  private Manager manager;
  private ManagedMap<String, Integer> map;
  private ProcessPool pool;
  private int number;

  @Setup
  public void open() {
    manager = home == Home.OWN_JVM ? Manager.start() : Manager.startHere();
    map = manager.map();
    pool = ProcessPool.builder().workers(WORKERS).accept("strandbench.**").build();
  }

  @TearDown
  public void close() {
    pool.close();
    manager.close();
  }

  @Benchmark
  @OperationsPerInvocation(2)
  public int fromTheParent() {
    number++;
    map.put("parent", number);
    int found = map.get("parent");
    Answers.check(number, found);
    return found;
  }

  @Benchmark
  @OperationsPerInvocation(WORKERS * CALLS)
  public long fromWorkers() throws Exception {
    List<PutAndGet> tasks = new ArrayList<>();
    long expected = 0;
    for (int worker = 0; worker < WORKERS; worker++) {
      PutAndGet task = new PutAndGet(map, "worker " + worker, number += CALLS);
      tasks.add(task);
      expected += task.expected();
    }
    long sum = Answers.sumOf(pool, tasks);
    Answers.check(expected, sum);
    return sum;
  }

  /** Puts numbers one after the other, gets each, and sums what it got. */
  record PutAndGet(ManagedMap<String, Integer> map, String key, int first)
      implements Callable<Long>, Serializable {
    @Override
    public Long call() {
      long sum = 0;
      for (int i = 0; i < CALLS / 2; i++) {
        map.put(key, first + i);
        sum += map.get(key);
      }
      return sum;
    }

    /** The sum of an arithmetic series. */
    long expected() {
      long count = CALLS / 2;
      return count * first + count * (count - 1) / 2;
    }
  }
}
