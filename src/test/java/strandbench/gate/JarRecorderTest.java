package strandbench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import strandbench.result.Journal;
import strandbench.result.UnusableInputException;
import strandbench.run.ForkSettings;

/** Pairs of equal arms, measured in pieces. */
class JarRecorderTest {
  @TempDir Path directory;

  private final Fakes fakes = new Fakes();
  private final Random random = new Random(1);

  /** Its looks would take these pairs for its own. */
  @Test
  void theDirectoryOfAGateIsLeftAlone() throws Exception {
    Files.createFile(directory.resolve("start.json"));
    Path jar = Path.of("any.jar");
    ForkSettings forks =
        new ForkSettings(Duration.ofSeconds(1), Duration.ofSeconds(1), List.of(), Optional.empty());

    assertThatThrownBy(() -> recorder(1).run(jar, key -> true, forks))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("holds a gate");
    assertThat(directory).isDirectoryNotContaining("glob:**.jsonl");
  }

  @Test
  void aBenchmarkThatFailsIsMeasuredOnceAPiece() throws Exception {
    Arm broken = fakes.failing("broken", "no such host");
    record(60, candidate("a"), new Candidate(broken, broken, broken));

    assertThat(journal()).filteredOn(pair -> pair.key().equals(Fakes.key("broken"))).hasSize(1);
    assertThat(journal()).filteredOn(pair -> pair.key().equals(Fakes.key("a"))).hasSize(11);
  }

  @Test
  void stopsBeforeAPairThatWouldEndTooLate() throws Exception {
    record(28, candidate("a"), candidate("b"));

    assertThat(journal()).hasSize(5);
  }

  /**
   * Nothing is decided, however plain it is: who stops at a verdict loses those that were false.
   */
  @Test
  void piecesAddUpRoundByRoundInFreshOrder() throws Exception {
    record(100, candidate("a"), candidate("b"));
    record(110, candidate("a"), candidate("b"));
    List<PairEntry> pairs = journal();

    assertThat(pairs).hasSize(42);
    assertThat(pairs).extracting(PairEntry::round).isSorted().endsWith(21, 21);
    assertThat(pairs).extracting(PairEntry::headFirst).contains(true, false);
    assertThat(pairs.subList(20, 42))
        .extracting(PairEntry::headFirst)
        .isNotEqualTo(pairs.subList(0, 22).stream().map(PairEntry::headFirst).toList());
    for (String method : List.of("a", "b")) {
      assertThat(pairs).filteredOn(pair -> pair.key().equals(Fakes.key(method))).hasSize(21);
    }
  }

  private Candidate candidate(String method) {
    Arm arm = fakes.arm(method, () -> Math.exp(0.01 * random.nextGaussian()));
    return new Candidate(arm, arm, arm);
  }

  private void record(int seconds, Candidate... candidates) throws IOException {
    JarRecorder recorder = recorder(seconds);
    try (PairJournal journal = PairJournal.open(directory)) {
      recorder.record(List.of(candidates), journal);
    }
  }

  private JarRecorder recorder(int seconds) {
    return new JarRecorder(
        directory,
        Duration.ofSeconds(seconds),
        1,
        new GateProgress(new PrintWriter(new StringWriter())),
        fakes.nanos::get);
  }

  private List<PairEntry> journal() {
    return Journal.read(directory.resolve(PairJournal.FILE), PairEntry.class);
  }
}
