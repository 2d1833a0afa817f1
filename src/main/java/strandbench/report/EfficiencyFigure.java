package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import strandbench.report.Table.Entry;
import strandbench.stats.Estimate;

/** Speedups over the parallelism: what is lost shows better than on rising lines. */
final class EfficiencyFigure {
  private final Speedup speedup;
  private final Group group;

  private EfficiencyFigure(Speedup speedup) {
    this.speedup = speedup;
    this.group = speedup.group();
  }

  /**
   * Draws it.
   *
   * @param suffix of its file's name
   * @param difference from other figures of its kind, for its title
   */
  static Figure of(Speedup speedup, String suffix, String difference) {
    return new EfficiencyFigure(speedup).figure(suffix, difference);
  }

  private Figure figure(String suffix, String difference) {
    Axis x = speedup.levelAxis();
    List<Series> series =
        ModelLines.of(
            group,
            x,
            cell -> speedup.efficiency(cell).times(100),
            cell -> "efficiency " + percent(cell));
    Axis y = Speedup.axis("efficiency (%)", series, 100);
    List<ReferenceLine> references = new ArrayList<>();
    references.add(ideal());
    references.addAll(speedup.coresLine(x, y));
    Verdict verdict = verdict();
    Chart chart =
        new Chart(
            speedup.source().prefix() + "speedup-efficiency" + suffix,
            "CPU-bound work: efficiency against parallelism" + difference,
            "What share of the time of so many at once is useful work?",
            x,
            y,
            false,
            series,
            references,
            notes(),
            speedup.source().stamp(group.drawn()),
            Speedup.alternative("efficiency", series, verdict));
    return new Figure(chart, table(), verdict, group.absent(), null, List.of(Speedup.BENCHMARK));
  }

  private double cores() {
    return speedup.cores().isPresent() ? speedup.cores().getAsInt() : Double.POSITIVE_INFINITY;
  }

  private ReferenceLine ideal() {
    List<Double> corners = speedup.corners();
    return new ReferenceLine(
        speedup.cores().isPresent()
            ? "ideal: no time of the "
                + Numbers.count(speedup.cores().getAsInt(), "core")
                + " is lost"
            : "ideal: no time is lost",
        corners,
        corners.stream().map(level -> 100 * Math.min(1, cores() / level)).toList(),
        false);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Efficiency: speedup over one raw thread / parallelism, with the doubt of both. The same"
            + " figures as in the chart before; which models differ stands there.");
    if (speedup.levels().getLast() > cores()) {
      notes.add("Beyond the cores it must fall: then tasks wait for a core.");
    }
    notes.add(Doubt.of(group.scoring()) + " " + ModelLines.APART_NOTE);
    return notes;
  }

  private Verdict verdict() {
    int level = speedup.level();
    List<String> models =
        group.scoring().stream()
            .filter(cell -> group.level(cell) == level && speedup.efficiency(cell).hasInterval())
            .sorted(Comparator.comparingDouble(cell -> -speedup.efficiency(cell).value()))
            .map(cell -> Names.words(cell.model()) + " " + percent(cell))
            .toList();
    return models.isEmpty()
        ? new Verdict(
            "No verdict: at parallelism %d, no model has the 3 forks that an interval needs."
                .formatted(level),
            "")
        : new Verdict("Efficiency at parallelism %d: %s.".formatted(level, Names.list(models)), "");
  }

  /** {@code 96.6% (95% interval 95.1 to 98.1)}. */
  private String percent(Cell cell) {
    Estimate efficiency = speedup.efficiency(cell);
    return Numbers.percent(efficiency.value())
        + (efficiency.hasInterval()
            ? " (95% interval " + Numbers.interval(efficiency.times(100)) + ")"
            : "");
  }

  private Table table() {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : group.listed()) {
      Estimate efficiency = speedup.efficiency(cell);
      rows.add(
          new Table.Row(
              List.of(
                  Entry.text(Names.words(cell.model())),
                  Entry.count(group.level(cell)),
                  cell.scores() ? Entry.percent(efficiency.value()) : Entry.text("–"),
                  Entry.text(cell.scores() ? Numbers.interval(efficiency.times(100)) : "–"),
                  Entry.count(cell.forks().length),
                  Entry.text(cell.ending())),
              cell.key()));
    }
    return new Table(
        "Efficiency: speedup / parallelism",
        List.of("Model", "Parallelism", "Efficiency", "95% interval (%)", "Forks", "State"),
        rows);
  }
}
