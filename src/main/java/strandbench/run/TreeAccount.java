package strandbench.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import strandbench.account.Account;
import strandbench.account.Held;
import strandbench.account.Statement;
import strandbench.account.Usage;
import strandbench.origin.Origin;
import strandbench.workload.Carriers;

/**
 * JMH profiler that accounts for the whole process tree of a fork: {@code -prof
 * strandbench.run.TreeAccount}. Its secondary metrics are those of {@link TreeMetric}, the names
 * preceded by {@code tree.} for the fork and its descendants together, and by {@code origin.} for
 * the origin server, where there is one.
 */
public final class TreeAccount implements InternalProfiler {
  /** Before the names of what the fork and its descendants use. */
  static final String TREE = "tree.";

  /** Before the names of what the origin uses. */
  static final String ORIGIN = "origin.";

  /**
   * For JMH.
   *
   * @throws ProfilerException if this system doesn't tell what an account needs
   */
  public TreeAccount() throws ProfilerException {
    if (!Account.isPossible()) {
      throw new ProfilerException("a process tree can be accounted for on 64-bit Linux only");
    }
  }

  @Override
  public String getDescription() {
    return "processor time, memory and context switches of the whole process tree";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    Account.open(Origin.mainClass());
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    Statement statement = Account.close();
    // All operations: those before and after the measured ones, while threads meet, cost as well.
    long ops = result.getMetadata().getAllOps();
    List<ScalarResult> results = new ArrayList<>();
    add(results, TREE, statement.own(), statement.ownHeld(), statement.seconds(), ops);
    put(results, TREE, TreeMetric.C2, statement.compilerCores());
    put(results, TREE, TreeMetric.GC_PAUSES, 100 * statement.gcPauseShare());
    put(results, TREE, TreeMetric.CARRIERS, Carriers.count());
    put(results, TREE, TreeMetric.WORK_ALONE, statement.ofTheWorkAlone() ? 1 : 0);
    if (statement.apartHeld().processesPeak() > 0) {
      add(results, ORIGIN, statement.apart(), statement.apartHeld(), statement.seconds(), ops);
    }
    return results;
  }

  private static void add(
      List<ScalarResult> results, String whose, Usage used, Held held, double seconds, long ops) {
    put(results, whose, TreeMetric.CPU, used.cpuNanos() / 1e3 / ops);
    put(results, whose, TreeMetric.CORES, used.cpuNanos() / 1e9 / seconds);
    put(results, whose, TreeMetric.VOLUNTARY_SWITCHES, used.voluntarySwitches() / (double) ops);
    put(results, whose, TreeMetric.INVOLUNTARY_SWITCHES, used.involuntarySwitches() / (double) ops);
    put(results, whose, TreeMetric.RSS_PEAK, mebibytes(held.residentPeak()));
    put(results, whose, TreeMetric.RSS_MEAN, mebibytes(held.residentMean()));
    put(results, whose, TreeMetric.PSS_PEAK, mebibytes(held.proportionalPeak()));
    put(results, whose, TreeMetric.PSS_MEAN, mebibytes(held.proportionalMean()));
    put(results, whose, TreeMetric.THREADS_PEAK, held.threadsPeak());
    put(results, whose, TreeMetric.THREADS_MEAN, held.threadsMean());
    put(results, whose, TreeMetric.PROCESSES_PEAK, held.processesPeak());
    put(results, whose, TreeMetric.SAMPLES, held.samples());
  }

  /** What can't be told is left out. */
  private static void put(
      List<ScalarResult> results, String whose, TreeMetric metric, double value) {
    if (Double.isFinite(value)) {
      results.add(
          new ScalarResult(whose + metric.label(), value, metric.unit(), AggregationPolicy.AVG));
    }
  }

  private static double mebibytes(double bytes) {
    return bytes / (1 << 20);
  }
}
