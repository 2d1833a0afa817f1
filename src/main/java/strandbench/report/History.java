package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import strandbench.report.Table.Entry;
import strandbench.result.BenchmarkKey;
import strandbench.stats.Estimate;

/** Benchmarks over three results or more: one line per cell, a chart per method and unit. */
final class History {
  /** More lines than these can't be told apart. */
  private static final int LINES = 6;

  private static final int CHARTS = 12;

  private final List<String> names;
  private final boolean byTime;
  private final Map<BenchmarkKey, List<Optional<Cell>>> rows;
  private final List<String> absent;
  private final Map<BenchmarkKey, Change> changes = new LinkedHashMap<>();

  /**
   * @param names of the results, in the order in which they are drawn
   * @param byTime whether that is the order of time
   * @param rows cells with two figures or more, one entry per result
   * @param absent what is not drawn, each with its reason; more is added
   */
  History(
      List<String> names,
      boolean byTime,
      Map<BenchmarkKey, List<Optional<Cell>>> rows,
      List<String> absent) {
    this.names = names;
    this.byTime = byTime;
    this.rows = rows;
    this.absent = absent;
    List<Change> ends = new ArrayList<>();
    rows.forEach(
        (key, cells) -> {
          List<Cell> known = cells.stream().flatMap(Optional::stream).toList();
          Change.of(known.getFirst(), known.getLast()).ifPresent(ends::add);
          Change.obstacle(known.getFirst(), known.getLast())
              .ifPresent(
                  reason -> absent.add(Change.name(key) + ": first against last: " + reason));
        });
    Change.corrected(ends).forEach(change -> changes.put(change.key(), change));
  }

  private record Kind(String benchmark, String mode, String unit) {}

  /** Each at most {@link #LINES} cells. */
  private List<Map.Entry<Kind, List<BenchmarkKey>>> parts() {
    Map<Kind, List<BenchmarkKey>> kinds =
        rows.keySet().stream()
            .collect(
                Collectors.groupingBy(
                    key ->
                        new Kind(
                            key.benchmark(),
                            key.mode(),
                            rows.get(key).stream()
                                .flatMap(Optional::stream)
                                .findFirst()
                                .map(Cell::unit)
                                .orElseThrow()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<Map.Entry<Kind, List<BenchmarkKey>>> parts = new ArrayList<>();
    kinds.forEach(
        (kind, keys) -> {
          for (int i = 0; i < keys.size(); i += LINES) {
            parts.add(Map.entry(kind, keys.subList(i, Math.min(keys.size(), i + LINES))));
          }
        });
    return parts;
  }

  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Map.Entry<Kind, List<BenchmarkKey>> part : parts().stream().limit(CHARTS).toList()) {
      figures.add(figure(part.getKey(), part.getValue(), figures.size()));
    }
    return figures;
  }

  List<PlainTable> undrawn() {
    List<BenchmarkKey> rest =
        parts().stream().skip(CHARTS).flatMap(part -> part.getValue().stream()).toList();
    return rest.isEmpty()
        ? List.of()
        : List.of(new PlainTable(table("Without a chart", rest), List.of()));
  }

  private Figure figure(Kind kind, List<BenchmarkKey> keys, int index) {
    List<Double> levels = IntStream.rangeClosed(1, names.size()).mapToObj(Double::valueOf).toList();
    Axis x = Axes.ofLevels(byTime ? "result, by time" : "result, as given", false, levels);
    List<Series> series = new ArrayList<>();
    for (BenchmarkKey key : keys) {
      series.add(series(key, x, keys));
    }
    double[] values =
        series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::y).toArray();
    double[] ends =
        series.stream()
            .flatMap(line -> line.points().stream())
            .flatMapToDouble(p -> DoubleStream.of(p.y(), p.low(), p.high()))
            .filter(Double::isFinite)
            .toArray();
    String method = keys.getFirst().shortName();
    Axis y = Axes.ofMeasured(kind.unit(), Axes.LOG_FROM, values, ends);
    Verdict verdict = index == 0 ? verdict() : new Verdict(summary(keys), "");
    List<Cell> drawn =
        keys.stream().flatMap(key -> rows.get(key).stream()).flatMap(Optional::stream).toList();
    List<String> notes = new ArrayList<>();
    notes.add(
        IntStream.range(0, names.size())
                .mapToObj(i -> (i + 1) + ": " + names.get(i))
                .collect(Collectors.joining(", "))
            + (byTime ? "." : " (in the order given: not all say when they were measured)."));
    if (y.log()) {
      notes.add(Axes.LOG_NOTE);
    }
    notes.add((Doubt.of(drawn) + " " + ModelLines.APART_NOTE).strip());
    Chart chart =
        new Chart(
            "across-" + (index + 1) + "-" + Names.slug(method),
            method + " over " + Numbers.count(names.size(), "result"),
            "How did " + method + " (" + kind.mode() + ", " + kind.unit() + ") change?",
            x,
            y,
            false,
            series,
            List.of(),
            notes,
            Numbers.count(names.size(), "result")
                + ": "
                + names.getFirst()
                + " to "
                + names.getLast(),
            "Chart of "
                + method
                + " over "
                + Numbers.count(names.size(), "result")
                + ". "
                + verdict.headline()
                + " The figures stand in the table below.");
    return new Figure(
        chart,
        table(chart.title(), keys),
        verdict,
        index == 0 ? absent : List.of(),
        index == 0 ? "Compared" : null);
  }

  private Series series(BenchmarkKey key, Axis x, List<BenchmarkKey> lines) {
    List<Point> points = new ArrayList<>();
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    int index = lines.indexOf(key);
    double aside = 0.006 * (index - (lines.size() - 1) / 2.0);
    for (int i = 0; i < names.size(); i++) {
      Optional<Cell> cell = rows.get(key).get(i);
      xs.add(i + 1.0);
      ys.add(cell.map(Cell::estimate).map(Estimate::value).orElse(Double.NaN));
      if (cell.isPresent()) {
        Estimate estimate = cell.orElseThrow().estimate();
        points.add(
            new Point(
                i + 1.0,
                estimate.value(),
                x.shifted(i + 1.0, aside),
                estimate.low(),
                estimate.high(),
                estimate.forks(),
                List.of(
                    key + ", " + names.get(i),
                    Numbers.figure(estimate.value())
                        + " "
                        + cell.orElseThrow().unit()
                        + (estimate.hasInterval()
                            ? " (95% interval " + Numbers.interval(estimate) + ")"
                            : ""),
                    Lines.forks(estimate))));
      }
    }
    return new Series(lineName(key, lines), Style.of(index), points, xs, ys);
  }

  /** What tells a line from the others; numbered, since long names are cut. */
  private static String lineName(BenchmarkKey key, List<BenchmarkKey> lines) {
    if (lines.size() == 1) {
      return Labels.shortened(key.shortName());
    }
    String params =
        key.params().entrySet().stream()
            .filter(
                param ->
                    lines.stream()
                        .anyMatch(line -> !line.param(param.getKey()).equals(param.getValue())))
            .map(param -> param.getKey() + "=" + param.getValue())
            .collect(Collectors.joining(", "));
    boolean threads = lines.stream().anyMatch(line -> line.threads() != key.threads());
    return Labels.shortened(
        (lines.indexOf(key) + 1) + "  " + params + (threads ? " threads=" + key.threads() : ""));
  }

  /** Of everything, beside the first chart. */
  private Verdict verdict() {
    return new Verdict(
        summary(rows.keySet()),
        "Each is compared in its first and its last figure, with Holm's correction over all "
            + changes.size()
            + ": the chance that any is called faster or slower wrongly is 5% at most, as far as the"
            + " results differ in the code alone. "
            + Changes.METHOD);
  }

  private String summary(Set<BenchmarkKey> keys) {
    return summary(List.copyOf(keys));
  }

  private String summary(List<BenchmarkKey> keys) {
    List<Change> known = keys.stream().map(changes::get).filter(c -> c != null).toList();
    long tested = known.stream().filter(Change::isTestable).count();
    if (tested == 0) {
      return "No verdict: no benchmark has 3 forks or more in its first and its last result.";
    }
    if (known.size() == 1) {
      Change change = known.getFirst();
      return "From the first result to the last: %s: %s.".formatted(change.words(), change.word());
    }
    long faster = known.stream().filter(Change::isFaster).count();
    long slower = known.stream().filter(Change::isSlower).count();
    return "From the first result to the last, %d of %s got faster, %d slower, and %d can't be told apart."
        .formatted(
            faster,
            Numbers.count(Math.toIntExact(tested), "benchmark"),
            slower,
            tested - faster - slower);
  }

  private Table table(String caption, List<BenchmarkKey> keys) {
    List<String> columns = new ArrayList<>(List.of("Benchmark", "Threads", "Mode", "Unit"));
    columns.addAll(names);
    columns.addAll(List.of("Speed, last over first", "95% interval", "p (Holm)", "The last is"));
    return new Table(caption, columns, keys.stream().map(this::row).toList());
  }

  private Table.Row row(BenchmarkKey key) {
    List<Optional<Cell>> cells = rows.get(key);
    List<Entry> entries =
        new ArrayList<>(
            List.of(
                Entry.text(key.toString()),
                Entry.count(key.threads()),
                Entry.text(key.mode()),
                Entry.text(
                    cells.stream()
                        .flatMap(Optional::stream)
                        .map(Cell::unit)
                        .distinct()
                        .collect(Collectors.joining(", ")))));
    cells.forEach(
        cell -> entries.add(cell.map(Cell::estimate).map(Entry::estimate).orElse(Entry.text("–"))));
    Change change = changes.get(key);
    if (change == null) {
      entries.addAll(
          List.of(Entry.text("–"), Entry.text("–"), Entry.text("–"), Entry.text("no ratio")));
    } else {
      entries.add(Entry.number(change.ratio().estimate().value()));
      entries.add(Entry.text(Numbers.interval(change.ratio().estimate())));
      entries.add(change.isTestable() ? Entry.number(change.adjusted()) : Entry.text("–"));
      entries.add(Entry.text(change.word()));
    }
    return new Table.Row(entries);
  }
}
