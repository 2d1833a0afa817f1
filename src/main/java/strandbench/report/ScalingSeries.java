package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.result.Result;
import strandbench.stats.ScalingPoint;

/**
 * Throughput of one thing at several levels of concurrency.
 *
 * @param name what is measured
 * @param level what n counts
 * @param points one per fork
 */
public record ScalingSeries(String name, String level, List<ScalingPoint> points) {
  private static final String THREADS = "threads";

  private static final String IN_FLIGHT = "inFlight";

  /** Parameters that say how many run at once; without one of them, JMH's threads do. */
  public static final List<String> LEVELS =
      List.of("contenders", "parallelism", "processes", "workers", IN_FLIGHT);

  /** Counted where the work of an operation is not the same in all cells; then it is the rate. */
  private static final String ACQUISITIONS = "acquisitions";

  /** The work of an operation, which acquisitions per second take out. */
  private static final String OPERATIONS = "operations";

  public ScalingSeries {
    points = List.copyOf(points);
  }

  /** What is measured by throughput at two levels or more, everything else being the same. */
  public static List<ScalingSeries> of(Result result) {
    Map<Work, List<ScalingPoint>> series = new LinkedHashMap<>();
    for (CellResult cell : result.cells()) {
      Work work = Work.of(cell);
      if (cell.key().mode().equals("thrpt") && work.level(cell.key()).matches("[1-9][0-9]{0,8}")) {
        double n = Double.parseDouble(work.level(cell.key()));
        series.computeIfAbsent(work, any -> new ArrayList<>()).addAll(points(n, throughput(cell)));
      }
    }
    return series.entrySet().stream()
        .filter(one -> one.getValue().stream().map(ScalingPoint::n).distinct().count() > 1)
        .map(one -> new ScalingSeries(one.getKey().name(), one.getKey().level(), one.getValue()))
        .toList();
  }

  /** The metric that says how much was done per time. */
  static Metric throughput(CellResult cell) {
    return cell.secondary(ACQUISITIONS).orElse(cell.primary());
  }

  /** One point per fork that did anything. */
  static List<ScalingPoint> points(double n, Metric throughput) {
    return DoubleStream.of(throughput.forkMeans())
        .filter(rate -> rate > 0)
        .mapToObj(rate -> new ScalingPoint(n, rate))
        .toList();
  }

  /** Whether so many at once need as many cores; requests in flight wait without one. */
  public boolean needsCores() {
    return !level.equals(IN_FLIGHT);
  }

  /** What must be equal for two cells to be points of one series. */
  private record Work(String benchmark, int threads, Map<String, String> params, String level) {

    static Work of(CellResult cell) {
      BenchmarkKey key = cell.key();
      String level =
          LEVELS.stream().filter(name -> !key.param(name).isEmpty()).findFirst().orElse(THREADS);
      Map<String, String> params = new TreeMap<>(key.params());
      params.remove(level);
      if (cell.secondary(ACQUISITIONS).isPresent()) {
        params.remove(OPERATIONS);
      }
      return new Work(key.benchmark(), level.equals(THREADS) ? 0 : key.threads(), params, level);
    }

    String level(BenchmarkKey key) {
      return level.equals(THREADS) ? Integer.toString(key.threads()) : key.param(level);
    }

    String name() {
      return BenchmarkKey.of(benchmark, "thrpt", 1, params).toString();
    }
  }
}
