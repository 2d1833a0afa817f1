package strandbench.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import strandbench.gate.Ending;
import strandbench.gate.GateReport;
import strandbench.gate.GateRules;
import strandbench.gate.Gauge;
import strandbench.gate.JarGate;
import strandbench.gate.JarGateOptions;
import strandbench.gate.PairedOptions;
import strandbench.gate.RecordedGate;
import strandbench.result.UnusableInputException;
import strandbench.run.ForkSettings;
import strandbench.run.Run;

/** {@code strandbench gate}: is HEAD slower than BASE? */
@Command(
    name = "gate",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether HEAD is slower than BASE: two JMH jars, run in pairs of forks, or two recorded"
          + " results.",
      "Exit codes: 0 pass, 1 regression or failure, 2 unusable input, 3 inconclusive."
    })
final class GateCommand implements Callable<Integer> {
  private static final Duration SHORTEST_FORK = Duration.ofMillis(10);

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "BASE",
      description = "A jar of JMH benchmarks, anybody's; or a run directory or JMH's JSON.")
  private Path base;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "HEAD",
      description =
          "The same kind of thing. Without it: this program's own jar, or the newest run under"
              + " results/runs.")
  private Path head;

  @Option(
      names = "--tolerance",
      paramLabel = "PERCENT",
      defaultValue = "5%",
      description = "The slow-down that is put up with (${DEFAULT-VALUE}).")
  private String tolerance;

  @Option(
      names = "--include",
      paramLabel = "REGEX",
      description =
          "Only benchmarks in which this is found, written as package.Class.method [param=value, …];"
              + " repeatable.")
  private List<String> includes = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "REGEX",
      description = "None in which this is found; repeatable.")
  private List<String> excludes = List.of();

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      defaultValue = Gauge.SCORE,
      description =
          "Compare a secondary metric, such as gc.alloc.rate.norm, in place of the score.")
  private String metric;

  @Option(
      names = "--prof",
      paramLabel = "NAME",
      description = "One of JMH's profilers, in all forks; repeatable. gc comes by itself.")
  private List<String> profilers = List.of();

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "Wall time of the whole (${DEFAULT-VALUE}).")
  private String budget;

  @Option(
      names = "--fork-time",
      paramLabel = "TIME",
      defaultValue = "2s",
      description =
          "Warm-up and measurement of each fork, whatever the annotations say (${DEFAULT-VALUE}).")
  private String forkTime;

  @Option(
      names = "--fork-limit",
      paramLabel = "TIME",
      defaultValue = "2m",
      description = "A fork that takes longer, all in all, has failed (${DEFAULT-VALUE}).")
  private String forkLimit;

  @Option(
      names = "--java",
      paramLabel = "FILE",
      description = "The java that the benchmarks run on; this one unless told otherwise.")
  private Path java;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the order of forks.")
  private Long seed;

  @Option(
      names = "--fail-on-removed",
      description = "A benchmark that BASE has and HEAD hasn't fails the gate.")
  private boolean failOnRemoved;

  @Option(
      names = "--different-machines",
      description = "Compare recorded results of different machines none the less.")
  private boolean differentMachines;

  @Option(
      names = "--inconclusive",
      paramLabel = "pass|fail",
      description = "Exit with 0 or 1, in place of 3, where it can't be told.")
  private String inconclusive;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "The verdict as JSON; - for standard output.")
  private String json;

  @Option(names = "--markdown", paramLabel = "FILE", description = "The verdict as Markdown.")
  private Path markdown;

  @Option(names = "--junit", paramLabel = "FILE", description = "The verdict as JUnit's XML.")
  private Path junit;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where every pair is kept; default: results/gates/<UTC time>-<machine>. Not for recorded"
              + " results.")
  private Path out;

  @Override
  public Integer call() {
    if (inconclusive != null && !List.of("pass", "fail").contains(inconclusive)) {
      throw new UnusableInputException("--inconclusive " + inconclusive + ": pass or fail");
    }
    GateOutputs outputs =
        new GateOutputs(
            Optional.ofNullable(json),
            Optional.ofNullable(markdown),
            Optional.ofNullable(junit),
            "fail".equals(inconclusive));
    outputs.check();
    boolean jars = GateInput.isJar(base);
    Path other = head == null ? GateInput.defaultHead(jars) : head;
    if (GateInput.isJar(other) != jars) {
      throw new UnusableInputException(
          base + " and " + other + ": two jars are wanted, or two recorded results");
    }
    return jars ? gateJars(other, outputs) : told(gateResults(other), outputs);
  }

  /** Writes the verdict wherever it goes, and returns its exit code. */
  private int told(GateReport report, GateOutputs outputs) {
    outputs.write(report, spec.commandLine().getOut(), spec.commandLine().getErr());
    return exitCode(report);
  }

  private int exitCode(GateReport report) {
    if (report.ending() == Ending.INTERRUPTED) {
      spec.commandLine()
          .getErr()
          .println("strandbench: interrupted; the pairs that were measured are kept");
      return ExitCode.INTERRUPTED;
    }
    return switch (report.verdict()) {
      case PASS, IMPROVEMENT -> ExitCode.DONE;
      case REGRESSION, FAILED -> ExitCode.REGRESSION;
      case INCONCLUSIVE ->
          inconclusive == null
              ? ExitCode.INCONCLUSIVE
              : inconclusive.equals("pass") ? ExitCode.DONE : ExitCode.REGRESSION;
    };
  }

  private GateReport gateResults(Path other) {
    if (out != null) {
      throw new UnusableInputException("--out: recorded results are compared without a trace");
    }
    return new RecordedGate(base, other, rules(), new Gauge(metric), differentMachines)
        .run(selection(), failOnRemoved, again(other, Optional.empty()));
  }

  private int gateJars(Path other, GateOutputs outputs) {
    PrintWriter err = spec.commandLine().getErr();
    Path directory = out == null ? Path.of("results", "gates", Run.newName()) : out;
    if (JarGate.isIn(directory)) {
      throw new UnusableInputException("--out " + directory + ": holds a gate already");
    }
    long chosenSeed = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    JarGate gate =
        new JarGate(
            new JarGateOptions(
                base,
                other,
                selection(),
                new PairedOptions(
                    rules(),
                    new Gauge(metric),
                    Quantities.duration("--budget", budget),
                    chosenSeed),
                forks(),
                failOnRemoved,
                directory,
                again(other, Optional.of(chosenSeed))),
            err);
    Interruption interruption = Interruption.stopping(gate::stop);
    try {
      return told(gate.run(), outputs);
    } finally {
      interruption.close();
    }
  }

  private GateRules rules() {
    return GateRules.of(Quantities.tolerance("--tolerance", tolerance));
  }

  private ForkSettings forks() {
    Duration time = Quantities.duration("--fork-time", forkTime);
    if (time.compareTo(SHORTEST_FORK) < 0) {
      throw new UnusableInputException("--fork-time " + forkTime + ": 10ms or more");
    }
    List<String> all = new ArrayList<>(profilers);
    if (metric.replace("\u00b7", "").startsWith("gc.") && !all.contains("gc")) {
      all.add("gc");
    }
    all.stream()
        .filter(profiler -> profiler.contains(","))
        .findFirst()
        .ifPresent(
            profiler -> {
              throw new UnusableInputException("--prof " + profiler + ": one name, without commas");
            });
    if (java != null && !Files.isExecutable(java)) {
      throw new UnusableInputException("--java " + java + ": no such executable");
    }
    return new ForkSettings(
        time,
        Quantities.duration("--fork-limit", forkLimit),
        all,
        Optional.ofNullable(java).map(Path::toAbsolutePath));
  }

  private GateSelection selection() {
    return GateSelection.of(includes, excludes);
  }

  private List<String> again(Path other, Optional<Long> chosenSeed) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "scripts/strandbench",
                "gate",
                base.toString(),
                other.toString(),
                "--tolerance",
                tolerance,
                "--metric",
                metric));
    includes.forEach(include -> command.addAll(List.of("--include", include)));
    excludes.forEach(exclude -> command.addAll(List.of("--exclude", exclude)));
    if (failOnRemoved) {
      command.add("--fail-on-removed");
    }
    if (chosenSeed.isEmpty()) {
      if (differentMachines) {
        command.add("--different-machines");
      }
      return command;
    }
    profilers.forEach(profiler -> command.addAll(List.of("--prof", profiler)));
    if (java != null) {
      command.addAll(List.of("--java", java.toString()));
    }
    command.addAll(
        List.of(
            "--budget",
            budget,
            "--fork-time",
            forkTime,
            "--fork-limit",
            forkLimit,
            "--seed",
            Long.toString(chosenSeed.get())));
    return command;
  }
}
