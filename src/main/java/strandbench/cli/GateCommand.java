package strandbench.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import strandbench.gate.Ending;
import strandbench.gate.GateReport;
import strandbench.gate.GateRules;
import strandbench.gate.GateStart;
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
  private static final String USUAL_BUDGET = "10m";

  /** What does not change what is measured, or how it is decided. */
  private static final Set<String> WITH_RESUME =
      Set.of("--resume", "--budget", "--inconclusive", "--json", "--markdown", "--junit");

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
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
      description = "Wall time of the whole (" + USUAL_BUDGET + ").")
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

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Carry on the gate of two jars in this directory, with its own jars and options; the"
              + " budget counts what was used before.")
  private Path resume;

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
    if (resume != null) {
      outputs.spare(JarGate.keptIn(resume));
      GateCommand begun = begun();
      outputs.spare(List.of(begun.base, begun.head));
      return gate(begun.jarGate(begun.head, resume), outputs);
    }
    if (base == null) {
      throw new UnusableInputException("BASE: has to be named, or a gate to --resume");
    }
    boolean jars = GateInput.isJar(base);
    Path other = head == null ? GateInput.defaultHead(jars) : head;
    if (GateInput.isJar(other) != jars) {
      throw new UnusableInputException(
          base + " and " + other + ": two jars are wanted, or two recorded results");
    }
    outputs.spare(Stream.of(base, other).flatMap(GateInput::files).toList());
    return jars ? gateJars(other, outputs) : told(gateResults(other), outputs);
  }

  /** The gate as it was begun. */
  private GateCommand begun() {
    spec.commandLine().getParseResult().matchedArgs().stream()
        .map(argument -> argument.isOption() ? ((OptionSpec) argument).longestName() : "BASE")
        .filter(name -> !WITH_RESUME.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new UnusableInputException(
                  "--resume: the gate keeps its own jars and options, and "
                      + name
                      + " does not go with it");
            });
    GateStart start = GateStart.read(resume);
    GateCommand begun = new GateCommand();
    List<String> words = new ArrayList<>(List.of(start.base(), start.head()));
    words.addAll(start.options());
    new CommandLine(begun).setExpandAtFiles(false).parseArgs(words.toArray(String[]::new));
    begun.budget = budget == null ? begun.budget : budget;
    return begun;
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
          .println(
              "strandbench: interrupted; the pairs that were measured are kept, --resume carries"
                  + " on");
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
    MatchedOptions.refuse(
        spec,
        "is for two jars; recorded results are compared as they are",
        "--out",
        "--prof",
        "--budget",
        "--fork-time",
        "--fork-limit",
        "--java",
        "--seed");
    List<String> command =
        new ArrayList<>(List.of("scripts/strandbench", "gate", base.toString(), other.toString()));
    command.addAll(options());
    if (differentMachines) {
      command.add("--different-machines");
    }
    return new RecordedGate(base, other, rules(), new Gauge(metric), differentMachines)
        .run(selection(), failOnRemoved, command);
  }

  private int gateJars(Path other, GateOutputs outputs) {
    MatchedOptions.refuse(
        spec, "is for recorded results, not for two jars", "--different-machines");
    Path directory = out == null ? Path.of("results", "gates", Run.newName()) : out;
    outputs.spare(JarGate.keptIn(directory));
    if (JarGate.isIn(directory)) {
      throw new UnusableInputException(
          "--out " + directory + ": holds pairs or a verdict already; --resume carries a gate on");
    }
    return gate(jarGate(other, directory), outputs);
  }

  private JarGateOptions jarGate(Path other, Path directory) {
    String whole = budget == null ? USUAL_BUDGET : budget;
    long chosenSeed = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    List<String> options = options();
    profilers.forEach(profiler -> options.addAll(List.of("--prof", profiler)));
    if (java != null) {
      options.addAll(List.of("--java", java.toAbsolutePath().toString()));
    }
    options.addAll(
        List.of(
            "--budget",
            whole,
            "--fork-time",
            forkTime,
            "--fork-limit",
            forkLimit,
            "--seed",
            Long.toString(chosenSeed)));
    return new JarGateOptions(
        base,
        other,
        selection(),
        new PairedOptions(
            rules(), new Gauge(metric), Quantities.duration("--budget", whole), chosenSeed),
        forks(),
        failOnRemoved,
        directory,
        options);
  }

  private int gate(JarGateOptions options, GateOutputs outputs) {
    JarGate gate = new JarGate(options, spec.commandLine().getErr());
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
        Quantities.forkTime("--fork-time", forkTime),
        Quantities.duration("--fork-limit", forkLimit),
        all,
        Optional.ofNullable(java).map(Path::toAbsolutePath));
  }

  private GateSelection selection() {
    return GateSelection.of(includes, excludes);
  }

  /** Those that jars and recorded results have in common, as on a command line. */
  private List<String> options() {
    List<String> options = new ArrayList<>(List.of("--tolerance", tolerance, "--metric", metric));
    includes.forEach(include -> options.addAll(List.of("--include", include)));
    excludes.forEach(exclude -> options.addAll(List.of("--exclude", exclude)));
    if (failOnRemoved) {
      options.add("--fail-on-removed");
    }
    return options;
  }
}
