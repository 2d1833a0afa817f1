package strandbench.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A profiler that can look into a fork. */
public enum ProfilerKind {
  /** JDK Flight Recorder: one recording of all measured iterations. */
  JFR("jfr", List.of("all")),

  /**
   * async-profiler: a flame graph each of processor time, allocations and contended locks. It draws
   * one thing at a time.
   */
  ASYNC("async", List.of(FlameGraphs.CPU, FlameGraphs.ALLOCATIONS, FlameGraphs.LOCKS));

  /** Under this, a sampling profiler has too few samples to show anything. */
  private static final int LEAST_MILLIS = 2000;

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> looks;

  ProfilerKind(String label, List<String> looks) {
    this.label = label;
    this.looks = looks;
  }

  /** As the command line and {@code run.json} have it. */
  public String label() {
    return label;
  }

  /**
   * The profiler of a label.
   *
   * @throws IllegalArgumentException if there is none
   */
  static ProfilerKind labelled(String label) {
    return find(label)
        .orElseThrow(() -> new IllegalArgumentException("no such profiler: " + label));
  }

  /** The profiler of a label, if there is one. */
  public static Optional<ProfilerKind> find(String label) {
    return Stream.of(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }

  /** Why it can't be had on this system, in one line; empty if it can. */
  public Optional<String> refusal() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return this == ASYNC && !system.contains("linux") && !system.contains("mac")
        ? Optional.of("async-profiler runs on Linux and macOS only")
        : Optional.empty();
  }

  /** What it looks at, each in a fork of its own. */
  List<String> looks() {
    return looks;
  }

  /** What a profiled fork runs in place of a cell's own iterations: as many, or longer ones. */
  static Plan.Iterations iterations(Plan.Iterations own) {
    return new Plan.Iterations(own.count(), Math.max(own.millis(), LEAST_MILLIS / own.count()));
  }
}
