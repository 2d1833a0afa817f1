package strandbench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import strandbench.report.Table.Entry;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.stats.Estimate;

/**
 * What an operation costs beside the time it takes: processor time, memory and context switches of
 * the whole process tree where a run accounted for them, and what JMH's profiler of allocations
 * says. Each is held against the least of those that do the same work, so that one axis does for
 * all of them.
 */
final class CostFigures {
  private static final int ROWS = 16;
  private static final double APART = 0.4;

  /**
   * Something that an operation costs.
   *
   * @param name with what it is per
   * @param metrics the secondary metrics of which it is the sum; none for the score itself
   */
  private record Cost(String name, List<String> metrics) {}

  private static final Cost TIME = new Cost("time per operation", List.of());

  private static final List<Cost> COSTS =
      List.of(
          TIME,
          new Cost("processor time per operation", List.of("tree.cpu")),
          new Cost("peak memory of all processes", List.of("tree.pss.peak")),
          new Cost(
              "context switches per operation",
              List.of("tree.switches.voluntary", "tree.switches.involuntary")),
          new Cost("bytes allocated per operation", List.of("gc.alloc.rate.norm")));

  private final Source source;
  private final List<Cell> cells;
  private final Set<String> varying;
  private final List<Cost> costs;

  /** The least of each cost: of all cells, and of those on the same work. */
  private final Map<Cost, Double> leastOfAll = new HashMap<>();

  private final Map<Map<String, String>, Map<Cost, Double>> leastOnWork = new HashMap<>();

  private final double distance;

  /**
   * @param cells those on this chart
   * @param all of the benchmark, on its other charts too
   */
  private CostFigures(Source source, List<Cell> cells, List<Cell> all) {
    this.source = source;
    this.cells = cells;
    this.varying = Labels.varying(all);
    this.costs =
        COSTS.stream()
            .filter(cost -> cells.stream().anyMatch(cell -> value(cell, cost).value() > 0))
            .toList();
    this.distance = Math.max(1.2, APART * (costs.size() + 1));
    for (Cell cell : all) {
      Map<Cost, Double> onWork = leastOnWork.computeIfAbsent(work(cell), any -> new HashMap<>());
      for (Cost cost : costs) {
        double value = value(cell, cost).value();
        if (value > 0) {
          leastOfAll.merge(cost, value, Math::min);
          onWork.merge(cost, value, Math::min);
        }
      }
    }
  }

  /**
   * Charts of the cells that have a cost beside their score, benchmark by benchmark, made when they
   * are asked for.
   */
  static List<Supplier<Figure>> of(Source source) {
    Map<List<String>, List<Cell>> benchmarks = new LinkedHashMap<>();
    source.cells().stream()
        .filter(cell -> cell.scores() && costs(cell).size() > 1)
        .forEach(
            cell ->
                benchmarks
                    .computeIfAbsent(
                        List.of(cell.key().benchmark(), cell.key().mode(), cell.unit()),
                        any -> new ArrayList<>())
                    .add(cell));
    List<Supplier<Figure>> figures = new ArrayList<>();
    for (List<Cell> all : benchmarks.values()) {
      int parts = (all.size() + ROWS - 1) / ROWS;
      for (int part = 0; part < parts; part++) {
        List<Cell> some = all.subList(part * ROWS, Math.min(all.size(), (part + 1) * ROWS));
        String suffix = parts == 1 ? "" : " (%d of %d)".formatted(part + 1, parts);
        String id = source.prefix() + "cost-" + (figures.size() + 1);
        figures.add(() -> new CostFigures(source, some, all).figure(id, suffix));
      }
    }
    return figures;
  }

  private static List<Cost> costs(Cell cell) {
    return COSTS.stream().filter(cost -> value(cell, cost).value() > 0).toList();
  }

  /** What a cell costs, in the unit of {@link #unit}; NaN where that was not measured. */
  private static Estimate value(Cell cell, Cost cost) {
    if (cost.equals(TIME)) {
      boolean rate = cell.unit().startsWith("ops/");
      double[] forks = cell.forks();
      return Estimate.ofMean(
          rate ? Arrays.stream(forks).map(value -> 1 / value).toArray() : forks,
          Estimate.CONFIDENCE);
    }
    List<double[]> parts = cost.metrics().stream().map(cell::forks).toList();
    int forks = parts.getFirst().length;
    return Estimate.ofMean(
        parts.stream().anyMatch(part -> part.length != forks)
            ? new double[0]
            : IntStream.range(0, forks)
                .mapToDouble(fork -> parts.stream().mapToDouble(part -> part[fork]).sum())
                .toArray(),
        Estimate.CONFIDENCE);
  }

  private String unit(Cost cost) {
    if (cost.equals(TIME)) {
      String unit = cells.getFirst().unit();
      return unit.startsWith("ops/") ? unit.substring("ops/".length()) + "/op" : unit;
    }
    return cells.stream()
        .flatMap(cell -> cell.measured().stream())
        .map(CellResult::secondary)
        .filter(metrics -> metrics.containsKey(cost.metrics().getFirst()))
        .map(metrics -> metrics.get(cost.metrics().getFirst()))
        .map(Metric::unit)
        .findFirst()
        .orElse("");
  }

  /**
   * The least of the cells on the same work, those that differ in nothing but their model; where
   * there are no models, of all. NaN where none has that cost.
   */
  private double least(Cell cell, Cost cost) {
    Map<Cost, Double> least = cell.model().isEmpty() ? leastOfAll : leastOnWork.get(work(cell));
    return least.getOrDefault(cost, Double.NaN);
  }

  private static Map<String, String> work(Cell cell) {
    Map<String, String> work = new TreeMap<>(Labels.facts(cell));
    work.remove("model");
    return work;
  }

  private Figure figure(String id, String suffix) {
    List<Series> series = costs.stream().map(this::series).toList();
    double[] values =
        series.stream()
            .flatMap(line -> line.points().stream())
            .flatMapToDouble(p -> DoubleStream.of(p.x(), p.high()))
            .filter(Double::isFinite)
            .toArray();
    boolean models = cells.stream().anyMatch(cell -> !cell.model().isEmpty());
    String least = models ? "the least on the same work" : "the least of all rows";
    Axis x =
        Axes.log(
            "times " + least + ", lower is better",
            DoubleStream.concat(DoubleStream.of(0.9, 2), Arrays.stream(values)).toArray());
    List<String> labels =
        IntStream.range(0, cells.size()).mapToObj(row -> label(cells.get(row), row)).toList();
    Verdict verdict = verdict();
    String title = "Cost beside speed: " + cells.getFirst().key().shortName() + suffix;
    List<String> notes = new ArrayList<>();
    notes.add(
        Axes.LOG_NOTE
            + (models
                ? " 1 is the least of the models on the same work, for each cost by itself."
                : " 1 is the least of all rows, which may do different work."));
    String doubt = Doubt.of(cells);
    notes.add(
        doubt
            + (doubt.startsWith("Whiskers")
                ? " They are those of a row's own figure, without the doubt of the least."
                : ""));
    Chart chart =
        new Chart(
            id,
            title,
            "What does an operation cost beside its time, and who pays less for the same work?",
            x,
            Axes.ofRows(labels, distance),
            true,
            series,
            List.of(
                new ReferenceLine(
                    "least",
                    List.of(1.0, 1.0),
                    List.of(-(cells.size() - 0.5) * distance, 0.5 * distance),
                    false)),
            notes,
            source.stamp(cells),
            "Chart of %s for %s, each over %s. %s The figures stand in the table below."
                .formatted(
                    Names.list(costs.stream().map(Cost::name).toList()),
                    Numbers.count(cells.size(), "row"),
                    least,
                    verdict.headline()));
    return new Figure(
        chart, table(title), verdict, List.of(), null, List.of(cells.getFirst().key().benchmark()));
  }

  private Series series(Cost cost) {
    double aside = ((costs.size() - 1) / 2.0 - costs.indexOf(cost)) * APART;
    List<Point> points = new ArrayList<>();
    for (int row = 0; row < cells.size(); row++) {
      Cell cell = cells.get(row);
      Estimate value = value(cell, cost);
      double least = least(cell, cost);
      if (value.value() > 0) {
        Estimate relative = value.times(1 / least);
        points.add(
            new Point(
                relative.value(),
                -row * distance,
                -row * distance + aside,
                relative.low(),
                relative.high(),
                value.forks(),
                List.of(
                    cell.key().toString(),
                    cost.name() + ": " + Entry.estimate(value).text() + " " + unit(cost),
                    Numbers.figure(relative.value()) + " times the least",
                    Lines.forks(value))));
      }
    }
    return Series.unconnected(cost.name(), Style.of(COSTS.indexOf(cost)), points);
  }

  private String label(Cell cell, int row) {
    return Labels.shortened((row + 1) + "  " + Labels.label(cell, varying));
  }

  /** Who pays most beside its time: the largest multiple of the least, for each cost. */
  private Verdict verdict() {
    List<String> most =
        costs.stream()
            .filter(cost -> !cost.equals(TIME))
            .flatMap(cost -> most(cost).stream())
            .toList();
    return new Verdict(
        most.isEmpty() ? "No cost beside time differs." : Names.capitalized(Names.list(most)) + ".",
        "Estimates; the table has their intervals.");
  }

  private Optional<String> most(Cost cost) {
    return cells.stream()
        .filter(cell -> value(cell, cost).value() > least(cell, cost))
        .max(Comparator.comparingDouble(cell -> value(cell, cost).value() / least(cell, cost)))
        .map(
            cell ->
                "%s: up to %s times the least (row %d)"
                    .formatted(
                        cost.name(),
                        Numbers.figure(value(cell, cost).value() / least(cell, cost)),
                        cells.indexOf(cell) + 1));
  }

  private Table table(String title) {
    List<String> columns = new ArrayList<>(List.of("Row"));
    costs.forEach(cost -> columns.add("%s (%s)".formatted(cost.name(), unit(cost))));
    columns.add("Forks");
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      List<Entry> entries = new ArrayList<>(List.of(Entry.text(label(cell, rows.size()))));
      for (Cost cost : costs) {
        Estimate value = value(cell, cost);
        entries.add(Double.isFinite(value.value()) ? Entry.estimate(value) : Entry.text("–"));
      }
      entries.add(Entry.count(cell.forks().length));
      rows.add(new Table.Row(entries));
    }
    return new Table(title, columns, rows);
  }
}
