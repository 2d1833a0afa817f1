package strandbench.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellOutcome;
import strandbench.result.CellResult;
import strandbench.result.CellState;
import strandbench.result.ExcludedCell;
import strandbench.result.Result;
import strandbench.result.RunRecord;
import strandbench.stats.Estimate;

/**
 * A result as the figures want it.
 *
 * @param result as read
 * @param cells planned cells in plan order, then those that were measured without a plan
 * @param prefix of every anchor and file name that comes from it; empty for the first result
 * @param overlay what is laid beside it
 * @param report where the report goes; empty where none is written
 */
record Source(
    Result result, List<Cell> cells, String prefix, Overlay overlay, Optional<Path> report) {

  static Source of(Result result, int index) {
    return of(result, index, Overlay.NONE, Optional.empty());
  }

  static Source of(Result result, int index, Overlay overlay, Optional<Path> report) {
    Map<BenchmarkKey, CellResult> measured = new HashMap<>();
    result.cells().forEach(cell -> measured.put(cell.key(), cell));
    List<Cell> cells = new ArrayList<>();
    Set<BenchmarkKey> planned = new HashSet<>();
    for (CellOutcome outcome : result.run().map(RunRecord::cells).orElse(List.of())) {
      planned.add(outcome.key());
      cells.add(
          new Cell(
              outcome.key(),
              Optional.ofNullable(measured.get(outcome.key())),
              outcome.state(),
              outcome.rule(),
              outcome.reason()));
    }
    // A foreign file may hold one key twice; both stand on the page.
    result.cells().stream()
        .filter(cell -> !planned.contains(cell.key()))
        .map(cell -> new Cell(cell.key(), Optional.of(cell), CellState.MEASURED, null, null))
        .forEach(cells::add);
    return new Source(
        result, List.copyOf(cells), index == 0 ? "" : "r" + (index + 1) + "-", overlay, report);
  }

  /**
   * A file of the run as a link of the report.
   *
   * @param file relative to the run directory
   */
  String link(String file) {
    return Links.relative(
        report.orElse(Path.of("report")), result.directory().orElse(Path.of("")).resolve(file));
  }

  List<ExcludedCell> excluded() {
    return result.run().map(RunRecord::excluded).orElse(List.of());
  }

  /** The processors that the run could use; empty for a plain JMH file, which doesn't say. */
  OptionalInt cores() {
    return result
        .run()
        .map(run -> OptionalInt.of(run.machine().availableProcessors()))
        .orElse(OptionalInt.empty());
  }

  /** Plan, forks, machine: what every chart carries. */
  String stamp(List<Cell> drawn) {
    int fewest = drawn.stream().mapToInt(cell -> cell.forks().length).min().orElse(0);
    int most = drawn.stream().mapToInt(cell -> cell.forks().length).max().orElse(0);
    String forks =
        (fewest == most ? "" : fewest + " to ") + Numbers.count(most, "fork") + " a point";
    String doubt = most < Estimate.MIN_FORKS ? "NOT FOR CONCLUSIONS · " : "";
    return result
        .run()
        .map(
            run ->
                (run.notForConclusions()
                        ? run.plan() + ": NOT FOR CONCLUSIONS"
                        : doubt + "plan " + run.plan())
                    + " · "
                    + forks
                    + " · "
                    + day(run.started())
                    + " · "
                    + run.machine().cpu()
                    + ", "
                    + Numbers.count(run.machine().availableProcessors(), "core")
                    + " · JDK "
                    + run.machine().jdk())
        .orElse(doubt + result.name() + " · " + forks);
  }

  private static String day(String instant) {
    return instant.length() >= 10 ? instant.substring(0, 10) : instant;
  }
}
