package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import strandbench.result.CellResult;

/**
 * Scaling laws of the suite's own questions that need cores: CPU-bound work and lock contention,
 * where enough levels lie within the cores for a law to be fitted.
 */
final class ScalingFigures {
  private static final Level PARALLELISM =
      new Level("parallelism", "parallelism (tasks that may run at once)", true);

  private static final LevelChart.Quantity TOTALS =
      new LevelChart.Quantity("totals per second (ops/s)", "ops/s", true, CellResult::primary);

  private static final LevelChart.Quantity ACQUISITIONS =
      new LevelChart.Quantity(
          "acquisitions per second", "acquisitions/s", true, ScalingSeries::throughput);

  private final Source source;
  private final List<Figure> figures = new ArrayList<>();

  private ScalingFigures(Source source) {
    this.source = source;
  }

  static List<Figure> of(Source source) {
    ScalingFigures scaling = new ScalingFigures(source);
    scaling.cpuBoundWork();
    scaling.contention(ContentionFigures.THREADS);
    scaling.contention(ContentionFigures.PROCESSES);
    return List.copyOf(scaling.figures);
  }

  private void cpuBoundWork() {
    List<Group> groups = Speedup.groups(source);
    for (Group group : groups) {
      Map<String, SortedMap<Double, Cell>> models = new LinkedHashMap<>();
      for (Cell cell : group.cells()) {
        models
            .computeIfAbsent(cell.model(), any -> new TreeMap<>())
            .put((double) group.level(cell), cell);
      }
      List<LevelLine> lines = new ArrayList<>();
      models.forEach(
          (model, cells) ->
              lines.add(
                  new LevelLine(Names.words(model), Style.ofModel(model, lines.size()), cells)));
      add(
          PARALLELISM,
          TOTALS,
          lines,
          "CPU-bound work: scaling law" + (groups.size() > 1 ? " (" + group.work() + ")" : ""),
          "How does throughput grow with parallelism, and where does it end to grow?",
          "Model");
    }
  }

  private void contention(String benchmark) {
    List<Contest> contests = Contest.of(source, benchmark);
    for (Contest contest : contests) {
      Map<String, SortedMap<Double, Cell>> guards = new LinkedHashMap<>();
      for (Cell cell : contest.measured()) {
        if (!KnownGuard.isRacing(Contest.guard(cell))) {
          guards
              .computeIfAbsent(Contest.guard(cell), any -> new TreeMap<>())
              .put((double) Contest.contenders(cell), cell);
        }
      }
      List<LevelLine> lines = new ArrayList<>();
      guards.forEach(
          (guard, cells) ->
              lines.add(
                  new LevelLine(
                      KnownGuard.words(guard), KnownGuard.style(guard, lines.size()), cells)));
      add(
          new Level("contenders", "contenders (" + contest.who() + ")", true),
          ACQUISITIONS,
          lines,
          contest.title(Contest.varying(contests)) + ": scaling law",
          "How much of what more contenders could do does the guard take, and where does it end?",
          "Guard");
    }
  }

  /** As many charts as it takes for the bands to be told apart; none where no law can be fitted. */
  private void add(
      Level level,
      LevelChart.Quantity quantity,
      List<LevelLine> all,
      String title,
      String question,
      String head) {
    List<LevelLine> lines = all.stream().filter(this::hasLevelsEnough).toList();
    int parts = (lines.size() + LevelGroup.MOST_BANDS - 1) / LevelGroup.MOST_BANDS;
    for (int part = 0; part < parts; part++) {
      int from = part * LevelGroup.MOST_BANDS;
      List<LevelLine> some =
          lines.subList(from, Math.min(lines.size(), from + LevelGroup.MOST_BANDS));
      String suffix = parts == 1 ? "" : " (%d of %d)".formatted(part + 1, parts);
      LevelChart.Heading heading =
          new LevelChart.Heading(
              source.prefix() + "scaling-" + (figures.size() + 1), title + suffix, question, head);
      figures.add(
          new LevelChart(source, level, quantity, some)
              .figure(heading, List.of(), SecondaryColumns.NONE));
    }
  }

  private boolean hasLevelsEnough(LevelLine line) {
    OptionalInt cores = source.cores();
    return line.scoring().keySet().stream()
            .filter(level -> cores.isEmpty() || level <= cores.getAsInt())
            .count()
        >= LevelGroup.FEWEST_LEVELS;
  }
}
