package strandbench.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Optional;

/** The benchmarks of this jar, as JMH's annotation processor listed them. */
public final class BenchmarkCatalog {
  private final List<BenchmarkInfo> benchmarks;

  private BenchmarkCatalog(List<BenchmarkInfo> benchmarks) {
    this.benchmarks = List.copyOf(benchmarks);
  }

  /** Reads the list from the class path. */
  public static BenchmarkCatalog load() {
    OutputFormat silent = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);
    List<BenchmarkInfo> found = new ArrayList<>();
    for (BenchmarkListEntry entry : BenchmarkList.defaultList().getAll(silent, List.of())) {
      found.add(info(entry));
    }
    return new BenchmarkCatalog(found);
  }

  /** Every benchmark, ordered by name. */
  public List<BenchmarkInfo> benchmarks() {
    return benchmarks;
  }

  /** Those with that simple class name, or that simple class name, dot and method. */
  List<BenchmarkInfo> called(String simpleName) {
    return benchmarks.stream().filter(benchmark -> benchmark.isCalled(simpleName)).toList();
  }

  private static BenchmarkInfo info(BenchmarkListEntry entry) {
    SortedMap<String, List<String>> params = new TreeMap<>();
    for (Map.Entry<String, String[]> param :
        entry.getParams().orElse(Map.<String, String[]>of()).entrySet()) {
      params.put(param.getKey(), List.of(param.getValue()));
    }
    Optional<Collection<String>> jvmArgs = entry.getJvmArgs();
    return new BenchmarkInfo(
        entry.getUsername(),
        load(entry.getUserClassQName()),
        entry.getMode().shortLabel(),
        entry.getThreads().orElse(1),
        List.copyOf(jvmArgs.orElse(List.of())),
        params);
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, BenchmarkCatalog.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("listed, but not on the class path: " + name, e);
    }
  }
}
