package strandbench.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import strandbench.doctor.Doctor;
import strandbench.process.ProcessPool;
import strandbench.result.CellOutcome;
import strandbench.result.Finding;
import strandbench.result.ForkEntry;
import strandbench.result.Journal;
import strandbench.result.Json;
import strandbench.result.Machine;
import strandbench.result.Profile;
import strandbench.result.RunDirectory;
import strandbench.result.RunRecord;
import strandbench.result.UnusableInputException;

/**
 * One run of a plan: round after round, a fork at a time, each appended to the journal as it ends.
 * Used by one thread; {@link #stop} may be called from any.
 */
public final class Run {
  /** The file that holds the plan as it was worked out, fit for {@code --plan}. */
  public static final String PLAN_FILE = "plan.json";

  private static final String WARM_UP_PROPERTY = "strandbench.warmUpMillis";
  private static final String WORKERS_MODEL = "PROCESS_POOL";
  private static final String COMPLETE = "complete";

  private static final DateTimeFormatter TIME_IN_NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

  private final RunOptions options;
  private final RunDirectory directory;
  private final PrintStream out;
  private final Outcomes outcomes;
  private final RunState state;
  private final ForkTimes times;
  private List<Finding> findings = List.of();
  private ProfiledForks profiled;

  /** Also those that failed or were set aside. */
  private int forksRun;

  private final long startNanos = System.nanoTime();
  private volatile boolean stopped;

  /**
   * Prepares a run.
   *
   * @param options what to run, and where its files go
   * @param out progress, for a person
   */
  public Run(RunOptions options, PrintStream out) {
    this.options = options;
    this.directory = new RunDirectory(options.directory());
    this.out = out;
    this.state =
        new RunState(
            options.cellPlan().plan().forks(),
            new PrecisionRule(
                options.precision().isPresent() ? options.cellPlan().plan().looks() : List.of(),
                options.precision().orElse(0)));
    this.times = new ForkTimes(options.cellPlan().cells());
    this.outcomes =
        new Outcomes(options.cellPlan(), state, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Starts or carries on the run, and returns what {@code run.json} then says. Everything measured
   * stands in the directory, also where this throws.
   *
   * @throws UnusableInputException if another run is alive, or the directory can't be written
   */
  public RunRecord execute() {
    JmhLock lock = JmhLock.take();
    try {
      createDirectory();
      try (Journal journal = Journal.open(directory.journalFile());
          PrintStream log = openLog()) {
        return measure(journal, log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.close();
    }
  }

  /** Asks the run to end; it keeps what was measured. The fork that runs now is killed. */
  public void stop() {
    stopped = true;
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
  }

  /** A directory for a run that starts now: {@code results/runs/<UTC time>-<machine>}. */
  public static Path newDirectory() {
    return Path.of("results", "runs", newName());
  }

  /** A name for what is measured from now on: {@code <UTC time>-<machine>}. */
  public static String newName() {
    String time = TIME_IN_NAME.format(Instant.now().atOffset(ZoneOffset.UTC));
    return time + "-" + MachineProbe.probe(List.of()).slug();
  }

  private RunRecord measure(Journal journal, PrintStream log) throws IOException {
    List<ForkEntry> before = Journal.read(directory.journalFile());
    before.forEach(this::add);
    prepareWorkers();
    List<String> jvmArgs = forkJvmArgs();
    Machine machine = MachineProbe.probe(jvmArgs);
    List<Profile> profiles = List.of();
    String endedBefore = null;
    if (before.isEmpty()) {
      findings = Doctor.glance();
    } else {
      RunRecord sofar = directory.readRun();
      refuseOtherMachine(sofar.machine(), machine);
      findings = sofar.findings();
      profiles = sofar.profiles();
      endedBefore = sofar.ended();
    }
    profiled = new ProfiledForks(options.cellPlan(), profiles, options.profiling(), directory, out);
    describeTo(out);
    String started = before.isEmpty() ? now() : before.getFirst().started();
    Json.write(options.directory().resolve(PLAN_FILE), options.cellPlan().plan());
    RunRecord unfinished = record(started, machine, null, null);
    save(unfinished);
    ForkRunner runner = new ForkRunner(jvmArgs, options.account(), log);
    String ending = runRounds(journal, runner, unfinished);
    boolean wasFinished = endedBefore != null && forksRun == before.size();
    RunRecord finished = record(started, machine, wasFinished ? endedBefore : now(), ending);
    save(finished);
    if (ending.equals(COMPLETE)) {
      profiled.take(
          runner,
          state,
          times,
          this::hasTimeFor,
          () -> save(finished.withProfiles(profiled.all())));
    }
    return finished.withProfiles(profiled.all());
  }

  private boolean hasTimeFor(double seconds) {
    return !stopped && !isOverBudgetWith(seconds);
  }

  private void add(ForkEntry fork) {
    state.add(fork);
    times.add(fork);
    forksRun++;
  }

  /** Before the first fork, so that none finds it missing and has to make it. */
  private void prepareWorkers() {
    boolean used =
        options.cellPlan().cells().stream()
            .anyMatch(cell -> cell.key().params().containsValue(WORKERS_MODEL));
    if (used && !ProcessPool.makeStartupCache()) {
      out.println("no start-up cache for worker JVMs: they start and warm up more slowly");
    }
  }

  private void refuseOtherMachine(Machine before, Machine now) {
    if (!now.measuresLike(before)) {
      throw new UnusableInputException(
          options.directory()
              + ": was measured on "
              + before.summary()
              + ", this is "
              + now.summary());
    }
  }

  private void describeTo(PrintStream to) {
    CellPlan cells = options.cellPlan();
    to.printf(
        Locale.ROOT,
        "%s: %d cells x %d forks, about %d min; %s%n",
        cells.plan().name(),
        cells.cells().size(),
        cells.plan().forks(),
        Math.max(1, Math.round(cells.expectedSeconds() / 60)),
        options.directory());
    if (profiled.toCome() > 0) {
      to.println("then forks that are profiled and not measured: " + profiled.toCome());
    }
    if (findings.stream().anyMatch(Finding::isDoubt)) {
      to.println(
          "in doubt before the start: "
              + findings.stream()
                  .filter(Finding::isDoubt)
                  .map(Finding::check)
                  .collect(Collectors.joining(", "))
              + " (strandbench doctor says more)");
    }
  }

  /** After every fork, so that the directory can be reported at any time, also after a kill. */
  private void save(RunRecord record) {
    Json.write(directory.jmhResultFile(), outcomes.jmhEntries(record.cells()));
    Json.write(directory.runFile(), record);
  }

  private String runRounds(Journal journal, ForkRunner runner, RunRecord unfinished)
      throws IOException {
    List<Cell> cells = options.cellPlan().cells();
    Rounds rounds = new Rounds(cells, options.seed());
    try (Progress progress = new Progress(out, forksRun, forksRun + forksToCome())) {
      for (OptionalInt round = rounds.next(state); round.isPresent(); round = rounds.next(state)) {
        int position = 0;
        for (Cell cell : rounds.order(round.getAsInt(), state)) {
          if (stopped) {
            return "interrupted";
          }
          if (isOverBudgetWith(times.expectedSeconds(cell.key()))) {
            return "budget used up";
          }
          progress.running(cell.key(), secondsLeft());
          Optional<ForkEntry> fork = runFork(runner, cell, round.getAsInt(), ++position);
          if (fork.isEmpty()) {
            return "interrupted";
          }
          journal.append(fork.get());
          add(fork.get());
          List<CellOutcome> sofar = outcomes.cells();
          save(unfinished.withCells(sofar));
          progress.ended(
              cell.key(),
              soFar(fork.get(), sofar),
              forksRun,
              forksRun + forksToCome(),
              secondsLeft());
        }
      }
    }
    return COMPLETE;
  }

  /** Empty where the run was stopped meanwhile: a fork given up half-way measured nothing. */
  private Optional<ForkEntry> runFork(ForkRunner runner, Cell cell, int round, int position) {
    String started = now();
    long startOfFork = System.nanoTime();
    double load = LoadAverage.lastMinute();
    ProcessorTimes before = ProcessorTimes.now();
    JsonNode jmh = null;
    String failure = null;
    try {
      jmh = runner.run(cell);
    } catch (ForkFailedException e) {
      failure = e.getMessage();
    }
    if (stopped && jmh == null) {
      return Optional.empty();
    }
    ProcessorTimes after = ProcessorTimes.now();
    double others = after.othersShareSince(before);
    ForkEntry fork =
        new ForkEntry(
            round,
            position,
            cell.key(),
            started,
            (System.nanoTime() - startOfFork) / 1e9,
            after.stealShareSince(before),
            load,
            Double.isFinite(others) ? others : null,
            null,
            false,
            failure,
            jmh);
    return Optional.of(fork.failed() ? fork : judged(fork));
  }

  /** What the run was told to tolerate is written down as well, for the page to tell. */
  private ForkEntry judged(ForkEntry fork) {
    return ForkRule.objection(fork, options.forkRules())
        .map(objection -> fork.objectedTo(objection, false))
        .or(
            () ->
                ForkRule.objection(fork, List.of(ForkRule.values()))
                    .map(objection -> fork.objectedTo(objection, true)))
        .orElse(fork);
  }

  /** What the fork's cell shows so far; a figure only where it may be shown. */
  private String soFar(ForkEntry fork, List<CellOutcome> cells) {
    if (fork.isSetAside()) {
      return "set aside (" + fork.objection().rule() + "): " + fork.objection().reason();
    }
    CellOutcome cell =
        cells.stream().filter(c -> c.key().equals(fork.key())).findFirst().orElseThrow();
    return cell.state().scores()
        ? Progress.describe(state.result(fork.key()).orElseThrow())
        : cell.ending();
  }

  private boolean isOverBudgetWith(double seconds) {
    double elapsed = (System.nanoTime() - startNanos) / 1e9;
    return options
        .budget()
        .filter(budget -> elapsed + seconds > budget.toMillis() / 1e3)
        .isPresent();
  }

  private int forksToCome() {
    return options.cellPlan().cells().stream()
        .mapToInt(cell -> state.forksToCome(cell.key()))
        .sum();
  }

  private double secondsLeft() {
    double toCome =
        options.cellPlan().cells().stream()
            .mapToDouble(cell -> state.forksToCome(cell.key()) * times.expectedSeconds(cell.key()))
            .sum();
    double elapsed = (System.nanoTime() - startNanos) / 1e9;
    return options
        .budget()
        .map(budget -> Math.min(toCome, Math.max(0, budget.toSeconds() - elapsed)))
        .orElse(toCome);
  }

  /** Flags that follow the machine; collector and heap stand at each benchmark. */
  private List<String> forkJvmArgs() {
    List<String> args = new ArrayList<>();
    args.add("-XX:ActiveProcessorCount=" + Runtime.getRuntime().availableProcessors());
    if (options.account()) {
      args.add("--enable-native-access=ALL-UNNAMED");
    }
    String warmUp = System.getProperty(WARM_UP_PROPERTY);
    if (warmUp != null) {
      args.add("-D" + WARM_UP_PROPERTY + "=" + warmUp);
    }
    return List.copyOf(args);
  }

  private RunRecord record(String started, Machine machine, String ended, String ending) {
    Plan plan = options.cellPlan().plan();
    return new RunRecord(
        RunRecord.FORMAT_VERSION,
        plan.name(),
        plan.purpose(),
        options.command(),
        options.seed(),
        plan.forks(),
        started,
        ended,
        ending,
        machine,
        outcomes.cells(),
        options.cellPlan().excluded(),
        findings,
        profiled.all());
  }

  private void createDirectory() {
    try {
      Files.createDirectories(options.directory());
    } catch (IOException e) {
      throw new UnusableInputException("--out " + options.directory() + ": can't be made: " + e, e);
    }
  }

  private PrintStream openLog() throws IOException {
    return new PrintStream(
        Files.newOutputStream(
            directory.logFile(), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        true,
        StandardCharsets.UTF_8);
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
