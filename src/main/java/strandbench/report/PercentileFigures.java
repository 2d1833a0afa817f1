package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import strandbench.report.Axis.Tick;
import strandbench.report.Table.Entry;
import strandbench.result.Metric;
import strandbench.stats.Estimate;

/**
 * Sampled times by percentile, on the axis of HdrHistogram's plots: 1 / (1 − rank) on a logarithmic
 * scale, so that each further nine takes as much room as the last.
 */
final class PercentileFigures {
  /** JMH's names, old ones too: {@code p0.99}, {@code method·p0.99}. */
  private static final Pattern NAME = Pattern.compile("(?:.*·)?p([01]\\.\\d+)");

  private static final double LOG_FROM = 10;

  private final Source source;
  private final List<Cell> cells;
  private final List<Cell> all;
  private final Set<String> varying;

  private PercentileFigures(Source source, List<Cell> cells, List<Cell> all) {
    this.source = source;
    this.cells = cells;
    this.all = all;
    this.varying = Labels.varying(all);
  }

  /** What shares an axis: models on the same work, so that each has its own colour. */
  private record Kind(String benchmark, String unit, Map<String, String> work) {
    static Kind of(Cell cell) {
      Map<String, String> work = new TreeMap<>();
      if (!cell.model().isEmpty()) {
        work.putAll(Labels.facts(cell));
        work.remove("model");
      }
      return new Kind(cell.key().benchmark(), cell.unit(), work);
    }
  }

  /**
   * Charts, made when they are asked for. None has more lines than can be told apart: then there
   * are several.
   */
  static List<Supplier<Figure>> of(Source source) {
    Map<Kind, List<Cell>> kinds = new LinkedHashMap<>();
    source.cells().stream()
        .filter(cell -> cell.scores() && percentiles(cell).size() > 2)
        .forEach(cell -> kinds.computeIfAbsent(Kind.of(cell), any -> new ArrayList<>()).add(cell));
    List<Supplier<Figure>> figures = new ArrayList<>();
    for (List<Cell> all : kinds.values()) {
      int parts = (all.size() + Style.DISTINCT - 1) / Style.DISTINCT;
      for (int part = 0; part < parts; part++) {
        List<Cell> some =
            all.subList(part * Style.DISTINCT, Math.min(all.size(), (part + 1) * Style.DISTINCT));
        String suffix = parts == 1 ? "" : " (%d of %d)".formatted(part + 1, parts);
        String id = source.prefix() + "percentiles-" + (figures.size() + 1);
        figures.add(() -> new PercentileFigures(source, some, all).figure(id, suffix));
      }
    }
    return figures;
  }

  /** The figures of a cell by rank, from 0 to 1. */
  private static NavigableMap<Double, Estimate> percentiles(Cell cell) {
    NavigableMap<Double, Estimate> percentiles = new TreeMap<>();
    cell.measured().map(result -> result.secondary()).orElse(Map.of()).entrySet().stream()
        .map(metric -> Map.entry(NAME.matcher(metric.getKey()), metric.getValue()))
        .filter(metric -> metric.getKey().matches())
        .filter(metric -> metric.getValue().unit().equals(cell.unit()))
        .forEach(metric -> percentiles.put(rank(metric.getKey()), estimate(metric.getValue())));
    percentiles.values().removeIf(estimate -> !Double.isFinite(estimate.value()));
    return percentiles;
  }

  private static double rank(Matcher name) {
    return Double.parseDouble(name.group(1));
  }

  private static Estimate estimate(Metric metric) {
    double[] forks = metric.forkMeans();
    return forks.length == 0
        ? new Estimate(metric.score(), Double.NaN, Double.NaN, Estimate.CONFIDENCE, 0)
        : Estimate.ofMean(forks, Estimate.CONFIDENCE);
  }

  /** Where a rank stands along the axis; the highest value of all has no place there. */
  static double level(double rank) {
    return 1 / (1 - rank);
  }

  private List<Double> ranks() {
    return cells.stream()
        .flatMap(cell -> percentiles(cell).keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private Figure figure(String id, String suffix) {
    List<Double> drawn = ranks().stream().filter(rank -> rank < 1).toList();
    Axis x = rankAxis(drawn);
    List<Series> series = series(x, drawn);
    double[] values =
        series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::y).toArray();
    double[] ends =
        series.stream()
            .flatMap(s -> s.points().stream())
            .flatMapToDouble(p -> DoubleStream.of(p.y(), p.low(), p.high()))
            .filter(Double::isFinite)
            .toArray();
    Cell first = cells.getFirst();
    Axis y =
        Axes.ofMeasured(
            "sampled time (" + first.unit() + "), lower is better", LOG_FROM, values, ends);
    List<String> notes = new ArrayList<>();
    notes.add(
        "A logarithmic axis of 1 / (1 − rank), as HdrHistogram's plots have it: each step to the"
            + " right is ten times rarer."
            + (ranks().contains(1.0) ? " The highest value stands in the table." : "")
            + (y.log() ? " The vertical axis is logarithmic, too." : ""));
    notes.add(
        "Closed loop unless the benchmark says otherwise: while one operation stalls, those that"
            + " would have waited behind it are not begun, and so not counted.");
    String common = Labels.common(all, varying);
    if (!common.isEmpty()) {
      notes.add("The same in all: " + common + ".");
    }
    notes.add(Doubt.of(cells) + " " + ModelLines.APART_NOTE);
    Verdict verdict = verdict();
    String title = "Latency by percentile: " + first.key().shortName() + suffix;
    Chart chart =
        new Chart(
            id,
            title,
            "How long do the rare slow operations take?",
            x,
            y,
            false,
            series,
            List.of(),
            notes,
            source.stamp(cells),
            "Chart of sampled time by percentile for %s. %s The figures stand in the table below."
                .formatted(
                    Names.list(series.stream().map(Series::name).toList()), verdict.headline()));
    return new Figure(
        chart, table(title), verdict, List.of(), null, List.of(first.key().benchmark()));
  }

  /** An axis with a tick at each rank, from 0 to below 1. */
  static Axis rankAxis(List<Double> ranks) {
    Axis tight = Axes.ofLevels("percentile", true, ranks.stream().map(r -> level(r)).toList());
    return new Axis(
        tight.name(),
        true,
        tight.min(),
        tight.max(),
        ranks.stream().map(rank -> new Tick(level(rank), percent(rank))).toList());
  }

  /** {@code 99.9%}. */
  static String percent(double rank) {
    return Numbers.tick(Math.round(rank * 1e8) / 1e6) + "%";
  }

  private List<Series> series(Axis x, List<Double> ranks) {
    List<String> names = cells.stream().map(this::name).toList();
    Map<String, Style> styles = Style.ofValues(names);
    List<Double> levels = ranks.stream().map(PercentileFigures::level).toList();
    List<Series> series = new ArrayList<>();
    for (Cell cell : cells) {
      String name = name(cell);
      NavigableMap<Double, Estimate> percentiles = percentiles(cell);
      List<Lines.Reading> readings =
          ranks.stream()
              .filter(percentiles::containsKey)
              .map(
                  rank ->
                      new Lines.Reading(
                          level(rank),
                          percentiles.get(rank),
                          List.of(
                              name + ", " + percent(rank),
                              text(percentiles.get(rank)) + " " + cell.unit())))
              .toList();
      series.add(
          Lines.of(name, styles.get(name), x, levels, series.size(), cells.size(), readings));
    }
    return series;
  }

  /** What tells a cell from the others: a model's own name, or parameters. */
  private String name(Cell cell) {
    if (!cell.model().isEmpty()) {
      return Names.words(cell.model());
    }
    String facts = Labels.facts(cell, varying);
    return facts.isEmpty() ? cell.key().shortName() + " #" + (all.indexOf(cell) + 1) : facts;
  }

  private Verdict verdict() {
    double rank = ranks().stream().filter(r -> r <= 0.99).mapToDouble(r -> r).max().orElseThrow();
    String p = "p" + Numbers.tick(Math.round(rank * 1e8) / 1e6);
    if (cells.stream().noneMatch(cell -> cell.forks().length >= Estimate.MIN_FORKS)) {
      return new Verdict("No verdict: no line has the 3 forks that an interval needs.", "");
    }
    return new Verdict(
        "%s in %s: %s."
            .formatted(
                p,
                cells.getFirst().unit(),
                Names.list(
                    cells.stream()
                        .filter(cell -> percentiles(cell).containsKey(rank))
                        .map(cell -> name(cell) + " " + text(percentiles(cell).get(rank)))
                        .toList())),
        "In brackets 95% intervals over forks.");
  }

  private static String text(Estimate estimate) {
    return Entry.estimate(estimate).text();
  }

  private Table table(String title) {
    List<Double> ranks = ranks();
    List<String> columns = new ArrayList<>(List.of("Cell"));
    String unit = cells.getFirst().unit();
    ranks.forEach(
        rank ->
            columns.add(
                (rank == 0 ? "lowest" : rank == 1 ? "highest" : percent(rank))
                    + " ("
                    + unit
                    + ")"));
    columns.add("Forks");
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      List<Entry> entries = new ArrayList<>(List.of(Entry.text(name(cell))));
      NavigableMap<Double, Estimate> percentiles = percentiles(cell);
      ranks.forEach(
          rank ->
              entries.add(
                  percentiles.containsKey(rank)
                      ? Entry.estimate(percentiles.get(rank))
                      : Entry.text("–")));
      entries.add(Entry.count(cell.forks().length));
      rows.add(new Table.Row(entries));
    }
    return new Table(title, columns, rows);
  }
}
