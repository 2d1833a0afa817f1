package strandbench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import one.profiler.AsyncProfiler;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.IterationType;

/**
 * JMH profiler that leaves a flame graph of a fork's measured iterations, made by async-profiler.
 * JMH's own profiler of that name needs an installed library; this one takes the library that the
 * jar brings, and says what it could sample.
 *
 * <p>The file is named after that: {@code cpu.html}, or where the kernel forbids perf_events {@code
 * ctimer.html} or {@code itimer.html}, after the timer that stands in for them and sees no frames
 * of the kernel; {@code alloc.html}; {@code lock.html}. Of the fork's own JVM: processes that it
 * starts are not in it.
 */
public final class FlameGraphs implements InternalProfiler {
  /** Processor time. */
  static final String CPU = "cpu";

  /** Where memory is allocated, by samples. */
  static final String ALLOCATIONS = "alloc";

  /** Where threads wait for a lock that is taken. */
  static final String LOCKS = "lock";

  /** Options of the fork's JVM: for frames between safepoints, and to load the library. */
  static final List<String> JVM_ARGS =
      List.of(
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:+DebugNonSafepoints",
          "--enable-native-access=ALL-UNNAMED");

  private static final String EVERY_MILLISECOND = ",interval=1ms";

  /** Counted by the kernel itself: to be had wherever perf_events are. */
  private static final String PERF_EVENT = "page-faults";

  private final String look;
  private final Path directory;
  private int iterations;
  private String sampled;

  /**
   * For JMH.
   *
   * @param option what to look at, a colon, and the directory where the file goes, which exists
   */
  public FlameGraphs(String option) {
    int colon = option.indexOf(':');
    this.look = option.substring(0, colon);
    this.directory = Path.of(option.substring(colon + 1));
  }

  /** What JMH hands to a fork's {@link #FlameGraphs(String)}. */
  static String option(String look, Path directory) {
    return look + ":" + directory.toAbsolutePath();
  }

  @Override
  public String getDescription() {
    return "flame graphs of processor time, allocations or contended locks";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (iteration.getType() == IterationType.MEASUREMENT && iterations++ == 0) {
      try {
        sampled = start(AsyncProfiler.getInstance());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    if (iteration.getType() == IterationType.MEASUREMENT && iterations == iteration.getCount()) {
      try {
        AsyncProfiler profiler = AsyncProfiler.getInstance();
        profiler.stop();
        Files.writeString(directory.resolve(sampled + ".html"), profiler.execute("flamegraph"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.of();
  }

  /** Starts to sample, and returns the name of what is sampled. */
  private String start(AsyncProfiler profiler) throws IOException {
    if (!look.equals(CPU)) {
      return start(profiler, look, "");
    }
    if (isPossible(profiler, PERF_EVENT)) {
      return start(profiler, CPU, EVERY_MILLISECOND);
    }
    return start(profiler, isPossible(profiler, "ctimer") ? "ctimer" : "itimer", EVERY_MILLISECOND);
  }

  private static boolean isPossible(AsyncProfiler profiler, String event) throws IOException {
    try {
      start(profiler, event, "");
    } catch (IllegalStateException e) {
      return false;
    }
    profiler.stop();
    return true;
  }

  private static String start(AsyncProfiler profiler, String event, String options)
      throws IOException {
    profiler.execute("start,event=" + event + options);
    return event;
  }
}
