package strandbench.result;

import java.util.List;

/**
 * {@code run.json}: what was planned, where it was measured, and how each cell ended.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param plan the plan's name
 * @param purpose one line: what the plan is for, and what not
 * @param command the command that makes the run again
 * @param seed of the order of cells in every round
 * @param plannedForks forks per cell that the plan asks for
 * @param started UTC, ISO 8601
 * @param ended UTC, ISO 8601; null while the run is unfinished
 * @param ending why the run stopped: {@code complete}, {@code budget used up}, {@code interrupted};
 *     null while the run is unfinished
 * @param machine where
 * @param cells every planned cell, in plan order
 * @param excluded combinations that can't exist and were never planned
 * @param findings what the doctor said of the machine before the first fork; empty where it was not
 *     asked
 * @param profiles what profilers saw, or are still to see; empty where none was asked for
 */
public record RunRecord(
    int formatVersion,
    String plan,
    String purpose,
    List<String> command,
    long seed,
    int plannedForks,
    String started,
    String ended,
    String ending,
    Machine machine,
    List<CellOutcome> cells,
    List<ExcludedCell> excluded,
    List<Finding> findings,
    List<Profile> profiles) {

  /** The format that this class reads and writes. */
  public static final int FORMAT_VERSION = 1;

  public RunRecord {
    findings = findings == null ? List.of() : List.copyOf(findings);
    profiles = profiles == null ? List.of() : List.copyOf(profiles);
  }

  /** The same run when its cells have come further. */
  public RunRecord withCells(List<CellOutcome> sofar) {
    return new RunRecord(
        formatVersion,
        plan,
        purpose,
        command,
        seed,
        plannedForks,
        started,
        ended,
        ending,
        machine,
        sofar,
        excluded,
        findings,
        profiles);
  }

  /** The same run when profilers have seen more. */
  public RunRecord withProfiles(List<Profile> sofar) {
    return new RunRecord(
        formatVersion,
        plan,
        purpose,
        command,
        seed,
        plannedForks,
        started,
        ended,
        ending,
        machine,
        cells,
        excluded,
        findings,
        sofar);
  }

  /** The forks that were measured, of all cells together. */
  public int forksDone() {
    return cells.stream().mapToInt(CellOutcome::forks).sum();
  }

  /** True where the plan has too few forks for intervals and verdicts. */
  public boolean notForConclusions() {
    return plannedForks < 3;
  }
}
