package strandbench.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellOutcome;
import strandbench.result.CellResult;
import strandbench.result.CellState;
import strandbench.result.Interval;
import strandbench.result.Objection;
import strandbench.stats.Estimate;
import strandbench.workload.Kernel;

/** Says how each planned cell ended, by what was measured so far. */
final class Outcomes {
  private final CellPlan cellPlan;
  private final RunState state;
  private final Validity validity;

  Outcomes(CellPlan cellPlan, RunState state, int cores) {
    this.cellPlan = cellPlan;
    this.state = state;
    this.validity = Validity.rules(cores);
  }

  /** One outcome per planned cell, in plan order. */
  List<CellOutcome> cells() {
    List<CellResult> measured =
        cellPlan.cells().stream().flatMap(cell -> state.result(cell.key()).stream()).toList();
    return cellPlan.cells().stream().map(cell -> outcome(cell, measured)).toList();
  }

  /**
   * JMH's entry of each valid cell, in plan order: what goes to other tools, which know nothing of
   * validity. The journal keeps the others' figures.
   *
   * @param outcomes of {@link #cells}
   */
  List<JsonNode> jmhEntries(List<CellOutcome> outcomes) {
    return outcomes.stream()
        .filter(cell -> cell.state().scores())
        .flatMap(cell -> state.merged(cell.key()).stream())
        .toList();
  }

  private CellOutcome outcome(Cell cell, List<CellResult> measured) {
    BenchmarkKey key = cell.key();
    int forks = state.forks(key);
    Optional<String> failure = state.failure(key);
    if (failure.isPresent()) {
      return new CellOutcome(key, CellState.FAILED, forks, null, failure.get(), null);
    }
    Optional<CellResult> result = state.result(key);
    List<Objection> setAside = state.setAside(key);
    if (result.isEmpty() && !setAside.isEmpty()) {
      Objection last = setAside.getLast();
      return new CellOutcome(
          key,
          CellState.INVALID,
          0,
          last.rule(),
          "all of its forks were set aside (%d); of the last one, %s"
              .formatted(setAside.size(), last.reason()),
          null);
    }
    if (result.isEmpty()) {
      return new CellOutcome(key, CellState.MISSING, 0, null, "no fork of it was run", null);
    }
    Interval interval = interval(result.get());
    Optional<Objection> objection = validity.objection(result.get(), measured);
    if (isControl(cell)) {
      return objection
          .map(
              rejected ->
                  new CellOutcome(
                      key,
                      CellState.REJECTED_AS_IT_MUST_BE,
                      forks,
                      rejected.rule(),
                      rejected.reason(),
                      interval))
          .orElseGet(
              () ->
                  new CellOutcome(
                      key,
                      CellState.FAILED,
                      forks,
                      null,
                      "the control was not rejected: the rules of this run don't work here",
                      interval));
    }
    return objection
        .map(
            invalid ->
                new CellOutcome(
                    key, CellState.INVALID, forks, invalid.rule(), invalid.reason(), interval))
        .orElseGet(() -> new CellOutcome(key, CellState.MEASURED, forks, null, null, interval));
  }

  /** The naive loop is a control where it rides along, and a fault where it was asked to score. */
  private static boolean isControl(Cell cell) {
    return cell.isCompanion() && cell.key().param("kernel").equals(Kernel.NAIVE.name());
  }

  private static Interval interval(CellResult result) {
    Estimate mean = Estimate.ofMean(result.primary().forkMeans(), Estimate.CONFIDENCE);
    return mean.hasInterval()
        ? new Interval(mean.value(), mean.low(), mean.high(), mean.confidence())
        : null;
  }
}
