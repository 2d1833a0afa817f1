package strandbench.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import strandbench.account.Account;
import strandbench.report.Report;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellOutcome;
import strandbench.result.CellState;
import strandbench.result.Profile;
import strandbench.result.Result;
import strandbench.result.RunDirectory;
import strandbench.result.RunRecord;
import strandbench.result.UnusableInputException;
import strandbench.run.BenchmarkCatalog;
import strandbench.run.Cell;
import strandbench.run.CellPlan;
import strandbench.run.CellPlanner;
import strandbench.run.ForkRule;
import strandbench.run.Plan;
import strandbench.run.Plans;
import strandbench.run.Run;
import strandbench.run.RunOptions;
import strandbench.run.Selection;

/** {@code strandbench run}: measures, then writes the report. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Measures a plan in rounds of forks, then writes the report.")
final class RunCommand implements Callable<Integer> {
  private static final String ALL = "all";

  @Spec private CommandSpec spec;

  @Option(
      names = "--plan",
      paramLabel = "PLAN",
      description = "A plan that list names (standard unless told otherwise), or a plan file.")
  private String plan;

  @Option(
      names = "--include",
      paramLabel = "REGEX",
      description = "Only benchmarks in whose name this is found; repeatable. Controls ride along.")
  private List<String> includes = List.of();

  @Option(
      names = "-p",
      paramLabel = "NAME=V1,V2",
      description = "Values of a parameter, in place of the plan's; repeatable.")
  private List<String> params = List.of();

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description = "Start no fork that would end after this time: 90s, 10m, 2h.")
  private String budget;

  @Option(
      names = "--precision",
      paramLabel = "PERCENT",
      description =
          "Let a cell leave early once it is known this well, in plans of more than 8 forks: 2%%.")
  private String precision;

  @Option(
      names = "--tolerate",
      paramLabel = "RULE",
      split = ",",
      description =
          "Don't set forks aside by this rule (steal, load-from-others, compiling, gc-pauses, drift),"
              + " or by any of them (all); repeatable.")
  private List<String> tolerated = List.of();

  @Option(
      names = "--no-account",
      description =
          "Don't account for each fork's process tree (processor time, memory, context switches).")
  private boolean withoutAccount;

  @Mixin private ProfileOptions profiling;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the order of forks.")
  private Long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the run goes; default: results/runs/<UTC time>-<machine>.")
  private Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Carry on the run in this directory, with its own plan and seed.")
  private Path resume;

  @Override
  public Integer call() {
    RunOptions options = resume == null ? fresh() : resumed();
    PrintWriter err = spec.commandLine().getErr();
    Run run = new Run(options, System.err);
    Interruption interruption = Interruption.stopping(run::stop);
    try {
      RunRecord record = run.execute();
      RunDirectory directory = new RunDirectory(options.directory());
      Report.write(List.of(Result.read(directory.path())), directory.reportDirectory());
      err.println("report: " + directory.reportDirectory().resolve("index.html"));
      return exitCode(options, record, err);
    } finally {
      interruption.close();
    }
  }

  private static int exitCode(RunOptions options, RunRecord record, PrintWriter err) {
    if (record.ending().equals("interrupted")) {
      err.println("strandbench: interrupted; what was measured is kept, --resume carries on");
      return ExitCode.INTERRUPTED;
    }
    if (record.ending().equals("budget used up")) {
      err.println(
          "strandbench: the budget is used up before the plan is done; --resume carries on");
    }
    List<CellOutcome> silent =
        record.cells().stream()
            .filter(
                cell -> !cell.state().scores() && cell.state() != CellState.REJECTED_AS_IT_MUST_BE)
            .toList();
    silent.forEach(cell -> err.println("strandbench: " + describe(cell)));
    if (silent.stream().anyMatch(cell -> cell.state() != CellState.INVALID)) {
      return ExitCode.CELLS_FAILED;
    }
    if (isWithoutAnswer(options.cellPlan(), record)) {
      err.println("strandbench: none of the cells that were asked for has a valid figure");
      return ExitCode.CELLS_FAILED;
    }
    return allProfilesTaken(record, err) ? ExitCode.DONE : ExitCode.CELLS_FAILED;
  }

  private static boolean allProfilesTaken(RunRecord record, PrintWriter err) {
    long toCome = record.profiles().stream().filter(Profile::isToCome).count();
    if (toCome > 0) {
      err.println("strandbench: profiles that were not taken: " + toCome + "; --resume takes them");
    }
    List<Profile> failed =
        record.profiles().stream().filter(profile -> profile.failure() != null).toList();
    failed.forEach(
        profile ->
            err.println(
                "strandbench: no profile (%s): %s: %s"
                    .formatted(profile.profiler(), profile.key(), profile.failure())));
    return toCome == 0 && failed.isEmpty();
  }

  /** Baselines and controls that ride along are no answer, unless nothing else was asked for. */
  private static boolean isWithoutAnswer(CellPlan plan, RunRecord record) {
    Set<BenchmarkKey> asked =
        plan.cells().stream()
            .filter(cell -> !cell.isCompanion())
            .map(Cell::key)
            .collect(Collectors.toSet());
    return record.cells().stream()
        .filter(cell -> asked.isEmpty() || asked.contains(cell.key()))
        .noneMatch(cell -> cell.state().scores());
  }

  private static String describe(CellOutcome cell) {
    String rule = cell.rule() == null ? "" : " (" + cell.rule() + ")";
    return cell.state() + rule + ": " + cell.key() + ": " + cell.reason();
  }

  private RunOptions fresh() {
    CellPlan cellPlan = planner().plan(Plans.find(plan == null ? "standard" : plan), selection());
    OptionalDouble share = precisionFor(cellPlan.plan());
    long chosenSeed = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    Path directory = out == null ? Run.newDirectory() : out;
    if (Files.exists(new RunDirectory(directory).journalFile())) {
      throw new UnusableInputException(
          "--out " + directory + ": holds a run already; --resume carries it on");
    }
    return new RunOptions(
        cellPlan,
        chosenSeed,
        budget(),
        share,
        keepsAccount(),
        forkRules(),
        profiling.request(cellPlan),
        directory,
        again(cellPlan.plan().name(), chosenSeed));
  }

  private RunOptions resumed() {
    if (plan != null || !includes.isEmpty() || !params.isEmpty() || seed != null || out != null) {
      throw new UnusableInputException(
          "--resume: the run keeps its own plan, cells, seed and directory; only --budget, --precision"
              + " and --profile go with it");
    }
    RunRecord before = new RunDirectory(resume).readRun();
    Plan kept = Plans.find(resume.resolve(Run.PLAN_FILE).toString());
    CellPlan cellPlan = planner().plan(kept, Selection.ALL);
    return new RunOptions(
        cellPlan,
        before.seed(),
        budget(),
        precisionFor(kept),
        keepsAccount(),
        forkRules(),
        profiling.request(cellPlan),
        resume,
        before.command());
  }

  private List<ForkRule> forkRules() {
    for (String name : tolerated) {
      if (!name.equals(ALL)
          && Stream.of(ForkRule.values()).noneMatch(r -> r.label().equals(name))) {
        throw new UnusableInputException(
            "--tolerate "
                + name
                + ": no such rule; the rules are "
                + Stream.of(ForkRule.values())
                    .map(ForkRule::label)
                    .collect(Collectors.joining(", "))
                + ", and all means each");
      }
    }
    return tolerated.contains(ALL)
        ? List.of()
        : Stream.of(ForkRule.values()).filter(rule -> !tolerated.contains(rule.label())).toList();
  }

  /** Elsewhere than on Linux there is none to keep. */
  private boolean keepsAccount() {
    return !withoutAccount && Account.isPossible();
  }

  private static CellPlanner planner() {
    return new CellPlanner(BenchmarkCatalog.load(), Runtime.getRuntime().availableProcessors());
  }

  private Selection selection() {
    List<Pattern> patterns = new ArrayList<>();
    for (String include : includes) {
      try {
        patterns.add(Pattern.compile(include));
      } catch (PatternSyntaxException e) {
        throw new UnusableInputException(
            "--include " + include + ": not a regular expression: " + e.getDescription(), e);
      }
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String param : params) {
      int equals = param.indexOf('=');
      if (equals < 1 || equals == param.length() - 1) {
        throw new UnusableInputException("-p " + param + ": NAME=V1,V2 is wanted");
      }
      values.put(param.substring(0, equals), List.of(param.substring(equals + 1).split(",", -1)));
    }
    return new Selection(patterns, values);
  }

  private Optional<Duration> budget() {
    return Optional.ofNullable(budget).map(text -> Quantities.duration("--budget", text));
  }

  private OptionalDouble precisionFor(Plan chosen) {
    if (precision == null) {
      return OptionalDouble.empty();
    }
    if (chosen.looks().isEmpty()) {
      throw new UnusableInputException(
          "--precision: needs a plan with looks at 8 forks or more, as precise has; plan "
              + chosen.name()
              + " always runs its "
              + chosen.forks()
              + " forks");
    }
    return OptionalDouble.of(Quantities.share("--precision", precision));
  }

  private List<String> again(String planName, long chosenSeed) {
    List<String> command = new ArrayList<>(List.of("scripts/strandbench", "run"));
    command.addAll(List.of("--plan", plan == null ? planName : plan));
    includes.forEach(include -> command.addAll(List.of("--include", include)));
    params.forEach(param -> command.addAll(List.of("-p", param)));
    if (budget != null) {
      command.addAll(List.of("--budget", budget));
    }
    if (precision != null) {
      command.addAll(List.of("--precision", precision));
    }
    tolerated.forEach(rule -> command.addAll(List.of("--tolerate", rule)));
    if (withoutAccount) {
      command.add("--no-account");
    }
    command.addAll(profiling.words());
    command.addAll(List.of("--seed", Long.toString(chosenSeed)));
    return command;
  }
}
