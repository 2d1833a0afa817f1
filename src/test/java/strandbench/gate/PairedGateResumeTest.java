package strandbench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import strandbench.result.BenchmarkKey;
import strandbench.result.Journal;
import strandbench.result.UnusableInputException;
import strandbench.run.JarFork;

/** A gate that was killed, and is carried on. */
class PairedGateResumeTest {
  private static final GateRules RULES = GateRules.of(0.05).withFlips(9_999);
  private static final Duration BUDGET = Duration.ofMinutes(8);

  /** Of "wild", pairs spread so much that more of them would hardly decide it. */
  private static final List<String> METHODS = List.of("a", "b", "wild");

  @TempDir Path directory;

  private final Fakes fakes = new Fakes();
  private final Random random = new Random(3);

  @Test
  void aJournalOfSomethingElseIsRefusedAndLetGo() throws Exception {
    Path file = directory.resolve(PairJournal.FILE);
    Files.writeString(file, "{\"round\":1,\"what\":2}\n");

    assertThatThrownBy(() -> PairJournal.open(directory))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("pairs.jsonl: entry 1");
    Files.delete(file);
    PairJournal.open(directory).close();
  }

  @Test
  void looksThatNoGateSettlesOnAreRefused() throws Exception {
    Files.writeString(directory.resolve("settled.json"), "{}");

    try (PairJournal journal = PairJournal.open(directory)) {
      assertThatThrownBy(journal::mostPairs)
          .isInstanceOf(UnusableInputException.class)
          .hasMessageEndingWith("settled.json: no look has so few pairs: 0");
    }
  }

  /** Wherever it was killed, in the midst of a line: it ends as if it had not been. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 17, 40})
  void itEndsAsIfItHadNotBeenKilled(int pairsKept) throws Exception {
    GateReport whole = gate(BUDGET, METHODS.stream().map(this::measured).toList());
    List<PairEntry> all = journal();
    Path file = directory.resolve(PairJournal.FILE);
    List<String> lines = Files.readAllLines(file);
    assertThat(all).hasSizeGreaterThan(41);

    Files.write(file, lines.subList(0, pairsKept));
    Files.writeString(file, lines.get(pairsKept).substring(0, 40), StandardOpenOption.APPEND);
    Replay rest = new Replay(all.subList(pairsKept, all.size()).iterator());
    GateReport again =
        gate(
            BUDGET,
            Stream.concat(METHODS.stream(), Stream.of("calibration"))
                .map(rest::candidate)
                .toList());

    assertThat(again.benchmarks()).isEqualTo(whole.benchmarks());
    assertThat(again.ending()).isEqualTo(whole.ending());
    assertThat(again.seconds()).isCloseTo(whole.seconds(), within(1e-6));
    assertThat(journal())
        .extracting(PairEntry::logSlowDown)
        .isEqualTo(all.stream().map(PairEntry::logSlowDown).toList());
    assertThat(rest.pairs).isExhausted();
  }

  /** Once scores were seen, a greater budget may not buy more looks. */
  @Test
  void looksStaySettledWhateverTheNewBudget() throws Exception {
    GateReport first = gate(Duration.ofSeconds(150), List.of(measured("wild")));
    int measured = journal().size();
    GateReport second = gate(Duration.ofMinutes(30), List.of(measured("wild")));

    assertThat(first.looks().getLast().pairs()).isEqualTo(10);
    assertThat(second.looks()).isEqualTo(first.looks());
    assertThat(second.benchmarks()).isEqualTo(first.benchmarks());
    assertThat(journal()).hasSize(measured);
  }

  /** What was measured stands for a verdict also where there is no time for more. */
  @Test
  void withoutTimeForMoreTheVerdictIsOfWhatThereIs() throws Exception {
    gate(BUDGET, METHODS.stream().map(this::measured).toList());
    Path file = directory.resolve(PairJournal.FILE);
    Files.write(file, Files.readAllLines(file).subList(0, 41));

    GateReport report = gate(Duration.ofSeconds(1), METHODS.stream().map(this::measured).toList());

    assertThat(report.ending()).isEqualTo(Ending.BUDGET_USED_UP);
    assertThat(report.benchmarks().get(1).verdict()).isEqualTo(Verdict.PASS);
    assertThat(journal()).hasSize(41);
  }

  /** The forks that run anew find what those of the gate that was not killed have found. */
  private final class Replay {
    private final Iterator<PairEntry> pairs;
    private PairEntry begun;

    Replay(Iterator<PairEntry> pairs) {
      this.pairs = pairs;
    }

    Candidate candidate(String method) {
      BenchmarkKey key = Fakes.key(method);
      return new Candidate(arm(key, true), arm(key, false), arm(key, false));
    }

    private Arm arm(BenchmarkKey key, boolean base) {
      return new Arm() {
        @Override
        public BenchmarkKey key() {
          return key;
        }

        @Override
        public JarFork fork() {
          PairEntry pair = begun == null ? pairs.next() : begun;
          begun = begun == null ? pair : null;
          JarFork fork = base ? pair.base() : pair.head();
          fakes.pass(fork.seconds());
          return fork;
        }
      };
    }
  }

  private Candidate measured(String method) {
    double center =
        switch (method) {
          case "a" -> 1.07;
          case "calibration" -> 1.1;
          default -> 1;
        };
    double spread = method.equals("wild") ? 1 : 0.003;
    Arm base = fakes.arm(method, () -> Math.exp(spread * random.nextGaussian()));
    return new Candidate(
        base, base, fakes.arm(method, () -> center * Math.exp(spread * random.nextGaussian())));
  }

  /** The last candidate is the calibration, where it is called so; else there is one. */
  private GateReport gate(Duration budget, List<Candidate> all) throws IOException {
    boolean withOwn = all.getLast().base().key().equals(Fakes.key("calibration"));
    Gauge score = new Gauge(Gauge.SCORE);
    try (PairJournal journal = PairJournal.open(directory)) {
      PairedGate gate =
          new PairedGate(
              withOwn ? all.subList(0, all.size() - 1) : Collections.unmodifiableList(all),
              withOwn ? all.getLast() : measured("calibration"),
              new PairedOptions(RULES, score, budget, 7),
              journal,
              new GateProgress(new PrintWriter(new StringWriter())),
              fakes.nanos::get,
              fakes.nanos.get());
      return GateReport.of(gate.run(), Settings.of(score));
    }
  }

  private List<PairEntry> journal() {
    return Journal.read(directory.resolve(PairJournal.FILE), PairEntry.class);
  }
}
