package strandbench.gate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import strandbench.result.UnusableInputException;

/**
 * Measures two jars against each other: round after round, a pair of forks of every benchmark that
 * is not decided, in a fresh random order that follows from the seed, each pair appended to the
 * journal as it ends. What the journal holds from before is taken as it was measured, and the rest
 * goes on as if nothing had happened. Used by one thread; {@link #stop} may be called from any.
 */
public final class PairedGate {
  /** So many pairs give a first idea of their spread. */
  static final int PILOT_ROUNDS = 3;

  /** Rounds may get faster; and what is left of the budget is of no use to anything else. */
  private static final double HOPE = 0.8;

  private final PairedOptions options;
  private final Map<Candidate, Series> benchmarks = new LinkedHashMap<>();
  private final Riders riders;
  private final Candidate calibration;
  private final PairJournal journal;
  private final PairRunner runner;
  private final GateProgress progress;
  private final LongSupplier nanos;
  private final long start;
  private GateRules rules;
  private volatile boolean stopped;

  /**
   * Prepares a gate.
   *
   * @param candidates what to compare, one or more
   * @param calibration the arms of the calibration pair; its copy is not used
   * @param journal takes every pair
   * @param nanos a clock, as {@link System#nanoTime}
   * @param start when the budget began, by that clock, but for what pairs took that the journal has
   *     from before
   */
  public PairedGate(
      List<Candidate> candidates,
      Candidate calibration,
      PairedOptions options,
      PairJournal journal,
      GateProgress progress,
      LongSupplier nanos,
      long start) {
    this.options = options;
    this.rules = options.rules();
    this.riders = new Riders(rules.flips());
    this.calibration = calibration;
    this.journal = journal;
    this.runner = new PairRunner(journal);
    this.progress = progress;
    this.nanos = nanos;
    this.start = start;
    for (Candidate candidate : candidates) {
      benchmarks.put(candidate, new Series(Role.BENCHMARK, candidate.base().key(), rules));
    }
  }

  /**
   * Measures until every benchmark is decided, the budget is used up or the gate is stopped.
   *
   * @throws UnusableInputException if the budget, or what the jars score, allows no verdict at all
   * @throws IOException if the journal can't be written
   */
  public PairedResult run() throws IOException {
    Ending ending = rounds(affordable().pairsNeeded());
    List<Evidence> evidence = benchmarks.values().stream().map(Series::withInterval).toList();
    return new PairedResult(
        List.copyOf(benchmarks.values()),
        Decision.of(evidence, rules),
        riders,
        rules,
        ending,
        elapsed());
  }

  /** Asks the gate to end; the forks that run now are not used. */
  public void stop() {
    stopped = true;
  }

  private Ending rounds(int needed) throws IOException {
    Optional<Ending> ending = Optional.empty();
    for (int round = 1; ending.isEmpty(); round++) {
      ending = measure(round);
      if (stopped) {
        return Ending.INTERRUPTED;
      }
      if (round == 1) {
        settle(needed, ending.isPresent());
      }
      if (round == PILOT_ROUNDS) {
        tellReach();
      }
      if (isLook(round)) {
        progress.looked(round, benchmarks.values(), decisions(), riders);
      }
      int pairs = round;
      ending = ending.or(this::ended).or(() -> unlessNextLookIsAffordable(pairs));
    }
    return ending.get();
  }

  /** One round. Tells why it could not be ended, if so. */
  private Optional<Ending> measure(int round) throws IOException {
    Random random = PairRunner.order(options.seed(), round);
    List<Job> jobs = jobs(round, random);
    int position = 0;
    for (Job job : jobs) {
      boolean headFirst = random.nextBoolean();
      if (stopped) {
        return Optional.of(Ending.INTERRUPTED);
      }
      boolean before = journal.has(round, job.series().role(), job.base().key());
      if (!before && elapsed() + expectedSeconds(job.series()) > budget()) {
        return Optional.of(Ending.BUDGET_USED_UP);
      }
      runner.run(job, round, ++position, headFirst, () -> stopped);
      if (!before) {
        progress.measured(round, position, jobs.size(), job.series(), budget() - elapsed());
      }
    }
    return Optional.empty();
  }

  private List<Job> jobs(int round, Random random) {
    List<Job> jobs = new ArrayList<>();
    List<Candidate> remaining = remaining();
    for (Candidate candidate : remaining) {
      jobs.add(
          new Job(benchmarks.get(candidate), candidate.base(), candidate.head(), options.gauge()));
    }
    List<Candidate> forCanary = remaining.isEmpty() ? comparable() : remaining;
    if (!forCanary.isEmpty()) {
      Candidate canary = forCanary.get((round - 1) % forCanary.size());
      jobs.add(new Job(riders.canary(), canary.base(), canary.copy(), options.gauge()));
    }
    if (riders.calibrationRemains()) {
      jobs.add(
          new Job(
              riders.calibration(),
              calibration.base(),
              calibration.head(),
              new Gauge(Gauge.SCORE)));
    }
    Collections.shuffle(jobs, random);
    return jobs;
  }

  private List<Candidate> comparable() {
    return benchmarks.entrySet().stream()
        .filter(benchmark -> benchmark.getValue().failure().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Those that no look has decided, and that a later one may. */
  private List<Candidate> remaining() {
    return open().stream()
        .filter(candidate -> !benchmarks.get(candidate).isHopeless(benchmarks.size()))
        .toList();
  }

  /** Those that no look has decided. */
  private List<Candidate> open() {
    List<Decision> decisions = decisions();
    List<Candidate> open = new ArrayList<>();
    int index = 0;
    for (Map.Entry<Candidate, Series> benchmark : benchmarks.entrySet()) {
      if (decisions.get(index++).verdict() == Verdict.INCONCLUSIVE
          && benchmark.getValue().failure().isEmpty()) {
        open.add(benchmark.getKey());
      }
    }
    return open;
  }

  private List<Decision> decisions() {
    return Decision.of(benchmarks.values().stream().map(Series::evidence).toList(), rules);
  }

  private Optional<Ending> ended() {
    if (riders.alarm().isPresent()) {
      return Optional.of(Ending.CANARY_ALARM);
    }
    if (comparable().isEmpty()) {
      return Optional.of(Ending.DECIDED);
    }
    if (!remaining().isEmpty() || riders.calibrationRemains()) {
      return Optional.empty();
    }
    return Optional.of(
        open().isEmpty() && riders.calibrationFound() ? Ending.DECIDED : Ending.UNDECIDABLE);
  }

  /** Pairs that end before the next look would tell nothing. */
  private Optional<Ending> unlessNextLookIsAffordable(int pairs) {
    OptionalInt next = rules.nextLook(pairs);
    if (next.isEmpty()) {
      return Optional.of(
          rules.mostPairs() < options.rules().mostPairs()
              ? Ending.BUDGET_USED_UP
              : Ending.MOST_PAIRS);
    }
    return (pairs == 1 || isLook(pairs))
            && !journal.hasBefore()
            && elapsed() + HOPE * (next.getAsInt() - pairs) * roundSeconds() > budget()
        ? Optional.of(Ending.BUDGET_USED_UP)
        : Optional.empty();
  }

  private boolean isLook(int pairs) {
    return rules.lastLook(pairs).orElse(0) == pairs;
  }

  /**
   * After the first round, when it is known what a round takes, and nothing else was looked at:
   * refuses a budget that can call nothing, and leaves out looks that can't be reached.
   */
  private void settle(int needed, boolean cutShort) {
    if (comparable().isEmpty() && benchmarks.values().stream().allMatch(PairedGate::failsInBoth)) {
      throw new UnusableInputException(
          "nothing can be compared: "
              + benchmarks.values().iterator().next().failure().orElseThrow().reason());
    }
    double round = roundSeconds();
    int affords = cutShort ? 0 : 1 + (int) Math.max(0, (budget() - elapsed()) / round);
    OptionalInt settled = journal.mostPairs();
    if (settled.isPresent()) {
      limitTo(settled.getAsInt());
    } else if (affords >= needed) {
      limitTo(reachable(needed, affords, round));
      journal.settle(rules.mostPairs());
    } else if (benchmarks.values().stream().allMatch(series -> series.failure().isEmpty())) {
      throw affordable().tooSmall(budget(), elapsed(), affords, round);
    }
    progress.affords(affords, needed, round, riderSeconds() / round);
  }

  private void limitTo(int pairs) {
    rules = rules.upTo(pairs);
    benchmarks.values().forEach(series -> series.limitTo(pairs));
    riders.canary().limitTo(pairs);
    riders.calibration().limitTo(pairs);
  }

  /**
   * The most pairs that a benchmark might get: of all from the second on that the budget has, if
   * every other benchmark leaves at the first look. But no more than let anything be called.
   */
  private int reachable(int needed, int affords, double round) {
    double alone =
        riderSeconds()
            + remaining().stream()
                .map(benchmarks::get)
                .mapToDouble(Series::secondsPerPair)
                .min()
                .orElse(round);
    int most = needed + (int) Math.max(0, (budget() - elapsed() - (needed - 1) * round) / alone);
    return most > affords && affordable().canCall(most, affords) ? most : affords;
  }

  private Affordable affordable() {
    return new Affordable(options.rules(), benchmarks.size());
  }

  private static boolean failsInBoth(Series series) {
    return series.failure().map(Series.Failure::both).orElse(false);
  }

  private void tellReach() {
    int affords = PILOT_ROUNDS + (int) Math.max(0, (budget() - elapsed()) / roundSeconds());
    for (Candidate candidate : remaining()) {
      Series series = benchmarks.get(candidate);
      progress.callable(series, reach(series, affords));
    }
  }

  /** From the pairs so far. */
  private OptionalDouble reach(Series series, int affords) {
    double spread = series.spread();
    return Double.isNaN(spread)
        ? OptionalDouble.empty()
        : Reach.smallestCallable(rules, spread, affords, benchmarks.size());
  }

  private double roundSeconds() {
    List<Series> next = new ArrayList<>(remaining().stream().map(benchmarks::get).toList());
    next.add(riders.canary());
    if (riders.calibrationRemains()) {
      next.add(riders.calibration());
    }
    return next.stream().mapToDouble(this::expectedSeconds).sum();
  }

  /** Of a pair; one of what was not measured yet is taken to last as long as the mean of others. */
  private double expectedSeconds(Series series) {
    return series.secondsPerPair() > 0
        ? series.secondsPerPair()
        : Stream.concat(
                benchmarks.values().stream(), Stream.of(riders.canary(), riders.calibration()))
            .mapToDouble(Series::secondsPerPair)
            .filter(seconds -> seconds > 0)
            .average()
            .orElse(0);
  }

  private double riderSeconds() {
    return riders.canary().secondsPerPair() + riders.calibration().secondsPerPair();
  }

  private double elapsed() {
    return (nanos.getAsLong() - start) / 1e9 + journal.secondsBefore();
  }

  private double budget() {
    return options.budget().toMillis() / 1e3;
  }
}
