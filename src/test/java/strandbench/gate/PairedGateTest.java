package strandbench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import strandbench.result.BenchmarkKey;
import strandbench.result.Journal;
import strandbench.result.UnusableInputException;
import strandbench.run.JarFork;

/** How the gate measures and when it ends, on arms whose scores are known. */
class PairedGateTest {
  /** Fewer flips than the gate has: faster, and as valid. */
  private static final GateRules RULES = GateRules.of(0.05).withFlips(9_999);

  @TempDir Path directory;

  private final Fakes fakes = new Fakes();
  private final Random random = new Random(1);
  private final StringWriter told = new StringWriter();
  private PairedGate gate;

  @Test
  void aBenchmarkThatFailsInHeadAloneFailsTheGateAndIsNotSkipped() throws Exception {
    GateReport report =
        run(new Candidate(steady("a"), steady("a"), fakes.failing("a", "wrong answer")), same("b"));

    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.reasons())
        .containsExactly("FAILED: C.a, avgt: HEAD fails, BASE does not: wrong answer");
    assertThat(report.benchmarks())
        .extracting(BenchmarkVerdict::verdict)
        .containsExactly(Verdict.FAILED, Verdict.PASS);
  }

  @Test
  void aBenchmarkThatFailsInBaseAloneFailsTheGateAsWell() throws Exception {
    GateReport report =
        run(new Candidate(fakes.failing("a", "no"), fakes.failing("a", "no"), steady("a")));

    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.reasons())
        .containsExactly("FAILED: C.a, avgt: BASE fails, HEAD does not: no");
  }

  @Test
  void whatFailsInBothCantBeTold() throws Exception {
    Arm broken = fakes.failing("a", "no such host");
    GateReport report = run(new Candidate(broken, broken, broken), same("b"));

    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.reasons())
        .containsExactly("INCONCLUSIVE: C.a, avgt: BASE and HEAD fail: no such host");
  }

  @Test
  void whereEverythingFailsInBothNothingIsDecided() {
    Arm broken = fakes.failing("a", "no such host");

    assertThatThrownBy(() -> run(new Candidate(broken, broken, broken)))
        .isInstanceOf(UnusableInputException.class)
        .hasMessage("nothing can be compared: BASE and HEAD fail: no such host");
  }

  @Test
  void aScoreThatHasNoRatioIsAFailure() throws Exception {
    GateReport report = run(new Candidate(steady("a"), steady("a"), fakes.arm("a", () -> 0)));

    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.reasons().getFirst()).contains("HEAD fails").contains("scored 0.0 us/op");
  }

  @Test
  void scoresOfDifferentUnitsAreNotCompared() throws Exception {
    Arm millis = fakes.arm(Fakes.key("a"), "ms/op", noisy(1));
    GateReport report = run(new Candidate(steady("a"), steady("a"), millis), same("b"));

    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.reasons().getFirst()).endsWith("BASE scores in us/op, HEAD in ms/op");
  }

  @Test
  void whenTheCanaryAlarmsNothingIsTrustedNotEvenARegression() throws Exception {
    Arm copy = fakes.arm("a", noisy(1.02));
    GateReport report = run(new Candidate(steady("a"), copy, fakes.arm("a", noisy(2))));

    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.ending()).isEqualTo(Ending.CANARY_ALARM);
    assertThat(report.reasons().getFirst())
        .startsWith("canary: BASE differs from a copy of itself by +");
    assertThat(report.selfCheck().passed()).isFalse();
  }

  @Test
  void aCanaryThatFailsAlarms() throws Exception {
    Arm copy = fakes.failing("a", "no such class");
    GateReport report = run(new Candidate(steady("a"), copy, steady("a")));

    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.reasons().getFirst()).startsWith("canary: ").endsWith("no such class");
  }

  @Test
  void whereTheCalibrationIsNotFoundThereIsNoPass() throws Exception {
    GateReport report = run(Duration.ofMinutes(60), 1, same("calibration"), same("a"));

    assertThat(report.benchmarks())
        .extracting(BenchmarkVerdict::verdict)
        .containsExactly(Verdict.PASS);
    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.ending()).isEqualTo(Ending.BUDGET_USED_UP);
    assertThat(report.reasons())
        .containsExactly("calibration: 10% more work was not found to be slower");
    assertThat(report.selfCheck().calibrationPairs()).isEqualTo(224);
  }

  @Test
  void aRegressionStandsAlsoWhereTheCalibrationIsNotFound() throws Exception {
    GateReport report = run(Duration.ofMinutes(60), 1, same("calibration"), slower("a", 1.5));

    assertThat(report.verdict()).isEqualTo(Verdict.REGRESSION);
  }

  @Test
  void aSlowDownIsFoundAndWhatIsDecidedLeaves() throws Exception {
    GateReport report = run(slower("a", 1.2), same("b"));

    assertThat(report.verdict()).isEqualTo(Verdict.REGRESSION);
    assertThat(report.ending()).isEqualTo(Ending.DECIDED);
    assertThat(report.benchmarks().getFirst().verdict()).isEqualTo(Verdict.REGRESSION);
    assertThat(report.benchmarks().getFirst().slowDown()).isBetween(1.19, 1.21);
    // With 2^9 flips, the first of two benchmarks can't be called by what nine pairs may spend.
    assertThat(report.benchmarks().getFirst().pairs()).isEqualTo(10);
    assertThat(report.benchmarks().getLast().verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.benchmarks().getLast().pairs()).isEqualTo(7);
    assertThat(pairs(Role.BENCHMARK)).hasSize(17);
    assertThat(pairs(Role.CALIBRATION)).hasSize(9);
    assertThat(pairs(Role.CANARY)).hasSize(10);
    assertThat(report.selfCheck().share()).isEqualTo(19 / 36.0);
    assertThat(told.toString())
        .contains("canary and calibration take 50% of the time")
        .contains("look at 7 pairs: 1 PASS, 1 INCONCLUSIVE; canary quiet, calibration not found")
        .contains("look at 10 pairs: 1 REGRESSION, 1 PASS; canary quiet, calibration found");
  }

  @Test
  void throughputThatHalvesIsASlowDown() throws Exception {
    BenchmarkKey key = BenchmarkKey.of("a.b.C.d", "thrpt", 4, Map.of());
    Arm base = fakes.arm(key, "ops/s", noisy(1000));
    GateReport report = run(new Candidate(base, base, fakes.arm(key, "ops/s", noisy(500))));

    assertThat(report.verdict()).isEqualTo(Verdict.REGRESSION);
    assertThat(report.benchmarks().getFirst().slowDown()).isBetween(1.98, 2.02);
  }

  @Test
  void whatIsFasterIsAnImprovementAndPasses() throws Exception {
    GateReport report = run(slower("a", 0.5));

    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.benchmarks().getFirst().verdict()).isEqualTo(Verdict.IMPROVEMENT);
  }

  @Test
  void bothOrdersComeUpAndFollowFromTheSeed() throws Exception {
    run(same("a"));
    List<Boolean> orders = pairs(Role.BENCHMARK).stream().map(PairEntry::headFirst).toList();
    List<Role> roles = journal().stream().map(PairEntry::role).toList();

    assertThat(orders).contains(true, false);
    directory = Files.createDirectory(directory.resolve("again"));
    run(same("a"));
    assertThat(pairs(Role.BENCHMARK)).extracting(PairEntry::headFirst).isEqualTo(orders);
    assertThat(journal()).extracting(PairEntry::role).isEqualTo(roles);
  }

  @Test
  void theBudgetBoundsTheWholeAndTheLastLookItAffordsIsTheEnd() throws Exception {
    // Rounds of 3 pairs of 5 s: 10 pairs take 150 s.
    GateReport report = run(Duration.ofSeconds(150), 1, calibration(), wild());

    assertThat(report.ending()).isEqualTo(Ending.BUDGET_USED_UP);
    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.benchmarks().getFirst().pairs()).isEqualTo(10);
    assertThat(report.seconds()).isLessThanOrEqualTo(150);
    assertThat(report.benchmarks().getFirst().callable()).isGreaterThan(2);
  }

  /** What others need the time for, or nobody. */
  @Test
  void whatMorePairsWouldHardlyDecideLeaves() throws Exception {
    GateReport report = run(Duration.ofMinutes(10), 1, calibration(), wild(), same("b"), same("c"));

    assertThat(report.ending()).isEqualTo(Ending.UNDECIDABLE);
    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.benchmarks())
        .extracting(BenchmarkVerdict::verdict)
        .containsExactly(Verdict.INCONCLUSIVE, Verdict.PASS, Verdict.PASS);
    assertThat(report.benchmarks().getFirst().pairs()).isBetween(10, 34);
    assertThat(report.reasons().getFirst())
        .matches(
            "INCONCLUSIVE: C.wild, avgt: with this spread, \\d+ pairs would hardly decide it .*");
    assertThat(report.seconds()).isLessThan(500);
  }

  @Test
  void theBudgetIsKeptAlsoWhereForksTakeLongerThanTheFirstOnes() throws Exception {
    AtomicInteger forks = new AtomicInteger();
    DoubleSupplier wild =
        () -> {
          fakes.forkSeconds = forks.incrementAndGet() < 20 ? 2.5 : 10;
          return Math.exp(random.nextGaussian());
        };
    Arm arm = fakes.arm("a", wild);
    GateReport report =
        run(Duration.ofSeconds(300), 1, calibration(), new Candidate(arm, arm, arm));

    assertThat(report.ending()).isEqualTo(Ending.BUDGET_USED_UP);
    assertThat(report.seconds()).isLessThanOrEqualTo(300);
    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void aBudgetThatCanCallNothingIsRefusedAndTheOneThatIsNamedWouldDo() throws Exception {
    Candidate[] three = {same("a"), same("b"), same("c")};
    UnusableInputException refused =
        assertThrows(
            UnusableInputException.class,
            () -> run(Duration.ofSeconds(60), 1, calibration(), three));

    assertThat(refused)
        .hasMessageStartingWith("--budget: 1:00 min affords 2 pairs of each of 3 benchmarks")
        .hasMessageContaining("fewer than 9;");
    MatchResult named =
        Pattern.compile("--budget (\\d+)m would do")
            .matcher(refused.getMessage())
            .results()
            .findFirst()
            .orElseThrow();
    GateReport report =
        run(Duration.ofMinutes(Long.parseLong(named.group(1))), 1, calibration(), three);
    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void whatWasMeasuredBeforeAStopIsKept() throws Exception {
    AtomicInteger forks = new AtomicInteger();
    Arm stopping =
        fakes.arm(
            "a",
            () -> {
              if (forks.incrementAndGet() == 7) {
                gate.stop();
              }
              return 1;
            });
    GateReport report = run(new Candidate(stopping, steady("a"), steady("a")));

    assertThat(report.ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(journal()).hasSizeBetween(3, 14);
    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.reasons()).contains("interrupted");
  }

  @Test
  void bytesPerOperationAreComparedWhereThatIsAsked() throws Exception {
    GateReport report =
        run(
            new Gauge("\u00b7gc.alloc.rate.norm"),
            new Candidate(allocating("a", 1e-6), allocating("a", 3e-6), allocating("a", 2e-6)),
            new Candidate(allocating("b", 24), allocating("b", 24), allocating("b", 32)));

    assertThat(report.setting().metric()).isEqualTo("gc.alloc.rate.norm");
    assertThat(report.benchmarks())
        .extracting(BenchmarkVerdict::verdict)
        .containsExactly(Verdict.PASS, Verdict.REGRESSION);
    assertThat(report.benchmarks().getLast().unit()).isEqualTo("B/op");
  }

  @Test
  void aMetricOfWhichNobodyKnowsWhatIsBetterIsRefused() {
    assertThatThrownBy(
            () ->
                run(
                    new Gauge("gc.alloc.rate"),
                    new Candidate(allocating("a", 1), allocating("a", 1), allocating("a", 1))))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("--metric gc.alloc.rate")
        .hasMessageContaining("MB/sec");
  }

  @Test
  void aMetricThatNoBenchmarkHasIsRefused() {
    assertThatThrownBy(() -> run(new Gauge("llc-misses"), same("a")))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("has no metric llc-misses");
  }

  private Arm allocating(String method, double bytes) {
    BenchmarkKey key = Fakes.key(method);
    return new Arm() {
      @Override
      public BenchmarkKey key() {
        return key;
      }

      @Override
      public JarFork fork() {
        fakes.pass(Fakes.FORK_SECONDS);
        ObjectNode entry = Fakes.entry(key, "us/op", 1);
        ObjectNode secondary = entry.putObject("secondaryMetrics");
        Fakes.metric(secondary.putObject("gc.alloc.rate.norm"), "B/op", bytes);
        Fakes.metric(secondary.putObject("gc.alloc.rate"), "MB/sec", bytes);
        return new JarFork("t", Fakes.FORK_SECONDS, 0, 1, null, entry);
      }
    };
  }

  /** Pairs of it spread by a factor of four. */
  private Candidate wild() {
    Arm arm = fakes.arm("wild", () -> Math.exp(random.nextGaussian()));
    return new Candidate(arm, arm, arm);
  }

  private DoubleSupplier noisy(double center) {
    return () -> center * Math.exp(0.003 * random.nextGaussian());
  }

  private Arm steady(String method) {
    return fakes.arm(method, noisy(1));
  }

  private Candidate same(String method) {
    return new Candidate(steady(method), steady(method), steady(method));
  }

  private Candidate slower(String method, double times) {
    return new Candidate(steady(method), steady(method), fakes.arm(method, noisy(times)));
  }

  private Candidate calibration() {
    return slower("calibration", 1.1);
  }

  private GateReport run(Candidate... candidates) throws IOException {
    return run(new Gauge(Gauge.SCORE), candidates);
  }

  private GateReport run(Gauge gauge, Candidate... candidates) throws IOException {
    return run(Duration.ofMinutes(60), gauge, calibration(), candidates);
  }

  private GateReport run(Duration budget, long seed, Candidate calibration, Candidate... candidates)
      throws IOException {
    random.setSeed(seed);
    return run(budget, new Gauge(Gauge.SCORE), calibration, candidates);
  }

  private GateReport run(
      Duration budget, Gauge gauge, Candidate calibration, Candidate... candidates)
      throws IOException {
    try (PairJournal journal = PairJournal.open(directory)) {
      gate =
          new PairedGate(
              List.of(candidates),
              calibration,
              new PairedOptions(RULES, gauge, budget, 7),
              journal,
              new GateProgress(new PrintWriter(told)),
              fakes.nanos::get,
              fakes.nanos.get());
      return GateReport.of(gate.run(), Settings.of(gauge));
    }
  }

  private List<PairEntry> pairs(Role role) {
    return journal().stream().filter(pair -> pair.role() == role).toList();
  }

  private List<PairEntry> journal() {
    return Journal.read(directory.resolve("pairs.jsonl"), PairEntry.class);
  }
}
