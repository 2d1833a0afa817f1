package strandbench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellState;
import strandbench.result.Metric;
import strandbench.result.Result;

/** A run of the lock contention benchmarks, with figures of the size that 2 cores give. */
final class ContentionFixture {
  private static final int[] CONTENDERS = {1, 2, 4, 8, 16};

  /** Acquisitions per second of one contender, of two, and what sixteen have of two's. */
  private static final Map<String, double[]> GUARDS = new LinkedHashMap<>();

  static {
    GUARDS.put("SYNCHRONIZED", new double[] {6.1e6, 3.4e6, 0.93});
    GUARDS.put("REENTRANT_LOCK", new double[] {6.0e6, 2.9e6, 1.02});
    GUARDS.put("REENTRANT_LOCK_FAIR", new double[] {5.6e6, 1.1e5, 0.62});
    GUARDS.put("STAMPED_LOCK", new double[] {6.2e6, 3.9e6, 0.97});
    GUARDS.put("READ_WRITE_LOCK", new double[] {5.5e6, 2.2e6, 0.95});
    GUARDS.put("SEMAPHORE", new double[] {5.7e6, 2.0e6, 0.98});
    GUARDS.put("SPIN", new double[] {6.6e6, 5.5e6, 0.31});
    GUARDS.put("SINGLE_OWNER", new double[] {9.1e4, 1.4e5, 1.9});
    GUARDS.put("ATOMIC_LONG", new double[] {5.9e6, 8.9e6, 0.98});
    GUARDS.put("VAR_HANDLE_CAS", new double[] {5.8e6, 7.1e6, 0.96});
    GUARDS.put("LONG_ADDER", new double[] {5.2e6, 1.0e7, 0.99});
    GUARDS.put("NONE", new double[] {7.1e6, 1.3e7, 0.99});
  }

  private final Fixtures run;

  private ContentionFixture(int forks, int cores) {
    run = new Fixtures(forks, cores);
  }

  /** All guards under platform threads, two under virtual ones, three between processes. */
  static Result standard(int forks) {
    ContentionFixture fixture = new ContentionFixture(forks, 2);
    for (int contenders : CONTENDERS) {
      GUARDS.forEach(
          (guard, speed) ->
              fixture.threads(guard, "PLATFORM", contenders, speed(speed, contenders), 0.03));
      for (String guard : List.of("SYNCHRONIZED", "REENTRANT_LOCK")) {
        fixture.threads(
            guard, "VIRTUAL", contenders, 0.9 * speed(GUARDS.get(guard), contenders), 0.03);
      }
      if (contenders > 2) {
        fixture.run.excluded(
            threads("SPIN", "VIRTUAL", contenders), "nobody blocks here, and there are 2 carriers");
      }
      if (contenders < 16) {
        fixture.processes("FILE_LOCK", contenders, contenders == 1 ? 4e5 : 1e5 / contenders, 0.1);
        fixture.processes("SHARED_LOCK", contenders, contenders == 1 ? 4.5e6 : 2e6, 0.1);
        fixture.processes("NONE", contenders, contenders == 1 ? 5e6 : 9e6, 0.1);
      }
    }
    fixture.run.end(
        threads("SEMAPHORE", "PLATFORM", 8), CellState.INVALID, "stolen", "4% of the time");
    return fixture.result(forks);
  }

  /**
   * One guard measured twice.
   *
   * @param ratio of the second to the first
   */
  static Result twice(double ratio) {
    ContentionFixture fixture = new ContentionFixture(5, 2);
    fixture.threads("SYNCHRONIZED", "PLATFORM", 8, 6e6, 0.02);
    BenchmarkKey first = threads("SYNCHRONIZED", "PLATFORM", 8);
    fixture.add(
        Fixtures.key("LockContentionBenchmark.contendAgain", first.params()),
        operations("SYNCHRONIZED"),
        ratio * 6e6,
        0.02,
        fixture.counters(8, 0));
    return fixture.result(5);
  }

  /** Nothing but what races. */
  static Result racing() {
    ContentionFixture fixture = new ContentionFixture(5, 2);
    fixture.threads("NONE", "PLATFORM", 2, 9e6, 0.01);
    return fixture.result(5);
  }

  /**
   * On 32 cores: a guard that follows the law, one that falls off a cliff, one not seen with 16.
   */
  static Result manyCores() {
    ContentionFixture fixture = new ContentionFixture(5, 32);
    for (int n : CONTENDERS) {
      fixture.threads(
          "SYNCHRONIZED", "PLATFORM", n, 5e6 * n / (1 + 0.2 * (n - 1) + 0.01 * n * (n - 1)), 0.01);
      fixture.threads("REENTRANT_LOCK", "PLATFORM", n, n == 1 ? 6e6 : 1e6, 0.01);
      if (n < 16) {
        fixture.threads("SEMAPHORE", "PLATFORM", n, 1e6, 0.01);
      }
    }
    return fixture.result(5);
  }

  private Result result(int forks) {
    return run.result("2026-01-01T120000Z-test-locks", forks < 3 ? "smoke" : "contention");
  }

  private static double speed(double[] speed, int contenders) {
    return contenders == 1
        ? speed[0]
        : speed[1] * Math.pow(speed[2], Math.log(contenders / 2.0) / Math.log(8));
  }

  private static BenchmarkKey threads(String guard, String thread, int contenders) {
    Map<String, String> params = work("guard", guard, contenders);
    params.put("thread", thread);
    params.put("readPercent", "0");
    return Fixtures.key("LockContentionBenchmark.contend", params);
  }

  private static Map<String, String> work(String param, String guard, int contenders) {
    return new TreeMap<>(
        Map.of(
            param,
            guard,
            "contenders",
            Integer.toString(contenders),
            "operations",
            Integer.toString(operations(guard)),
            "criticalWork",
            "50",
            "outsideWork",
            "50"));
  }

  /** Slow guards get fewer, as in the plans. */
  private static int operations(String guard) {
    return guard.endsWith("FAIR") ? 16_000 : 800_000;
  }

  private void threads(String guard, String thread, int contenders, double rate, double spread) {
    Map<String, Metric> more = counters(contenders, lost(guard, contenders));
    more.put("carriers", new Metric("#", 0, run.noisy(thread.equals("VIRTUAL") ? 2 : 0, 0)));
    add(threads(guard, thread, contenders), operations(guard), rate, spread, more);
  }

  private static double lost(String guard, int contenders) {
    return guard.equals("NONE") && contenders > 1 ? 120 + contenders : 0;
  }

  private void processes(String guard, int contenders, double rate, double spread) {
    add(
        Fixtures.key("ProcessLockBenchmark.contend", work("lock", guard, contenders)),
        operations(guard),
        rate,
        spread,
        counters(contenders, lost(guard, contenders)));
  }

  private void add(
      BenchmarkKey key, int operations, double rate, double spread, Map<String, Metric> more) {
    List<double[]> rows = run.noisy(rate / operations, spread);
    more.put("acquisitions", Fixtures.scaled("ops/s", rows, operations));
    run.measured(key, rows, more);
  }

  private Map<String, Metric> counters(int contenders, double lostPermille) {
    Map<String, Metric> counters = new TreeMap<>();
    counters.put("waitP50Nanos", new Metric("#", 0, run.noisy(60.0 * contenders, 0.1)));
    counters.put("waitP99Nanos", new Metric("#", 0, run.noisy(9e3 * contenders, 0.2)));
    counters.put("waitMaxNanos", new Metric("#", 0, run.noisy(4e6 * contenders, 0.3)));
    counters.put("fairnessPermille", new Metric("#", 0, run.noisy(1e3 - 9 * contenders, 0.001)));
    counters.put("lostPermille", new Metric("#", 0, run.noisy(lostPermille, 0.05)));
    return counters;
  }
}
