package strandbench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import strandbench.gate.GateRules;
import strandbench.gate.JarRecorder;
import strandbench.gate.Look;
import strandbench.gate.characteristics.Characteristics;
import strandbench.gate.characteristics.Effort;
import strandbench.gate.characteristics.Goal;
import strandbench.result.UnusableInputException;
import strandbench.run.ForkSettings;

/** {@code strandbench gate-characteristics}: how often the gate is wrong. */
@Command(
    name = "gate-characteristics",
    mixinStandardHelpOptions = true,
    description =
        "Measures how often the gate is wrong: simulated, or replayed from recorded forks of a jar"
            + " against itself.")
final class GateCharacteristicsCommand implements Callable<Integer> {
  private static final Duration FORK_LIMIT = Duration.ofMinutes(2);

  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Few trials, for a first look: not for conclusions.")
  private boolean quick;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the simulation, or of the order of pairs; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--recorded",
      paramLabel = "DIR",
      description =
          "Replay pairs of equal jars, from a gate's run or from --record, instead of a simulation;"
              + " repeatable.")
  private List<Path> recorded = List.of();

  @Option(
      names = "--record",
      paramLabel = "JAR",
      description =
          "Before that, measure this jar against a copy of itself, and add the pairs to the one"
              + " directory that --recorded names.")
  private Path record;

  @Option(
      names = "--include",
      paramLabel = "REGEX",
      description = "With --record: only benchmarks in which this is found; repeatable.")
  private List<String> includes = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "REGEX",
      description = "With --record: none in which this is found; repeatable.")
  private List<String> excludes = List.of();

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      defaultValue = "25m",
      description = "With --record: wall time of this piece (${DEFAULT-VALUE}).")
  private String budget;

  @Option(
      names = "--fork-time",
      paramLabel = "TIME",
      defaultValue = "300ms",
      description = "With --record: of each fork (${DEFAULT-VALUE}).")
  private String forkTime;

  @Option(
      names = "--block",
      paramLabel = "N",
      defaultValue = "10",
      description = "With --recorded: pairs in a comparison; default: ${DEFAULT-VALUE}.")
  private int block;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where the Markdown and the JSON go; default: results/gate-characteristics, with --quick"
              + " target/gate-characteristics.")
  private Path out;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    checkOptions();
    checkBlock();
    if (out == null) {
      out = Path.of(quick ? "target" : "results", "gate-characteristics");
    }
    if (record != null) {
      measure(err);
      if (Characteristics.comparisons(recorded, block) == 0) {
        err.println(
            "gate-characteristics: "
                + recorded.getFirst()
                + ": no benchmark has "
                + block
                + " pairs yet; the same command adds to them");
        return ExitCode.DONE;
      }
    }
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

  private void measure(PrintWriter err) {
    if (recorded.size() != 1) {
      throw new UnusableInputException("--record: needs --recorded DIR, one, for the pairs");
    }
    JarRecorder recorder =
        new JarRecorder(recorded.getFirst(), Quantities.duration("--budget", budget), seed, err);
    Interruption interruption = Interruption.stopping(recorder::stop);
    try {
      recorder.run(
          record,
          GateSelection.of(includes, excludes),
          new ForkSettings(
              Quantities.forkTime("--fork-time", forkTime),
              FORK_LIMIT,
              List.of(),
              Optional.empty()));
    } finally {
      interruption.close();
    }
  }

  private void checkOptions() {
    if (recorded.isEmpty()) {
      MatchedOptions.refuse(spec, "needs --recorded DIR", "--block");
    } else {
      MatchedOptions.refuse(spec, "is of the simulation, not of --recorded", "--quick");
    }
    if (record == null) {
      MatchedOptions.refuse(
          spec, "needs --record JAR", "--include", "--exclude", "--budget", "--fork-time");
    }
    long different =
        recorded.stream().map(one -> one.toAbsolutePath().normalize()).distinct().count();
    if (different < recorded.size()) {
      throw new UnusableInputException(
          "--recorded: one directory twice would count its pairs twice");
    }
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
