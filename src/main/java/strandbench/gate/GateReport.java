package strandbench.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The gate's verdict, and all that it rests on: what {@code --json} writes.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param verdict of the whole: {@code PASS}, {@code REGRESSION}, {@code FAILED} or {@code
 *     INCONCLUSIVE}
 * @param reasons one line each, why it is not {@code PASS}; empty where it is
 * @param setting what was compared, and how
 * @param ending why no more pairs were measured; null for recorded results
 * @param seconds wall time; null for recorded results
 * @param selfCheck null for recorded results
 * @param regressionLevel probability that any benchmark is called REGRESSION wrongly
 * @param passLevel probability that a benchmark whose slow-down is at the tolerance passes
 * @param looks at how many pairs a benchmark could be decided, and each one's share of the error;
 *     empty for recorded results
 * @param benchmarks every one that both have
 */
public record GateReport(
    int formatVersion,
    Verdict verdict,
    List<String> reasons,
    GateSetting setting,
    Ending ending,
    Double seconds,
    SelfCheck selfCheck,
    double regressionLevel,
    double passLevel,
    List<Look> looks,
    List<BenchmarkVerdict> benchmarks) {

  /** The format that this class writes. */
  public static final int FORMAT_VERSION = 1;

  /** Of pairs. */
  static GateReport of(PairedResult result, GateSetting setting) {
    List<BenchmarkVerdict> benchmarks = new ArrayList<>();
    for (int i = 0; i < result.benchmarks().size(); i++) {
      benchmarks.add(
          verdict(
              result.benchmarks().get(i),
              result.decisions().get(i),
              result.benchmarks().size(),
              result.rules()));
    }
    return judged(setting, result.rules(), benchmarks, Optional.of(result));
  }

  /** Of recorded results. */
  static GateReport ofRecorded(
      List<BenchmarkVerdict> benchmarks, GateSetting setting, GateRules rules) {
    return judged(setting, rules, benchmarks, Optional.empty());
  }

  private static BenchmarkVerdict verdict(
      Series series, Decision decision, int benchmarks, GateRules rules) {
    if (series.failure().isPresent()) {
      return BenchmarkVerdict.failed(series.key(), series.failure().get());
    }
    Evidence evidence = decision.evidence();
    double callable =
        Double.isNaN(evidence.spread())
            ? Double.NaN
            : Reach.smallestCallable(rules, evidence.spread(), evidence.pairs(), benchmarks)
                .orElse(Double.NaN);
    return BenchmarkVerdict.of(
        series.key(),
        decision,
        reason(series, decision, benchmarks, rules),
        series.pairs().isEmpty() ? null : series.pairs().getFirst().unit(),
        geometricMean(series, PairEntry::baseScore),
        geometricMean(series, PairEntry::headScore),
        callable);
  }

  /** Why it is open, where that is not for the budget alone; else null. */
  private static String reason(Series series, Decision decision, int benchmarks, GateRules rules) {
    if (decision.evidence().pairs() == 0) {
      return series.size() + " pairs, too few for a look";
    }
    return decision.verdict() == Verdict.INCONCLUSIVE && series.isHopeless(benchmarks)
        ? "with this spread, "
            + rules.mostPairs()
            + " pairs would hardly decide it ("
            + Figures.change(decision.evidence().slowDown().value())
            + " after "
            + decision.evidence().pairs()
            + ")"
        : null;
  }

  /** Of the pairs that were looked at, so that the ratio of the two is the slow-down told. */
  private static double geometricMean(Series series, ToDoubleFunction<PairEntry> score) {
    int looked = series.evidence().pairs();
    return StatUtils.geometricMean(
        series.pairs().stream()
            .limit(looked == 0 ? series.size() : looked)
            .mapToDouble(score)
            .toArray());
  }

  private static GateReport judged(
      GateSetting setting,
      GateRules rules,
      List<BenchmarkVerdict> benchmarks,
      Optional<PairedResult> pairs) {
    List<String> failed = new ArrayList<>(reasons(benchmarks, Verdict.FAILED));
    if (setting.removedFails()) {
      setting.removed().forEach(key -> failed.add("removed: " + Figures.name(key)));
    }
    List<String> regressed = reasons(benchmarks, Verdict.REGRESSION);
    List<String> open = inconclusive(benchmarks);
    Optional<String> alarm = pairs.flatMap(result -> result.riders().alarm());
    List<String> doubts = new ArrayList<>();
    alarm.ifPresent(found -> doubts.add("canary: " + found));
    if (benchmarks.stream().anyMatch(benchmark -> benchmark.verdict().passes())) {
      pairs
          .flatMap(result -> result.riders().notFound())
          .ifPresent(reason -> doubts.add("calibration: " + reason));
    }
    pairs
        .filter(result -> result.ending() == Ending.INTERRUPTED)
        .ifPresent(result -> doubts.add("interrupted"));
    Verdict verdict;
    if (!failed.isEmpty()) {
      verdict = Verdict.FAILED;
    } else if (!regressed.isEmpty() && alarm.isEmpty()) {
      verdict = Verdict.REGRESSION;
    } else {
      verdict = open.isEmpty() && doubts.isEmpty() ? Verdict.PASS : Verdict.INCONCLUSIVE;
    }
    List<String> reasons =
        Stream.of(failed, doubts, regressed, open).flatMap(List::stream).toList();
    return new GateReport(
        FORMAT_VERSION,
        verdict,
        reasons,
        setting,
        pairs.map(PairedResult::ending).orElse(null),
        pairs.map(PairedResult::seconds).orElse(null),
        pairs.map(SelfCheck::of).orElse(null),
        rules.regressionLevel(),
        rules.passLevel(),
        pairs.map(result -> result.rules().looks()).orElse(List.of()),
        List.copyOf(benchmarks));
  }

  /** Those that one reason holds for share a line: the table has their names. */
  private static List<String> inconclusive(List<BenchmarkVerdict> benchmarks) {
    Map<String, List<BenchmarkVerdict>> byReason = new LinkedHashMap<>();
    benchmarks.stream()
        .filter(benchmark -> benchmark.verdict() == Verdict.INCONCLUSIVE)
        .forEach(
            benchmark ->
                byReason
                    .computeIfAbsent(benchmark.reason(), any -> new ArrayList<>())
                    .add(benchmark));
    return byReason.entrySet().stream()
        .flatMap(
            same ->
                same.getKey() == null || same.getValue().size() == 1
                    ? reasons(same.getValue(), Verdict.INCONCLUSIVE).stream()
                    : Stream.of(
                        Verdict.INCONCLUSIVE
                            + ": "
                            + same.getValue().size()
                            + " benchmarks: "
                            + same.getKey()))
        .toList();
  }

  private static List<String> reasons(List<BenchmarkVerdict> benchmarks, Verdict verdict) {
    return benchmarks.stream()
        .filter(benchmark -> benchmark.verdict() == verdict)
        .map(
            benchmark ->
                verdict
                    + ": "
                    + Figures.name(benchmark.key())
                    + ": "
                    + (benchmark.reason() == null
                        ? Figures.change(benchmark.slowDown())
                        : benchmark.reason()))
        .toList();
  }
}
