package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import strandbench.result.BenchmarkKey;
import strandbench.result.ExcludedCell;
import strandbench.stats.Estimate;
import strandbench.stats.Ratio;

/**
 * Guards that were contended for in the same way: the lines of one chart.
 *
 * @param kind of the guards
 * @param params what is the same for all of them
 * @param cells in plan order
 * @param excluded combinations that would belong here and can't exist
 * @param betweenProcesses whether processes contend; else threads
 */
record Contest(
    KnownGuard.Kind kind,
    Map<String, String> params,
    List<Cell> cells,
    List<ExcludedCell> excluded,
    boolean betweenProcesses) {
  private static final String ACQUISITIONS = "acquisitions";

  /** The total of operations follows a guard's speed; acquisitions per second take it out. */
  private static final Set<String> VARYING = Set.of("guard", "lock", "contenders", "operations");

  /** What a title tells by words of its own. */
  private static final Set<String> TOLD = Set.of("thread", "readPercent");

  /** Contests with a point to draw, in plan order. */
  static List<Contest> of(Source source, String benchmark) {
    Map<Work, List<Cell>> contests = new LinkedHashMap<>();
    source.cells().stream()
        .filter(cell -> isOf(cell.key(), benchmark))
        .forEach(
            cell ->
                contests.computeIfAbsent(Work.of(cell.key()), any -> new ArrayList<>()).add(cell));
    return contests.entrySet().stream()
        .map(
            contest ->
                new Contest(
                    contest.getKey().kind(),
                    contest.getKey().params(),
                    contest.getValue(),
                    source.excluded().stream()
                        .filter(cell -> isOf(cell.key(), benchmark))
                        .filter(cell -> Work.of(cell.key()).equals(contest.getKey()))
                        .toList(),
                    benchmark.equals(ContentionFigures.PROCESSES)))
        .filter(contest -> contest.cells().stream().anyMatch(Contest::isMeasured))
        .toList();
  }

  /** Parameters that the contests of one benchmark differ in. */
  static Set<String> varying(List<Contest> contests) {
    return contests.stream()
        .flatMap(contest -> contest.params().keySet().stream())
        .filter(
            name ->
                contests.stream().map(contest -> contest.params().get(name)).distinct().count() > 1)
        .collect(Collectors.toSet());
  }

  /** {@code platform threads}. */
  String who() {
    return betweenProcesses
        ? "processes"
        : Names.words(params.getOrDefault("thread", "")).strip() + " threads";
  }

  /**
   * What tells it from the others.
   *
   * @param varying what the contests of its benchmark differ in
   */
  String title(Set<String> varying) {
    String reads = params.getOrDefault("readPercent", "0");
    List<String> parts = new ArrayList<>();
    parts.add(kind.words());
    parts.add(betweenProcesses ? "between processes" : who());
    if (!reads.equals("0")) {
      parts.add(reads + "% reads");
    }
    params.forEach(
        (name, value) -> {
          if (varying.contains(name) && !TOLD.contains(name)) {
            parts.add(name + "=" + value);
          }
        });
    return "Lock contention: " + String.join(", ", parts);
  }

  private record Work(KnownGuard.Kind kind, String mode, int threads, Map<String, String> params) {
    static Work of(BenchmarkKey key) {
      Map<String, String> params = new TreeMap<>(key.params());
      params.keySet().removeAll(VARYING);
      // Between processes there are only locks, and what races stands beside them.
      boolean threads = params.containsKey("thread");
      return new Work(
          threads ? KnownGuard.kind(guard(key)) : KnownGuard.Kind.LOCK,
          key.mode(),
          key.threads(),
          params);
    }
  }

  private static boolean isOf(BenchmarkKey key, String benchmark) {
    return key.benchmark().equals(benchmark)
        && !guard(key).isEmpty()
        && key.param("contenders").matches("[1-9][0-9]{0,6}");
  }

  static boolean isMeasured(Cell cell) {
    return cell.scores() && rates(cell).length > 0;
  }

  /** Acquisitions per second, one value per fork. */
  static double[] rates(Cell cell) {
    return cell.forks(ACQUISITIONS);
  }

  static Estimate rate(Cell cell) {
    return Estimate.ofMean(rates(cell), Estimate.CONFIDENCE);
  }

  /** The share of updates that were lost; NaN where it was not counted. */
  static double lost(Cell cell) {
    return mean(cell, "lostPermille") / 1e3;
  }

  /** Of a counter, over forks; NaN where it was not counted. */
  static double mean(Cell cell, String metric) {
    return Estimate.ofMean(cell.forks(metric), Estimate.CONFIDENCE).value();
  }

  static String guard(Cell cell) {
    return guard(cell.key());
  }

  /** Between processes its parameter is called lock. */
  private static String guard(BenchmarkKey key) {
    return key.params().getOrDefault("guard", key.param("lock"));
  }

  static int contenders(Cell cell) {
    return contenders(cell.key());
  }

  private static int contenders(BenchmarkKey key) {
    return Integer.parseInt(key.param("contenders"));
  }

  List<Cell> measured() {
    return cells.stream().filter(Contest::isMeasured).toList();
  }

  List<String> guards() {
    return measured().stream().map(Contest::guard).distinct().toList();
  }

  List<Integer> levels() {
    return cells.stream().map(Contest::contenders).distinct().sorted().toList();
  }

  Optional<Cell> cell(String guard, int contenders) {
    return measured().stream()
        .filter(cell -> guard(cell).equals(guard) && contenders(cell) == contenders)
        .findFirst();
  }

  /** Whether nobody meant to measure a guard with so many contenders. */
  boolean isUnknown(String guard, int contenders) {
    return Stream.concat(cells.stream().map(Cell::key), excluded.stream().map(ExcludedCell::key))
        .noneMatch(key -> guard(key).equals(guard) && contenders(key) == contenders);
  }

  /** X(contenders) / X(fewer); empty where one of the two was not measured. */
  Optional<Estimate> ratio(String guard, int contenders, int fewer) {
    return cell(guard, contenders)
        .flatMap(
            cell ->
                cell(guard, fewer)
                    .map(
                        base ->
                            Ratio.of(rates(cell), rates(base), Estimate.CONFIDENCE).estimate()));
  }

  /** What is not on the chart, each with its reason. */
  List<String> absent() {
    List<String> lines = new ArrayList<>();
    cells.stream()
        .filter(cell -> !isMeasured(cell))
        .forEach(cell -> lines.add(name(cell.key()) + ": " + ending(cell)));
    excluded.forEach(cell -> lines.add(name(cell.key()) + ": never planned: " + cell.reason()));
    return lines;
  }

  /** What can't be compared with so many contenders, each with its reason. */
  List<String> absentAt(int contenders) {
    List<String> lines = new ArrayList<>();
    cells.stream()
        .filter(cell -> contenders(cell) == contenders && !isMeasured(cell))
        .forEach(cell -> lines.add(KnownGuard.words(guard(cell)) + " (" + ending(cell) + ")"));
    excluded.stream()
        .filter(cell -> cell.key().param("contenders").equals(Integer.toString(contenders)))
        .forEach(
            cell ->
                lines.add(
                    KnownGuard.words(guard(cell.key()))
                        + " (never planned: "
                        + cell.reason()
                        + ")"));
    return lines;
  }

  private static String ending(Cell cell) {
    return cell.scores() ? "no acquisitions were counted" : cell.ending();
  }

  private static String name(BenchmarkKey key) {
    return KnownGuard.words(guard(key)) + ", contenders " + key.param("contenders");
  }
}
