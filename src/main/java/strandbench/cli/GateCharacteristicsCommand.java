package strandbench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import strandbench.gate.GateRules;
import strandbench.gate.Look;
import strandbench.gate.characteristics.Characteristics;
import strandbench.gate.characteristics.Effort;
import strandbench.gate.characteristics.Goal;
import strandbench.result.UnusableInputException;

/** {@code strandbench gate-characteristics}: how often the gate is wrong. */
@Command(
    name = "gate-characteristics",
    mixinStandardHelpOptions = true,
    description =
        "Measures how often the gate is wrong: simulated, or replayed from recorded forks of a jar"
            + " against itself.")
final class GateCharacteristicsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Few trials, for a first look: not for conclusions.")
  private boolean quick;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the simulation; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--recorded",
      paramLabel = "DIR",
      description = "Replay the pairs of a gate's run of equal jars, instead of a simulation.")
  private List<Path> recorded = List.of();

  @Option(
      names = "--block",
      paramLabel = "N",
      defaultValue = "14",
      description = "With --recorded: pairs in a comparison; default: ${DEFAULT-VALUE}.")
  private int block;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "results/gate-characteristics",
      description = "Where the Markdown and the JSON go; default: ${DEFAULT-VALUE}.")
  private Path out;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    checkBlock();
    List<Goal> missed =
        recorded.isEmpty()
            ? Characteristics.simulate(
                quick ? Effort.quick(seed) : Effort.full(seed),
                "scripts/gate-characteristics" + (quick ? " --quick" : "") + " --seed " + seed,
                out,
                part -> err.println("gate-characteristics: " + part))
            : replay();
    missed.forEach(goal -> err.println("not shown: " + goal.figure() + ": " + goal.found()));
    err.println("gate-characteristics: written to " + out);
    return ExitCode.DONE;
  }

  /** A comparison that can raise no alarm would show nothing. */
  private void checkBlock() {
    GateRules rules = GateRules.of(0);
    int fewest =
        rules.looks().stream()
            .mapToInt(Look::pairs)
            .filter(pairs -> rules.upTo(pairs).pairsNeeded(1).isPresent())
            .findFirst()
            .orElseThrow();
    if (block < fewest) {
      throw new UnusableInputException(
          "--block " + block + ": nothing can be called with fewer than " + fewest + " pairs");
    }
  }

  private List<Goal> replay() {
    String command =
        recorded.stream()
            .map(directory -> " --recorded " + directory)
            .reduce("scripts/gate-characteristics --block " + block, String::concat);
    return Characteristics.replay(recorded, block, command, out);
  }
}
