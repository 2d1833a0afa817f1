package strandbench.bench;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
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
import strandbench.catalog.MayBeZero;
import strandbench.catalog.Question;
import strandbench.model.guard.ProcessGuard;
import strandbench.model.guard.Turnstile;
import strandbench.process.ProcessPool;
import strandbench.process.shared.SharedEvent;
import strandbench.process.shared.SharedLong;
import strandbench.process.shared.SharedLongArray;
import strandbench.workload.CountingLoop;
import strandbench.workload.Kernel;
import strandbench.workload.guard.JainIndex;
import strandbench.workload.guard.Waits;

/**
 * Question: what does a lock between processes cost as contenders are added?
 *
 * <p>Held constant: the ticket rush. As many tickets as {@code operations} lie in shared memory;
 * each process sells an equal share, one at a time: get, work, set to one less. The processes are
 * workers of a pool, started in set-up; all begin when the last of them has come. What varies: the
 * lock (a SharedLock or a SharedSemaphore of one permit, both in shared memory; a lock in a
 * Manager, which is a process of its own and serves in the order of coming; or the JDK's FileLock,
 * which is the operating system's), and how many processes contend. NONE is labelled racing:
 * tickets are sold twice, and counted as lost updates. {@code acquisitions} per second is the
 * figure to compare, also with {@link LockContentionBenchmark}, whose threads do like work.
 *
 * <p>What would fool us: tickets sold twice (those that are left are counted after each operation);
 * shares so small that the first has sold its own before the last has come; a lock that looks fast
 * because one process keeps it (see {@code fairnessPermille}); a FileChannel opened for each
 * passage, which costs more than the lock (it is opened once for each share). More processes than
 * cores spend most of their time waiting for a core, as everywhere.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan contention --include ProcessLock}. In
 * {@code results/contention-amd-epyc-2cpu} the shared lock was nine times as fast as the file's
 * while nobody else wanted in, and ten times with four; the other two were not measured there.
 */
@Covers({Construct.P6, Construct.P7, Construct.P13})
@Question("What does a lock between processes cost as contenders are added?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ProcessLockBenchmark extends Accounted {
  @Param public ProcessGuard lock;

  @Param({"1", "2", "4", "8"})
  public int contenders;

  @Param({"40000"})
  public int operations;

  @MayBeZero
  @Param({"50"})
  public int criticalWork;

  @MayBeZero
  @Param({"50"})
  public int outsideWork;

  private ProcessPool pool;
  private ProcessGuard.Opened guard;
  private Office office;
  private List<Seller> sellers;

  /** What the processes share. */
  record Office(
      SharedLong tickets,
      SharedLong arrived,
      SharedEvent doors,
      SharedLong ended,
      SharedLongArray sold)
      implements Serializable {

    static Office open(int sellers) {
      return new Office(
          SharedLong.create(0),
          SharedLong.create(0),
          SharedEvent.create(),
          SharedLong.create(0),
          SharedLongArray.create(sellers));
    }

    void fill(int count) {
      tickets.set(count);
      arrived.set(0);
      doors.clear();
      ended.set(0);
      for (int i = 0; i < sold.length(); i++) {
        sold.set(i, 0);
      }
    }

    void close() {
      tickets.close();
      arrived.close();
      doors.close();
      ended.close();
      sold.close();
    }
  }

  /**
   * What a seller says.
   *
   * @param soldAtFirstEnd what each had sold when the first had sold its share; empty if it wasn't
   *     the first
   */
  record Report(Histogram waits, List<Long> soldAtFirstEnd) implements Serializable {}

  /** Sells its share of the tickets. */
  record Seller(
      int index,
      Turnstile turnstile,
      Office office,
      int sellers,
      int share,
      int criticalWork,
      int outsideWork)
      implements Callable<Report>, Serializable {

    @Override
    public Report call() throws IOException, InterruptedException {
      Histogram waits = Waits.histogram();
      try (Turnstile.Passage passage = turnstile.open()) {
        if (office.arrived().addAndGet(1) == sellers) {
          office.doors().set();
        }
        office.doors().await();
        long state = index + 1L;
        for (int i = 0; i < share; i++) {
          boolean sampled = i % Waits.EVERY == 0;
          long asked = sampled ? System.nanoTime() : 0;
          passage.enter();
          if (sampled) {
            waits.recordValue(System.nanoTime() - asked);
          }
          try {
            long left = office.tickets().get();
            state = Kernel.XORSHIFT.run(state, criticalWork);
            office.tickets().set(left - 1);
          } finally {
            passage.leave();
          }
          state = Kernel.XORSHIFT.run(state, outsideWork);
          if (sampled) {
            office.sold().set(index, i + 1L);
          }
        }
        office.sold().set(index, share);
        checkWork(state);
      }
      return new Report(waits, soldIfFirst());
    }

    private void checkWork(long state) {
      int iterations = Math.multiplyExact(share, Math.addExact(criticalWork, outsideWork));
      Answers.check(new CountingLoop(Kernel.XORSHIFT, index + 1L, iterations).expected(), state);
    }

    private List<Long> soldIfFirst() {
      if (!office.ended().compareAndSet(0, 1)) {
        return List.of();
      }
      return IntStream.range(0, sellers).mapToObj(office.sold()::get).toList();
    }
  }

  @Setup
  public void start() throws Exception {
    if (operations % contenders != 0) {
      throw new IllegalArgumentException(
          operations + " operations can't be shared out equally to " + contenders);
    }
    guard = lock.open();
    office = Office.open(contenders);
    pool =
        ProcessPool.builder()
            .workers(contenders)
            .accept("strandbench.**", "org.HdrHistogram.*")
            .build();
    sellers =
        IntStream.range(0, contenders)
            .mapToObj(
                index ->
                    new Seller(
                        index,
                        guard.turnstile(),
                        office,
                        contenders,
                        operations / contenders,
                        criticalWork,
                        outsideWork))
            .toList();
    WarmUp.run(this::sellAll);
  }

  @TearDown
  public void stop() throws IOException {
    if (pool != null) {
      pool.close();
    }
    if (office != null) {
      office.close();
    }
    if (guard != null) {
      guard.close();
    }
  }

  @Benchmark
  public long contend(CountedAcquisitions counted, ContentionCounters counters) throws Exception {
    List<Report> reports = sellAll();
    Histogram waits = Waits.histogram();
    double fairness = 0;
    for (Report report : reports) {
      waits.add(report.waits());
      if (!report.soldAtFirstEnd().isEmpty()) {
        fairness =
            JainIndex.of(report.soldAtFirstEnd().stream().mapToLong(Long::longValue).toArray());
      }
    }
    long left = office.tickets().get();
    counted.acquisitions += operations;
    counters.add(waits, fairness, operations, operations - left);
    return left;
  }

  /** Sells as many tickets as there are. */
  private List<Report> sellAll() throws Exception {
    office.fill(operations);
    List<Report> reports = new ArrayList<>();
    for (Future<Report> report : pool.invokeAll(sellers)) {
      reports.add(report.get());
    }
    if (lock != ProcessGuard.NONE) {
      Answers.check(0, office.tickets().get());
    }
    return reports;
  }
}
