package strandbench.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How to run a plan.
 *
 * @param cellPlan what to measure
 * @param seed of the order in every round
 * @param budget no fork is started that would end after it; empty: no limit
 * @param precision the half-width, as a share of the mean, at which a cell may leave early
 * @param account whether to account for each fork's process tree
 * @param forkRules the rules that forks must keep
 * @param profiling what a profiler shall look into, when all else is measured
 * @param directory where the run's files go
 * @param command the command that makes the run again
 */
public record RunOptions(
    CellPlan cellPlan,
    long seed,
    Optional<Duration> budget,
    OptionalDouble precision,
    boolean account,
    List<ForkRule> forkRules,
    Optional<ProfileRequest> profiling,
    Path directory,
    List<String> command) {}
