package strandbench.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import strandbench.result.BenchmarkKey;
import strandbench.result.Machine;

/**
 * What was compared, and how.
 *
 * @param base as the user named it
 * @param head as the user named it
 * @param metric what was compared
 * @param tolerance the slow-down that is put up with
 * @param added benchmarks that only HEAD has
 * @param removed benchmarks that only BASE has
 * @param removedFails whether one of those fails the gate
 * @param machine where pairs were measured; null for recorded results
 * @param seed of the order of pairs; null for recorded results
 * @param budgetSeconds null for recorded results
 * @param iterations of every fork, in words; null for recorded results
 * @param command the command that does it again
 * @param uncontrolled what the figures can't be told from, of recorded results
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record GateSetting(
    String base,
    String head,
    String metric,
    double tolerance,
    List<BenchmarkKey> added,
    List<BenchmarkKey> removed,
    boolean removedFails,
    Machine machine,
    Long seed,
    Double budgetSeconds,
    String iterations,
    List<String> command,
    List<String> uncontrolled) {}
