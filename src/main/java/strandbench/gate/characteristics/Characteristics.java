package strandbench.gate.characteristics;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import strandbench.gate.GateRules;
import strandbench.result.UnusableInputException;

/** The study of how often the gate is wrong. */
public final class Characteristics {
  /** Base name of the files with simulated figures. */
  public static final String SIMULATED = "simulated";

  /** Base name of those from recorded forks. */
  public static final String RECORDED = "recorded";

  private Characteristics() {}

  /**
   * Simulates, and writes {@link #SIMULATED}{@code .md} and {@code .json}.
   *
   * @param command that makes them again
   * @param progress told what is worked on
   * @return the goals that were not shown to be met
   */
  public static List<Goal> simulate(
      Effort effort, String command, Path directory, Consumer<String> progress) {
    Report.makeDirectory(directory);
    Map<String, Function<Effort, Findings>> parts = new LinkedHashMap<>();
    parts.put("error rates", ErrorRates::study);
    parts.put("power", Power::study);
    parts.put("coverage", Coverage::study);
    parts.put("economy", Economy::study);
    parts.put("rivals", Rivals::study);
    List<Findings> findings = new ArrayList<>();
    parts.forEach(
        (name, part) -> {
          progress.accept(name);
          findings.add(part.apply(effort));
        });
    return write(SIMULATED, command, findings, directory);
  }

  /**
   * Replays pairs that were recorded of equal jars, and writes {@link #RECORDED}{@code .md} and
   * {@code .json}.
   *
   * @param recorded directories of {@link strandbench.gate.JarRecorder}, or of gates
   * @param pairs in a comparison; a look of {@link GateRules} or more
   * @return the goals that were not shown to be met
   * @throws UnusableInputException if a directory holds no pairs, or too few
   */
  public static List<Goal> replay(List<Path> recorded, int pairs, String command, Path directory) {
    Findings findings = Recorded.study(series(recorded), pairs);
    Report.makeDirectory(directory);
    return write(RECORDED, command, List.of(findings), directory);
  }

  /**
   * How many comparisons {@link #replay} would have.
   *
   * @throws UnusableInputException if a directory holds no pairs
   */
  public static int comparisons(List<Path> recorded, int pairs) {
    return series(recorded).stream().mapToInt(one -> one.blocks(pairs).size()).sum();
  }

  private static List<RecordedSeries> series(List<Path> recorded) {
    return recorded.stream().flatMap(one -> RecordedSeries.read(one).stream()).toList();
  }

  private static List<Goal> write(
      String name, String command, List<Findings> findings, Path directory) {
    new Report(name, command, findings).write(directory);
    return findings.stream()
        .flatMap(one -> one.goals().stream())
        .filter(goal -> !goal.met())
        .toList();
  }
}
