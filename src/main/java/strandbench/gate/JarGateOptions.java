package strandbench.gate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import strandbench.result.BenchmarkKey;
import strandbench.run.ForkSettings;

/**
 * Which jars to gate, and how.
 *
 * @param base a JMH jar
 * @param head the other one
 * @param selection which of their benchmarks
 * @param paired rules, budget and seed
 * @param forks how each fork is run
 * @param removedFails whether a benchmark that HEAD has no more fails the gate
 * @param directory for what the gate keeps; new, or where the same gate was begun
 * @param options all but the jars and the directory, as on a command line: what is needed to begin
 *     the same gate again
 */
public record JarGateOptions(
    Path base,
    Path head,
    Predicate<BenchmarkKey> selection,
    PairedOptions paired,
    ForkSettings forks,
    boolean removedFails,
    Path directory,
    List<String> options) {

  public JarGateOptions {
    options = List.copyOf(options);
  }

  /** The command that does it again. */
  List<String> command() {
    List<String> command =
        new ArrayList<>(List.of("scripts/strandbench", "gate", base.toString(), head.toString()));
    command.addAll(options);
    return command;
  }
}
