package strandbench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellOutcome;
import strandbench.result.CellState;
import strandbench.result.Json;
import strandbench.result.Machine;
import strandbench.result.RunRecord;
import strandbench.result.UnusableInputException;

/** Results that were recorded apart from each other. */
class RecordedGateTest {
  private static final double[] FORKS = {100, 101, 99, 100.5, 99.5, 100.2, 99.8, 100.1};

  @TempDir Path directory;

  @Test
  void resultsOfDifferentMachinesAreRefusedUnlessToldOtherwise() throws Exception {
    Path base = run("base", "Xeon", entry("a", 1));
    Path head = run("head", "EPYC", entry("a", 1));

    assertThatThrownBy(() -> gate(base, head, false))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("Xeon")
        .hasMessageContaining("EPYC")
        .hasMessageContaining("--different-machines");
    GateReport report = gate(base, head, true);
    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.setting().uncontrolled())
        .anyMatch(line -> line.startsWith("different machines: BASE on Xeon"));
  }

  @Test
  void jsonOfAnotherVersionIsRefused() throws Exception {
    Path base = run("base", "Xeon", entry("a", 1));
    Path runFile = base.resolve("run.json");
    Files.writeString(
        runFile,
        Files.readString(runFile).replace("\"formatVersion\" : 1", "\"formatVersion\" : 99"));

    assertThatThrownBy(() -> gate(base, base, false))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("run.json")
        .hasMessageContaining("99");
  }

  @Test
  void nothingInCommonIsRefused() throws Exception {
    assertThatThrownBy(() -> gate(file("base", entry("a", 1)), file("head", entry("b", 1)), false))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("nothing to compare")
        .hasMessageContaining("head.json has 1");
  }

  @Test
  void aBenchmarkTwiceInAFileIsRefused() throws Exception {
    Path twice = file("twice", entry("a", 1), entry("a", 1));

    assertThatThrownBy(() -> gate(twice, twice, false))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("holds C.a, avgt twice");
  }

  @Test
  void aBenchmarkThatFailedInOneRunFails() throws Exception {
    Path base = run("base", "Xeon", entry("a", 1), entry("b", 1));
    Path head = run("head", "Xeon", entry("a", 1));
    fail(head, "b", CellState.FAILED);

    GateReport report = gate(base, head, false);

    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.reasons()).containsExactly("FAILED: C.b, avgt: HEAD is FAILED: wrong answer");
  }

  @Test
  void aFigureThatARuleObjectsToCantBeTold() throws Exception {
    Path base = run("base", "Xeon", entry("a", 1), entry("b", 1));
    Path head = run("head", "Xeon", entry("a", 1));
    fail(head, "b", CellState.INVALID);

    assertThat(gate(base, head, false).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void addedAndRemovedAreListedAndRemovedFailsWhereAsked() throws Exception {
    Path base = file("base", entry("a", 1), entry("b", 1));
    Path head = file("head", entry("a", 1), entry("c", 1));

    GateReport report = gate(base, head, false);
    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.setting().removed()).containsExactly(Fakes.key("b"));
    assertThat(report.setting().added()).containsExactly(Fakes.key("c"));
    GateReport strict =
        new RecordedGate(base, head, GateRules.of(0.05), new Gauge(Gauge.SCORE), false)
            .run(key -> true, true, List.of());
    assertThat(strict.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(strict.reasons()).containsExactly("removed: C.b, avgt");
  }

  @Test
  void aSlowDownIsCalledAndWhatItCouldNotControlForIsSaid() throws Exception {
    ObjectNode slow = entry("a", 1.3);
    slow.put("jdkVersion", "25.0.3");

    GateReport report = gate(file("base", entry("a", 1)), file("head", slow), false);

    assertThat(report.verdict()).isEqualTo(Verdict.REGRESSION);
    assertThat(report.benchmarks().getFirst().slowDown()).isBetween(1.29, 1.31);
    assertThat(report.setting().uncontrolled())
        .hasSize(4)
        .anyMatch(line -> line.contains("not measured in pairs"))
        .anyMatch(line -> line.startsWith("BASE's file does not say on which machine"))
        .anyMatch(line -> line.startsWith("jdkVersion differs: BASE \"21\", HEAD \"25.0.3\""));
    assertThat(new GateTable(report).text())
        .contains("unit   forks  benchmark", "if BASE and HEAD differ in nothing but their code")
        .doesNotContain("pairs  benchmark");
  }

  @Test
  void aDifferenceIsToldOnceWithTheNumberOfItsBenchmarksAndAResultIsKnownAsItself()
      throws Exception {
    ObjectNode[] other = {entry("a", 1), entry("b", 1), entry("c", 1)};
    for (ObjectNode entry : other) {
      entry.put("jdkVersion", "25.0.3");
    }
    Path base = file("base", entry("a", 1), entry("b", 1), entry("c", 1));

    assertThat(gate(base, file("head", other), false).setting().uncontrolled())
        .anyMatch(line -> line.endsWith(" (C.a, avgt, and in 2 more)"));
    assertThat(gate(base, base, false).setting().uncontrolled())
        .contains("BASE and HEAD are the same result");
  }

  @Test
  void tooFewForksCantCallAnythingAndThatIsSaid() throws Exception {
    Path base = file("base", Fakes.entry(Fakes.key("a"), "us/op", 1, 1.01, 0.99));
    Path head = file("head", Fakes.entry(Fakes.key("a"), "us/op", 2, 2.01, 1.99));

    GateReport report = gate(base, head, false);

    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.reasons().getFirst()).contains("3 and 3 forks are too few");
  }

  @Test
  void whatHoldsForManyIsSaidOnce() throws Exception {
    ObjectNode[] few = {
      Fakes.entry(Fakes.key("a"), "us/op", 1, 1.5, 0.5),
      Fakes.entry(Fakes.key("b"), "us/op", 1, 1.5, 0.5),
      entry("c", 1)
    };

    assertThat(gate(file("base", few), file("head", few), false).reasons())
        .containsExactly(
            "INCONCLUSIVE: 2 benchmarks: 3 and 3 forks are too few to call a regression among 3"
                + " benchmarks");
  }

  private static GateReport gate(Path base, Path head, boolean differentMachines) {
    return new RecordedGate(
            base, head, GateRules.of(0.05), new Gauge(Gauge.SCORE), differentMachines)
        .run(key -> true, false, List.of());
  }

  private static ObjectNode entry(String method, double times) {
    ObjectNode entry =
        Fakes.entry(
            Fakes.key(method), "us/op", Arrays.stream(FORKS).map(fork -> fork * times).toArray());
    return entry.put("jdkVersion", "21");
  }

  private Path file(String name, ObjectNode... entries) throws IOException {
    Path file = directory.resolve(name + ".json");
    ArrayNode all = Json.MAPPER.createArrayNode();
    all.addAll(List.of(entries));
    Json.write(file, all);
    return file;
  }

  private Path run(String name, String cpu, ObjectNode... entries) throws IOException {
    Path run = Files.createDirectories(directory.resolve(name));
    Files.move(file(name, entries), run.resolve("jmh-result.json"));
    Files.createFile(run.resolve("journal.jsonl"));
    List<CellOutcome> cells =
        Arrays.stream(entries)
            .map(entry -> entry.path("benchmark").asText())
            .map(benchmark -> BenchmarkKey.of(benchmark, "avgt", 1, Map.of()))
            .map(key -> new CellOutcome(key, CellState.MEASURED, FORKS.length, null, null, null))
            .toList();
    Json.write(run.resolve("run.json"), record(cpu, cells));
    return run;
  }

  /** Adds a planned cell without a figure. */
  private static void fail(Path run, String method, CellState state) {
    Path file = run.resolve("run.json");
    RunRecord before = Json.read(file, RunRecord.class);
    List<CellOutcome> cells =
        Stream.concat(
                before.cells().stream(),
                Stream.of(
                    new CellOutcome(Fakes.key(method), state, 1, "rule", "wrong answer", null)))
            .toList();
    Json.write(file, record(before.machine().cpu(), cells));
  }

  private static RunRecord record(String cpu, List<CellOutcome> cells) {
    Machine machine =
        new Machine(
            cpu, 2, 2, 2, "max", "0-1", "none", "Linux", 1L << 30, "25", "KVM", List.of(),
            List.of(), List.of());
    return new RunRecord(
        RunRecord.FORMAT_VERSION,
        "test",
        "",
        List.of(),
        1,
        FORKS.length,
        "t",
        "t",
        "complete",
        machine,
        cells,
        List.of(),
        List.of(),
        List.of());
  }
}
