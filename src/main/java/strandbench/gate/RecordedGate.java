package strandbench.gate;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.util.CombinatoricsUtils;
import strandbench.gate.Gauge.MissingException;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellOutcome;
import strandbench.result.CellResult;
import strandbench.result.CellState;
import strandbench.result.JmhEntry;
import strandbench.result.Json;
import strandbench.result.Machine;
import strandbench.result.Metric;
import strandbench.result.Result;
import strandbench.result.RunDirectory;
import strandbench.result.RunRecord;
import strandbench.result.UnusableInputException;

/**
 * Gates recorded results, run directories or JMH's JSON: unpaired, so that whatever differed
 * between the two runs counts as a difference of the code. It says what it could tell of that.
 */
public final class RecordedGate {
  /** Fields of JMH's JSON that say how an entry was measured. */
  private static final List<String> CONDITIONS =
      List.of(
          "jmhVersion",
          "jdkVersion",
          "vmName",
          "vmVersion",
          "jvmArgs",
          "warmupIterations",
          "warmupTime",
          "measurementIterations",
          "measurementTime");

  private final Side base;
  private final Side head;
  private final GateRules rules;
  private final Gauge gauge;

  /** One of the two results. */
  private record Side(
      String role,
      Path path,
      Map<BenchmarkKey, CellResult> cells,
      Map<BenchmarkKey, CellOutcome> silent,
      Optional<Machine> machine) {

    static Side read(String role, Path path) {
      Result result = Result.read(path);
      if (!result.unread().isEmpty()) {
        throw new UnusableInputException(path + ": " + result.unread().getFirst());
      }
      Map<BenchmarkKey, CellResult> cells = new LinkedHashMap<>();
      for (CellResult cell : result.cells()) {
        if (cells.put(cell.key(), cell) != null) {
          throw new UnusableInputException(path + ": holds " + Figures.name(cell.key()) + " twice");
        }
      }
      Map<BenchmarkKey, CellOutcome> silent = new HashMap<>();
      result
          .run()
          .ifPresent(
              run ->
                  run.cells().stream()
                      .filter(cell -> !cells.containsKey(cell.key()))
                      .filter(cell -> cell.state() != CellState.REJECTED_AS_IT_MUST_BE)
                      .forEach(cell -> silent.put(cell.key(), cell)));
      return new Side(role, path, cells, silent, result.run().map(RunRecord::machine));
    }

    Set<BenchmarkKey> keys() {
      Set<BenchmarkKey> keys = new LinkedHashSet<>(cells.keySet());
      keys.addAll(silent.keySet());
      return keys;
    }

    JsonNode json() {
      return Json.read(
          Files.isDirectory(path) ? new RunDirectory(path).jmhResultFile() : path, JsonNode.class);
    }
  }

  /**
   * Reads the results.
   *
   * @throws UnusableInputException if one can't be used, or, unless {@code differentMachines}, they
   *     were measured on different machines
   */
  public RecordedGate(
      Path base, Path head, GateRules rules, Gauge gauge, boolean differentMachines) {
    this.base = Side.read("BASE", base);
    this.head = Side.read("HEAD", head);
    this.rules = rules;
    this.gauge = gauge;
    if (areDifferent() && !differentMachines) {
      throw new UnusableInputException(
          head
              + ": was measured on "
              + this.head.machine().orElseThrow().summary()
              + ", "
              + base
              + " on "
              + this.base.machine().orElseThrow().summary()
              + "; --different-machines compares them none the less");
    }
  }

  private boolean areDifferent() {
    return base.machine().isPresent()
        && head.machine().isPresent()
        && !head.machine().get().measuresLike(base.machine().get());
  }

  /**
   * Gates.
   *
   * @param command the command that does it again
   * @throws UnusableInputException if nothing can be compared
   */
  public GateReport run(
      Predicate<BenchmarkKey> selection, boolean removedFails, List<String> command) {
    Matching matching =
        Matching.of(
            base.path().toString(), base.keys(), head.path().toString(), head.keys(), selection);
    return GateReport.ofRecorded(
        verdicts(matching.both()),
        new GateSetting(
            base.path().toString(),
            head.path().toString(),
            gauge.metric(),
            rules.tolerance(),
            matching.added(),
            matching.removed(),
            removedFails,
            null,
            null,
            null,
            null,
            command,
            uncontrolled(matching.both())),
        rules);
  }

  /** The forks of a benchmark in both results, or why there are none to compare. */
  private record Forks(Metric base, Metric head, Series.Failure failure) {}

  private List<BenchmarkVerdict> verdicts(List<BenchmarkKey> keys) {
    Map<BenchmarkKey, Forks> forks = new LinkedHashMap<>();
    keys.forEach(key -> forks.put(key, forks(key)));
    List<BenchmarkKey> measured =
        keys.stream().filter(key -> forks.get(key).failure() == null).toList();
    List<Decision> decisions =
        Decision.of(measured.stream().map(key -> evidence(key, forks.get(key))).toList(), rules);
    List<BenchmarkVerdict> verdicts = new ArrayList<>();
    for (BenchmarkKey key : keys) {
      Forks of = forks.get(key);
      verdicts.add(
          of.failure() != null
              ? BenchmarkVerdict.failed(key, of.failure())
              : verdict(key, of, decisions.get(measured.indexOf(key)), measured.size()));
    }
    if (measured.isEmpty() && verdicts.stream().noneMatch(v -> v.verdict() == Verdict.FAILED)) {
      throw new UnusableInputException("nothing can be compared: " + verdicts.getFirst().reason());
    }
    return verdicts;
  }

  private Evidence evidence(BenchmarkKey key, Forks forks) {
    return Evidence.ofForks(
        gauge.values(forks.base()),
        gauge.values(forks.head()),
        gauge.direction(key, forks.base().unit()),
        rules);
  }

  private BenchmarkVerdict verdict(
      BenchmarkKey key, Forks forks, Decision decision, int benchmarks) {
    double[] ofBase = gauge.values(forks.base());
    double[] ofHead = gauge.values(forks.head());
    double deals =
        CombinatoricsUtils.binomialCoefficientDouble(ofBase.length + ofHead.length, ofBase.length);
    boolean hopeless =
        decision.verdict() == Verdict.INCONCLUSIVE && benchmarks / deals > rules.regressionLevel();
    return BenchmarkVerdict.of(
        key,
        decision,
        hopeless
            ? ofBase.length
                + " and "
                + ofHead.length
                + " forks are too few to call a regression among "
                + benchmarks
                + " benchmarks"
            : null,
        forks.base().unit(),
        StatUtils.geometricMean(ofBase),
        StatUtils.geometricMean(ofHead),
        Double.NaN);
  }

  private Forks forks(BenchmarkKey key) {
    String ofBase = null;
    String ofHead = null;
    Metric baseMetric = null;
    Metric headMetric = null;
    try {
      baseMetric = metric(base, key);
    } catch (MissingException e) {
      ofBase = e.getMessage();
    }
    try {
      headMetric = metric(head, key);
    } catch (MissingException e) {
      ofHead = e.getMessage();
    }
    return new Forks(baseMetric, headMetric, failure(key, ofBase, ofHead, baseMetric, headMetric));
  }

  private Metric metric(Side side, BenchmarkKey key) throws MissingException {
    CellOutcome silent = side.silent().get(key);
    if (silent != null) {
      throw new MissingException("is " + silent.state() + ": " + silent.reason());
    }
    return gauge.of(side.cells().get(key));
  }

  /** A figure that a rule objects to, or that was never measured, is no failure of the code. */
  private Series.Failure failure(
      BenchmarkKey key, String ofBase, String ofHead, Metric baseMetric, Metric headMetric) {
    if (ofBase == null && ofHead == null) {
      return baseMetric.unit().equals(headMetric.unit())
          ? null
          : new Series.Failure(
              true, "BASE scores in " + baseMetric.unit() + ", HEAD in " + headMetric.unit());
    }
    boolean both = ofBase != null && ofHead != null;
    String reason = ofBase != null ? "BASE " + ofBase : "HEAD " + ofHead;
    return new Series.Failure(both || isNoFault(base, key) || isNoFault(head, key), reason);
  }

  private static boolean isNoFault(Side side, BenchmarkKey key) {
    CellOutcome silent = side.silent().get(key);
    return silent != null && silent.state() != CellState.FAILED;
  }

  private List<String> uncontrolled(List<BenchmarkKey> keys) {
    List<String> all = new ArrayList<>();
    all.add(
        "BASE and HEAD were not measured in pairs: whatever changed on the machine between the two"
            + " runs counts as a difference");
    if (base.path().toAbsolutePath().normalize().equals(head.path().toAbsolutePath().normalize())) {
      all.add("BASE and HEAD are the same result");
    }
    for (Side side : List.of(base, head)) {
      if (side.machine().isEmpty()) {
        all.add(side.role() + "'s file does not say on which machine it was measured");
      }
    }
    if (areDifferent()) {
      all.add(
          "different machines: BASE on "
              + base.machine().orElseThrow().summary()
              + ", HEAD on "
              + head.machine().orElseThrow().summary());
    }
    all.addAll(differences(keys));
    return all;
  }

  private List<String> differences(List<BenchmarkKey> keys) {
    Map<BenchmarkKey, JsonNode> ofBase = entries(base);
    Map<BenchmarkKey, JsonNode> ofHead = entries(head);
    List<String> differences = new ArrayList<>();
    for (String condition : CONDITIONS) {
      List<BenchmarkKey> differing =
          keys.stream()
              .filter(
                  key ->
                      differ(condition(ofBase, key, condition), condition(ofHead, key, condition)))
              .toList();
      if (!differing.isEmpty()) {
        BenchmarkKey first = differing.getFirst();
        differences.add(
            condition
                + " differs: BASE "
                + condition(ofBase, first, condition)
                + ", HEAD "
                + condition(ofHead, first, condition)
                + " ("
                + Figures.name(first)
                + (differing.size() == 1 ? "" : ", and in " + (differing.size() - 1) + " more")
                + ")");
      }
    }
    return differences;
  }

  private static JsonNode condition(
      Map<BenchmarkKey, JsonNode> entries, BenchmarkKey key, String condition) {
    return entries.getOrDefault(key, Json.MAPPER.nullNode()).path(condition);
  }

  private static boolean differ(JsonNode then, JsonNode now) {
    return !then.isMissingNode() && !now.isMissingNode() && !then.equals(now);
  }

  private static Map<BenchmarkKey, JsonNode> entries(Side side) {
    Map<BenchmarkKey, JsonNode> entries = new HashMap<>();
    side.json().forEach(entry -> entries.put(JmhEntry.cell(entry).key(), entry));
    return entries;
  }
}
