package strandbench.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import strandbench.result.Finding;
import strandbench.result.UnusableInputException;

/**
 * Examines this machine. Advice, not a judgement: whether a measurement may be trusted is for its
 * own evidence to say.
 *
 * <p>Thread-safe; two at a time disturb each other's tests.
 */
public final class Doctor {
  private static final Duration LONG_WATCH = Duration.ofSeconds(1);
  private static final Duration SHORT_WATCH = Duration.ofMillis(300);
  private static final Duration SLICE = Duration.ofMillis(500);
  private static final int BURST_SLICES = 6;

  private Doctor() {}

  /** Everything, with the self-tests: takes about six seconds. The worst comes first. */
  public static List<Finding> examine() {
    return examine(properties(System.getProperties()));
  }

  /**
   * The same where another JDK than the one that runs this is what measures: its build and its
   * faults are told, and the self-tests are still those of this one.
   *
   * @param java its executable
   * @throws UnusableInputException if it is none, in one line that names the option {@code --java}
   */
  public static List<Finding> examine(Path java) {
    return examine(JdkProperties.of(java));
  }

  private static List<Finding> examine(Map<String, String> jdk) {
    int processors = Runtime.getRuntime().availableProcessors();
    // Before the self-tests, which are load themselves.
    List<Finding> findings = atRest(LONG_WATCH, jdk);
    findings.addAll(new SelfTests(processors, SLICE, BURST_SLICES).findings());
    return sorted(findings);
  }

  /** What can be told in under a second. The worst comes first. */
  public static List<Finding> glance() {
    return sorted(atRest(SHORT_WATCH, properties(System.getProperties())));
  }

  private static List<Finding> atRest(Duration watch, Map<String, String> jdk) {
    SystemFiles files = new SystemFiles(Path.of("/"));
    List<Finding> findings = new ArrayList<>(new Neighbours(watch).findings());
    findings.addAll(new Processors(files, Runtime.getRuntime().availableProcessors()).findings());
    findings.addAll(new Memory(files).findings());
    findings.addAll(new Limits(files).findings());
    findings.addAll(new Clock(files).findings());
    findings.addAll(new Jvm(jdk, System.getenv()).findings());
    return findings;
  }

  private static Map<String, String> properties(Properties properties) {
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }

  private static List<Finding> sorted(List<Finding> findings) {
    return findings.stream().sorted(Comparator.comparing(Finding::state)).toList();
  }
}
