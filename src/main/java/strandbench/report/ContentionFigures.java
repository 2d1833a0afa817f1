package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import strandbench.stats.Estimate;
import strandbench.stats.Ratio;

/** Lock contention: acquisitions per second against contenders, per guard. */
final class ContentionFigures {
  static final String THREADS = "strandbench.bench.LockContentionBenchmark.contend";

  /** The same code as {@link #THREADS} under another name: what is like in both is an A/A pair. */
  static final String AGAIN = THREADS + "Again";

  static final String PROCESSES = "strandbench.bench.ProcessLockBenchmark.contend";

  private final Source source;
  private final Contest contest;
  private final List<String> guards;
  private final List<Integer> levels;

  /**
   * @param guards those of the contest that stand on this chart
   */
  private ContentionFigures(Source source, Contest contest, List<String> guards) {
    this.source = source;
    this.contest = contest;
    this.guards = guards;
    this.levels = contest.levels();
  }

  /** Cells that these figures show. */
  static List<Cell> cells(Source source) {
    return List.of(THREADS, PROCESSES).stream()
        .flatMap(benchmark -> Contest.of(source, benchmark).stream())
        .flatMap(contest -> contest.cells().stream())
        .toList();
  }

  /** Of each guard that was measured twice: acquisitions the second time over the first. */
  static Map<String, Estimate> agreements(Source source) {
    Map<String, Estimate> agreements = new LinkedHashMap<>();
    for (Cell again : source.cells()) {
      if (again.key().benchmark().equals(AGAIN) && Contest.isMeasured(again)) {
        source.cells().stream()
            .filter(cell -> cell.key().benchmark().equals(THREADS) && Contest.isMeasured(cell))
            .filter(cell -> cell.key().params().equals(again.key().params()))
            .forEach(
                cell ->
                    agreements.put(
                        "%s with %s"
                            .formatted(
                                KnownGuard.words(Contest.guard(cell)),
                                Numbers.count(Contest.contenders(cell), "contender")),
                        Ratio.of(Contest.rates(again), Contest.rates(cell), Estimate.CONFIDENCE)
                            .estimate()));
      }
    }
    return agreements;
  }

  static List<Figure> of(Source source) {
    List<Figure> figures = new ArrayList<>();
    for (String benchmark : List.of(THREADS, PROCESSES)) {
      List<Contest> contests = Contest.of(source, benchmark);
      Optional<Contest> answers = answering(contests);
      for (Contest contest : contests) {
        List<String> guards = contest.guards();
        for (int from = 0; from < guards.size(); from += Style.DISTINCT) {
          figures.add(
              new ContentionFigures(
                      source,
                      contest,
                      guards.subList(from, Math.min(guards.size(), from + Style.DISTINCT)))
                  .figure(
                      figures.size() + 1,
                      Contest.varying(contests),
                      from == 0 && answers.filter(contest::equals).isPresent()));
        }
      }
    }
    return figures;
  }

  /** What a lock costs is asked of locks, where there are any. */
  private static Optional<Contest> answering(List<Contest> contests) {
    return contests.stream()
        .filter(contest -> contest.kind() == KnownGuard.Kind.LOCK)
        .findFirst()
        .or(() -> contests.stream().findFirst());
  }

  private Figure figure(int number, Set<String> varying, boolean answers) {
    Axis x =
        Axes.ofLevels(
            "contenders (" + contest.who() + ")",
            true,
            levels.stream().map(Integer::doubleValue).toList());
    List<Series> series =
        guards.stream().map(guard -> series(guard, guards.indexOf(guard), x)).toList();
    Axis y = Axes.log("acquisitions per second, all contenders together", drawn(series));
    Verdict verdict = verdict();
    Chart chart =
        new Chart(
            source.prefix() + "contention-" + number,
            contest.title(varying),
            "How many acquisitions a second do so many contenders make, all together?",
            x,
            y,
            false,
            series,
            references(x, y),
            notes(),
            source.stamp(shown()),
            "Chart with logarithmic axes of acquisitions per second against contenders for "
                + Names.list(series.stream().map(Series::name).toList())
                + ". "
                + verdict.headline()
                + " The figures stand in the table below.");
    String topic =
        contest.betweenProcesses() ? "Lock contention between processes" : "Lock contention";
    return new Figure(
        chart,
        ContentionTable.of(contest, guards),
        verdict,
        contest.absent(),
        answers ? topic : null,
        List.of(contest.betweenProcesses() ? PROCESSES : THREADS));
  }

  private List<Cell> shown() {
    return contest.measured().stream()
        .filter(cell -> guards.contains(Contest.guard(cell)))
        .toList();
  }

  private Series series(String guard, int index, Axis x) {
    List<Lines.Reading> readings =
        contest.measured().stream()
            .filter(cell -> Contest.guard(cell).equals(guard))
            .sorted(Comparator.comparingInt(Contest::contenders))
            .map(
                cell ->
                    new Lines.Reading(
                        Contest.contenders(cell),
                        Contest.rate(cell),
                        List.of(
                            name(guard) + ", contenders " + Contest.contenders(cell),
                            figure(cell))))
            .toList();
    return Lines.of(
        name(guard),
        KnownGuard.style(guard, index),
        x,
        levels.stream().map(Integer::doubleValue).toList(),
        index,
        guards.size(),
        readings);
  }

  /** What races says so wherever it is named: it is no option, however fast it is. */
  private String name(String guard) {
    if (!KnownGuard.isRacing(guard)) {
      return KnownGuard.words(guard);
    }
    double most =
        contest.measured().stream()
            .filter(cell -> Contest.guard(cell).equals(guard))
            .mapToDouble(Contest::lost)
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    return KnownGuard.words(guard)
        + (Double.isNaN(most)
            ? " (races, loses updates)"
            : " (races, loses up to " + Numbers.percent(most) + " of updates)");
  }

  private static String figure(Cell cell) {
    Estimate rate = Contest.rate(cell);
    return Numbers.figure(rate.value())
        + " acquisitions/s"
        + (rate.hasInterval() ? " (95% interval " + Numbers.interval(rate) + ")" : "");
  }

  /** Without lower ends far below every point, which would only squeeze the rest together. */
  private static double[] drawn(List<Series> series) {
    List<Point> points = series.stream().flatMap(line -> line.points().stream()).toList();
    double floor = points.stream().mapToDouble(Point::y).min().orElse(0) / 2;
    return points.stream()
        .flatMapToDouble(point -> DoubleStream.of(point.y(), point.low(), point.high()))
        .filter(value -> value > floor)
        .toArray();
  }

  private List<ReferenceLine> references(Axis x, Axis y) {
    OptionalInt cores = source.cores();
    if (cores.isEmpty() || cores.getAsInt() < x.min() || cores.getAsInt() > x.max()) {
      return List.of();
    }
    double n = cores.getAsInt();
    return List.of(
        new ReferenceLine(
            "this machine's " + Numbers.count(cores.getAsInt(), "core"),
            List.of(n, n),
            List.of(y.min(), y.max()),
            true));
  }

  private Verdict verdict() {
    int most = levels.getLast();
    List<String> options = guards.stream().filter(guard -> !KnownGuard.isRacing(guard)).toList();
    if (options.isEmpty()) {
      return new Verdict(
          "No verdict: nothing here guards.",
          "Measured: " + Names.list(guards.stream().map(this::name).toList()) + ".");
    }
    List<Comparison.Candidate> candidates =
        options.stream()
            .flatMap(guard -> contest.cell(guard, most).stream())
            .map(
                cell ->
                    new Comparison.Candidate(
                        KnownGuard.words(Contest.guard(cell)),
                        DoubleStream.of(Contest.rates(cell)).boxed().toList(),
                        Numbers.figure(Contest.rate(cell).value()) + "/s",
                        figure(cell)))
            .toList();
    List<String> absent = new ArrayList<>(contest.absentAt(most));
    options.stream()
        .filter(guard -> contest.isUnknown(guard, most))
        .map(guard -> KnownGuard.words(guard) + " (not measured there)")
        .forEach(absent::add);
    guards.stream().filter(KnownGuard::isRacing).map(this::name).forEach(absent::add);
    Verdict fastest =
        new Comparison(
                "with " + Numbers.count(most, "contender") + " (" + contest.who() + ")",
                "guard",
                "fastest",
                candidates,
                absent)
            .verdict(Double.NaN);
    List<String> detail = new ArrayList<>(List.of(fastest.detail()));
    detail.add(change(options, 2, 1));
    if (most > 2) {
      detail.add(change(options, most, 2));
    }
    detail.add(ScalingWords.of(contest, options, source.cores()));
    return new Verdict(
        fastest.headline(),
        detail.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" ")));
  }

  /** What more contenders do to throughput: the guard that loses most, and the one least. */
  private String change(List<String> options, int contenders, int fewer) {
    Map<Double, String> byRatio = new TreeMap<>();
    for (String guard : options) {
      contest
          .ratio(guard, contenders, fewer)
          .filter(Estimate::hasInterval)
          .ifPresent(
              ratio ->
                  byRatio.put(
                      ratio.value(),
                      "%s (%s) with %s"
                          .formatted(
                              Numbers.figure(ratio.value()),
                              Numbers.interval(ratio),
                              KnownGuard.words(guard))));
    }
    if (byRatio.isEmpty()) {
      return "";
    }
    List<String> ratios = List.copyOf(byRatio.values());
    return "X(%d)/X(%d), the throughput of %d contenders over that of %d: %s."
        .formatted(
            contenders,
            fewer,
            contenders,
            fewer,
            ratios.size() == 1
                ? ratios.getFirst()
                : "from " + ratios.getFirst() + " to " + ratios.getLast());
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Both axes are logarithmic: equal distances are equal ratios. The same for all: "
            + contest.params().entrySet().stream()
                .map(param -> param.getKey() + "=" + param.getValue())
                .collect(Collectors.joining(", "))
            + ".");
    if (contest.kind() == KnownGuard.Kind.LOCK_FREE) {
      notes.add(
          "Nobody is kept out here, so that the work inside runs in parallel, which a lock can't"
              + " have: these lines can't be held against those of locks.");
    }
    if (guards.stream().anyMatch(KnownGuard::isRacing)) {
      notes.add("What races is no option: it is drawn to show what being right costs.");
    }
    source
        .cores()
        .ifPresent(
            n -> {
              if (levels.getLast() > n) {
                notes.add(
                    "This machine has "
                        + Numbers.count(n, "core")
                        + ": beyond that, contenders wait for a core as well as for each other, and"
                        + " what changes is not scaling.");
              }
            });
    notes.add(Doubt.of(shown()) + " " + ModelLines.APART_NOTE);
    return notes;
  }
}
