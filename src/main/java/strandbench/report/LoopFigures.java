package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import strandbench.report.Table.Entry;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.stats.Estimate;
import strandbench.stats.Ratio;

/**
 * Latency by percentile in an open and in a closed loop of the same throughput: what a closed loop
 * leaves out, since it sends nothing while its slots are busy.
 */
final class LoopFigures {
  static final String OPEN = "strandbench.bench.OpenLoopBenchmark.fetch";
  static final String CLOSED = "strandbench.bench.ClosedLoopBenchmark.fetch";

  private static final Pattern PERCENTILE = Pattern.compile("latency\\.p([01]\\.\\d+)");
  private static final double MICROS_TO_MILLIS = 1e-3;
  private static final double LOG_FROM = 10;

  /** The rank that the sentence compares. */
  private static final double RANK = 0.99;

  /** Two loops are compared where their answers per second differ by no more than this share. */
  private static final double SAME_THROUGHPUT = 0.1;

  private final Source source;
  private final String id;
  private final Load load;
  private final List<Pair> pairs;

  private LoopFigures(Source source, String id, Load load, List<Pair> all) {
    this.source = source;
    this.id = id;
    this.load = load;
    this.pairs = all;
  }

  /** What the two loops of a pair, and all pairs of a chart, have in common. */
  private record Load(int offered, SortedMap<String, String> params) {
    static Load of(Cell open) {
      SortedMap<String, String> params = new TreeMap<>(open.key().params());
      params.keySet().removeAll(Set.of("model", "offered"));
      return new Load(Integer.parseInt(open.key().param("offered")), params);
    }

    /** Little's law: so many are in flight where nothing waits. */
    String inFlight() {
      double delayMillis = Double.parseDouble(params.getOrDefault("delayMillis", "NaN"));
      return Long.toString(Math.round(offered * delayMillis / 1e3));
    }

    String words() {
      return params.entrySet().stream()
          .filter(param -> !param.getKey().equals("inFlight"))
          .map(param -> param.getKey() + "=" + param.getValue())
          .collect(Collectors.joining(", "));
    }
  }

  /** A model in both loops. */
  private record Pair(Cell open, Cell closed) {
    static Stream<Pair> of(Cell open, List<Cell> candidates) {
      Load load = Load.of(open);
      Map<String, String> wanted = new TreeMap<>(open.key().params());
      wanted.remove("offered");
      wanted.put("inFlight", load.inFlight());
      return candidates.stream()
          .filter(closed -> closed.key().params().equals(wanted))
          .limit(1)
          .map(closed -> new Pair(open, closed));
    }

    String model() {
      return Names.words(open.model());
    }

    /** Answers per second of the closed loop over those of the open one, less 1. */
    double difference() {
      return achieved(closed).value() / achieved(open).value() - 1;
    }

    boolean comparable() {
      return Math.abs(difference()) <= SAME_THROUGHPUT;
    }
  }

  /** Every cell that one of the figures shows, or names as absent. */
  static List<Cell> cells(Source source) {
    return pairs(source).stream()
        .filter(Pair::comparable)
        .flatMap(pair -> Stream.of(pair.open(), pair.closed()))
        .distinct()
        .toList();
  }

  static List<Figure> of(Source source) {
    Map<Load, List<Pair>> loads = new LinkedHashMap<>();
    pairs(source)
        .forEach(
            pair ->
                loads.computeIfAbsent(Load.of(pair.open()), any -> new ArrayList<>()).add(pair));
    List<Figure> figures = new ArrayList<>();
    loads.forEach(
        (load, pairs) -> {
          int number = figures.size() + 1;
          String id = source.prefix() + "open-closed" + (number == 1 ? "" : "-" + number);
          if (pairs.stream().anyMatch(Pair::comparable)) {
            figures.add(new LoopFigures(source, id, load, pairs).figure());
          }
        });
    return figures;
  }

  private static List<Pair> pairs(Source source) {
    List<Cell> closed = source.cells().stream().filter(cell -> isMeasured(cell, CLOSED)).toList();
    return source.cells().stream()
        .filter(cell -> isMeasured(cell, OPEN))
        .filter(cell -> cell.key().param("offered").matches("[1-9][0-9]{0,8}"))
        .filter(cell -> Dimension.isNumber(cell.key().param("delayMillis")))
        .flatMap(open -> Pair.of(open, closed))
        .toList();
  }

  private static boolean isMeasured(Cell cell, String benchmark) {
    return cell.key().benchmark().equals(benchmark)
        && cell.scores()
        && percentiles(cell).containsKey(RANK)
        && Double.isFinite(achieved(cell).value());
  }

  /** In ms, by rank from 0 to 1. */
  private static NavigableMap<Double, double[]> percentiles(Cell cell) {
    NavigableMap<Double, double[]> percentiles = new TreeMap<>();
    Map<String, Metric> metrics = cell.measured().map(CellResult::secondary).orElse(Map.of());
    metrics.forEach(
        (name, metric) -> {
          Matcher rank = PERCENTILE.matcher(name);
          if (rank.matches() && metric.forkMeans().length > 0) {
            percentiles.put(
                Double.valueOf(rank.group(1)),
                DoubleStream.of(metric.forkMeans()).map(us -> MICROS_TO_MILLIS * us).toArray());
          }
        });
    return percentiles;
  }

  private static Estimate percentile(Cell cell, double rank) {
    return Estimate.ofMean(percentiles(cell).get(rank), Estimate.CONFIDENCE);
  }

  private static Estimate achieved(Cell cell) {
    return Estimate.ofMean(cell.forks("achievedPerSecond"), Estimate.CONFIDENCE);
  }

  private List<Pair> drawn() {
    return pairs.stream().filter(Pair::comparable).limit(Style.DISTINCT / 2).toList();
  }

  private Figure figure() {
    List<Cell> cells =
        drawn().stream().flatMap(pair -> Stream.of(pair.open(), pair.closed())).toList();
    List<Double> ranks =
        cells.stream()
            .flatMap(cell -> percentiles(cell).keySet().stream())
            .filter(rank -> rank < 1)
            .distinct()
            .sorted()
            .toList();
    Axis x = PercentileFigures.rankAxis(ranks);
    List<Series> series = new ArrayList<>();
    for (Cell cell : cells) {
      series.add(series(cell, x, ranks, series.size(), cells.size()));
    }
    double[] values =
        series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::y).toArray();
    double[] ends =
        series.stream()
            .flatMap(s -> s.points().stream())
            .flatMapToDouble(p -> DoubleStream.of(p.y(), p.low(), p.high()))
            .filter(Double::isFinite)
            .toArray();
    Axis y = Axes.ofMeasured("latency (ms), lower is better", LOG_FROM, values, ends);
    Verdict verdict = verdict();
    String title =
        "Open against closed loop: latency by percentile at "
            + Numbers.tick(load.offered())
            + " requests/s";
    Chart chart =
        new Chart(
            id,
            title,
            "How much of the wait does a closed loop leave out?",
            x,
            y,
            false,
            series,
            List.of(),
            notes(cells, y),
            source.stamp(cells),
            "Chart of latency by percentile for %s. %s The figures stand in the table below."
                .formatted(
                    Names.list(series.stream().map(Series::name).toList()), verdict.headline()));
    return new Figure(
        chart, table(title, cells, ranks), verdict, absent(), null, List.of(OPEN, CLOSED));
  }

  private static Series series(Cell cell, Axis x, List<Double> ranks, int index, int count) {
    NavigableMap<Double, double[]> percentiles = percentiles(cell);
    List<Lines.Reading> readings =
        ranks.stream()
            .filter(percentiles::containsKey)
            .map(
                rank ->
                    new Lines.Reading(
                        PercentileFigures.level(rank),
                        percentile(cell, rank),
                        List.of(
                            name(cell) + ", " + PercentileFigures.percent(rank),
                            Entry.estimate(percentile(cell, rank)).text() + " ms")))
            .toList();
    List<Double> levels = ranks.stream().map(PercentileFigures::level).toList();
    return Lines.of(name(cell), style(cell), x, levels, index, count, readings);
  }

  /** A model's own colour in both loops. */
  private static Style style(Cell cell) {
    Style own = Style.ofModel(cell.model(), 0);
    return isOpen(cell) ? own : new Style(own.color(), own.dark(), Marker.BAR);
  }

  private static boolean isOpen(Cell cell) {
    return cell.key().benchmark().equals(OPEN);
  }

  private static String name(Cell cell) {
    return Names.words(cell.model()) + ", " + loop(cell);
  }

  private static String loop(Cell cell) {
    return isOpen(cell) ? "open loop" : "closed loop";
  }

  private List<String> notes(List<Cell> cells, Axis y) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Open loop: from when a request was due, by a schedule fixed beforehand. Closed loop: from"
            + " when it was sent, which is when another's answer had come; with "
            + load.inFlight()
            + " in flight, as many as the rate times the delay. What would have waited is not sent"
            + " there, and not counted: coordinated omission.");
    notes.add(
        "A logarithmic axis of 1 / (1 − rank): each step to the right is ten times rarer."
            + (y.log() ? " The vertical axis is logarithmic, too." : ""));
    notes.add(
        "The same in all: "
            + load.words()
            + "; at most "
            + load.params().get("inFlight")
            + " in flight in the open loop.");
    notes.add(Doubt.of(cells) + " " + ModelLines.APART_NOTE);
    return notes;
  }

  private Verdict verdict() {
    List<String> sentences =
        drawn().stream()
            .filter(
                pair ->
                    Stream.of(pair.open(), pair.closed())
                        .allMatch(cell -> cell.forks().length >= Estimate.MIN_FORKS))
            .map(LoopFigures::sentence)
            .toList();
    return sentences.isEmpty()
        ? new Verdict("No verdict: a comparison needs 3 forks or more of both loops.", "")
        : new Verdict(
            sentences.getFirst(), String.join(" ", sentences.subList(1, sentences.size())));
  }

  /** Of one model. */
  private static String sentence(Pair pair) {
    Estimate open = percentile(pair.open(), RANK);
    Estimate closed = percentile(pair.closed(), RANK);
    Estimate ratio =
        Ratio.of(
                percentiles(pair.open()).get(RANK),
                percentiles(pair.closed()).get(RANK),
                Estimate.CONFIDENCE)
            .estimate();
    return "%s: at %s answers/s, 99%% came within %s ms of when their requests were due; a closed"
            .formatted(
                Names.capitalized(pair.model()),
                Numbers.figure(achieved(pair.open()).value()),
                Numbers.figure(open.value()))
        + " loop of %s answers/s says %s ms. "
            .formatted(
                Numbers.figure(achieved(pair.closed()).value()), Numbers.figure(closed.value()))
        + (ratio.contains(1)
                ? "That they differ can't be told: the open loop's is %s times that (95%% interval %s)."
                : "The open loop's is %s times that (95%% interval %s).")
            .formatted(Numbers.figure(ratio.value()), Numbers.interval(ratio));
  }

  private List<String> absent() {
    return pairs.stream()
        .filter(pair -> !drawn().contains(pair))
        .map(
            pair ->
                pair.model()
                    + (pair.comparable()
                        ? ": no room for further lines"
                        : ": not of the same throughput: the closed loop's differs by "
                            + Numbers.percent(pair.difference())))
        .toList();
  }

  private static Table table(String title, List<Cell> cells, List<Double> ranks) {
    List<String> columns = new ArrayList<>(List.of("Model", "Loop", "Answers/s"));
    ranks.forEach(rank -> columns.add(PercentileFigures.percent(rank) + " (ms)"));
    columns.add("Forks");
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      List<Entry> entries =
          new ArrayList<>(
              List.of(
                  Entry.text(Names.words(cell.model())),
                  Entry.text(loop(cell)),
                  Entry.estimate(achieved(cell))));
      ranks.forEach(
          rank ->
              entries.add(
                  percentiles(cell).containsKey(rank)
                      ? Entry.estimate(percentile(cell, rank))
                      : Entry.text("–")));
      entries.add(Entry.count(cell.forks().length));
      rows.add(new Table.Row(entries));
    }
    return new Table(title, columns, rows);
  }
}
