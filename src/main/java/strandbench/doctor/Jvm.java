package strandbench.doctor;

import static strandbench.result.Finding.doubt;
import static strandbench.result.Finding.fine;
import static strandbench.result.Finding.unknown;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import strandbench.result.Finding;

/** The JDK that measures. */
final class Jvm {
  /** Options that each JVM takes from the environment without being told. */
  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final Map<String, String> properties;
  private final Map<String, String> environment;

  /**
   * Creates the checks.
   *
   * @param properties the JVM's system properties
   * @param environment its environment
   */
  Jvm(Map<String, String> properties, Map<String, String> environment) {
    this.properties = properties;
    this.environment = environment;
  }

  List<Finding> findings() {
    return List.of(build(), faults(), options());
  }

  private Finding build() {
    String name = property("java.vm.name");
    String version = property("java.vm.version");
    String observed = name + " " + version + ", " + property("java.vm.info");
    String build = (name + " " + version).toLowerCase(Locale.ROOT);
    if (build.contains("debug")
        || build.contains("zero")
        || property("java.vm.info").contains("interpreted")) {
      return doubt(
          "jdk",
          observed,
          "a JVM that checks itself or only interprets is many times slower, and not alike for all"
              + " models",
          "take a release build with its compilers on");
    }
    if (version.contains("-ea")) {
      return doubt(
          "jdk",
          observed,
          "an early-access build: its figures say little of the release",
          "take a release build");
    }
    if (!isHotSpot()) {
      return doubt(
          "jdk",
          observed,
          "warm-up, the rule on compiling and the forks' flags are made for HotSpot",
          "take a JDK with HotSpot, or read the figures as those of another JVM");
    }
    return fine("jdk", observed);
  }

  private boolean isHotSpot() {
    String name = property("java.vm.name");
    return name.contains("HotSpot") || name.contains("OpenJDK");
  }

  private Finding faults() {
    if (!isHotSpot()) {
      return unknown("jdk-faults", "the list is of faults of HotSpot");
    }
    String release = property("java.version");
    try {
      return faults(release, KnownFault.of(Runtime.Version.parse(release)));
    } catch (IllegalArgumentException e) {
      return unknown("jdk-faults", release + " is no version that the list could be asked for");
    }
  }

  private static Finding faults(String release, List<KnownFault> known) {
    if (known.isEmpty()) {
      return fine(
          "jdk-faults",
          "no known fault of %s in the list of %d".formatted(release, KnownFault.ALL.size()));
    }
    return doubt(
        "jdk-faults",
        known.stream()
            .map(fault -> fault.bug() + " (" + fault.summary() + ")")
            .collect(Collectors.joining(", ", release + " has ", "")),
        known.stream().map(KnownFault::spoils).distinct().collect(Collectors.joining("; ")),
        "take a release that has the fix: "
            + known.stream()
                .map(fault -> "https://bugs.openjdk.org/browse/" + fault.bug())
                .collect(Collectors.joining(", "))
            + " (some vendors had it earlier)");
  }

  private Finding options() {
    List<String> set =
        VARIABLES.stream().filter(name -> !environment.getOrDefault(name, "").isBlank()).toList();
    return set.isEmpty()
        ? fine("jvm-options", "none in the environment")
        : doubt(
            "jvm-options",
            String.join(
                ", ", set.stream().map(name -> name + "=" + environment.get(name)).toList()),
            "forks, workers and the origin take these options as well, beside those that a run"
                + " records",
            "unset " + String.join(" ", set));
  }

  private String property(String name) {
    return properties.getOrDefault(name, "unknown");
  }
}
