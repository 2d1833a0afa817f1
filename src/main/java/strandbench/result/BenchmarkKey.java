package strandbench.result;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What identifies a measured cell; nothing less does.
 *
 * @param benchmark fully qualified class and method, as JMH names it
 * @param mode JMH's short name: thrpt, avgt, sample, ss
 * @param threads JMH's worker threads
 * @param params parameter values by name
 */
public record BenchmarkKey(
    String benchmark, String mode, int threads, SortedMap<String, String> params)
    implements Comparable<BenchmarkKey> {

  private static final Comparator<BenchmarkKey> ORDER =
      Comparator.comparing(BenchmarkKey::benchmark)
          .thenComparing(BenchmarkKey::mode)
          .thenComparing(BenchmarkKey::threads)
          .thenComparing(key -> key.params().toString());

  public BenchmarkKey {
    params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
  }

  public static BenchmarkKey of(
      String benchmark, String mode, int threads, Map<String, String> params) {
    return new BenchmarkKey(benchmark, mode, threads, new TreeMap<>(params));
  }

  /** The class name without its package, a dot, and the method: {@code FetchBenchmark.fetch}. */
  public String shortName() {
    int method = benchmark.lastIndexOf('.');
    int type = benchmark.lastIndexOf('.', method - 1);
    return benchmark.substring(type + 1);
  }

  /** {@code strandbench.bench.FetchBenchmark.fetch [inFlight=16, model=VIRTUAL_THREADS]}. */
  public String fullName() {
    return benchmark + toString().substring(shortName().length());
  }

  /** The simple name of the benchmark's class: {@code FetchBenchmark}. */
  public String simpleClassName() {
    String name = shortName();
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** The value of a parameter, or the empty string where the benchmark has no such parameter. */
  public String param(String name) {
    return params.getOrDefault(name, "");
  }

  @Override
  public int compareTo(BenchmarkKey other) {
    return ORDER.compare(this, other);
  }

  /** {@code FetchBenchmark.fetch [inFlight=16, model=VIRTUAL_THREADS]}. */
  @Override
  public String toString() {
    if (params.isEmpty()) {
      return shortName();
    }
    return params.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", ", shortName() + " [", "]"));
  }
}
