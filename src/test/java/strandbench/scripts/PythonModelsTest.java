package strandbench.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import strandbench.report.Report;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellOutcome;
import strandbench.result.CellResult;
import strandbench.result.CellState;
import strandbench.result.Journal;
import strandbench.result.Json;
import strandbench.result.Metric;
import strandbench.result.Result;
import strandbench.result.RunDirectory;
import strandbench.result.RunRecord;
import strandbench.run.BenchmarkCatalog;
import strandbench.run.BenchmarkInfo;
import strandbench.run.MachineProbe;

/** {@code scripts/python-models} from end to end, with cells as small as they can be. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PythonModelsTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir Path temp;

  private RunDirectory run;

  /** A run as this machine would leave it, of a counting and a fetch cell. */
  @BeforeEach
  void run() throws Exception {
    run = new RunDirectory(Files.createDirectory(temp.resolve("run")));
    BenchmarkKey raw = key("RawThreadBenchmark.first", Map.of());
    BenchmarkKey counting =
        key("CountingLoopBenchmark.count", Map.of("model", "VIRTUAL_THREADS", "parallelism", "2"));
    BenchmarkKey fetch =
        key(
            "FetchBenchmark.fetch",
            Map.of("model", "VIRTUAL_THREADS", "inFlight", "2", "delayMillis", "20"));
    List<BenchmarkKey> keys = List.of(raw, counting, fetch);
    Json.write(
        run.runFile(),
        new RunRecord(
            RunRecord.FORMAT_VERSION,
            "test",
            "",
            List.of(),
            1,
            3,
            "2026-01-01T12:00:00Z",
            "2026-01-01T12:01:00Z",
            "complete",
            MachineProbe.probe(List.of()),
            keys.stream()
                .map(key -> new CellOutcome(key, CellState.MEASURED, 3, null, null, null))
                .toList(),
            List.of(),
            List.of(),
            List.of()));
    // A thousand totals a second: 5 us a task.
    Json.write(run.jmhResultFile(), keys.stream().map(key -> entry(key, 1000)).toList());
    Journal.open(run.journalFile()).close();
  }

  /** All parameters of a benchmark, so that one that is new is seen here. */
  private static BenchmarkKey key(String name, Map<String, String> values) {
    BenchmarkInfo info =
        BenchmarkCatalog.load().benchmarks().stream()
            .filter(benchmark -> benchmark.shortName().equals(name))
            .findFirst()
            .orElseThrow();
    Map<String, String> params = new TreeMap<>();
    info.params().forEach((param, levels) -> params.put(param, levels.getFirst()));
    params.putAll(values);
    return BenchmarkKey.of(info.name(), info.mode(), info.threads(), params);
  }

  private static Map<String, Object> entry(BenchmarkKey key, double score) {
    Map<String, Object> metric =
        Map.of(
            "score",
            score,
            "scoreUnit",
            "ops/s",
            "rawData",
            List.of(List.of(score), List.of(score)));
    String counter = key.benchmark().contains("Fetch") ? "fetches" : "iterations";
    return Map.of(
        "benchmark", key.benchmark(),
        "mode", key.mode(),
        "threads", key.threads(),
        "forks", 2,
        "params", key.params(),
        "primaryMetric", metric,
        "secondaryMetrics", Map.of(counter, metric));
  }

  @Test
  void itsFileIsLaidBesideTheRun() throws Exception {
    Ended ended = python("--forks", "1");

    // 4 where the machine is so busy that the rule on the origin leaves a cell invalid.
    assertThat(ended.exitCode()).as(ended.output()).isIn(0, 4);
    assertThat(ended.output())
        .doesNotContain("failed")
        .contains("report " + run.path() + " --overlay");
    Result python = Result.read(run.path().resolve("python.json"));
    assertThat(python.jvms()).singleElement().asString().startsWith("CPython, 3");
    assertThat(python.cells())
        .filteredOn(cell -> cell.key().benchmark().endsWith("CountingLoopBenchmark.count"))
        .extracting(cell -> cell.key().param("model"))
        .containsExactly("CPYTHON_THREADS", "CPYTHON_PROCESS_POOL", "CPYTHON_ASYNCIO");
    assertThat(python.cells()).allSatisfy(PythonModelsTest::assertPlausible);
    assertThat(Files.readAllLines(run.path().resolve("python.jsonl"))).hasSize(7);

    Report.write(List.of(Result.read(run.path())), Optional.of(python), temp.resolve("report"));
    assertThat(temp.resolve("report/summary.md"))
        .content()
        .contains("| CPython process pool | 2 |", "no verdict takes them in");
  }

  private static void assertPlausible(CellResult cell) {
    assertThat(cell.primary().forks()).hasSize(1);
    assertThat(cell.primary().score()).isPositive();
    Metric counted =
        cell.secondary(cell.key().benchmark().contains("Fetch") ? "fetches" : "iterations")
            .orElseThrow();
    if (cell.key().benchmark().contains("Fetch")) {
      // Two in flight and 20 ms each: 100 a second at the most.
      assertThat(counted.forkMeans()[0]).isBetween(1.0, 101.0);
      assertThat(cell.secondary("originBusyPermille")).isPresent();
    } else {
      assertThat(counted.forkMeans()[0]).isGreaterThan(1000);
    }
  }

  @Test
  void isSkippedInOneLineWhereThereIsNoPython() throws Exception {
    ProcessBuilder command =
        new ProcessBuilder("/bin/sh", "scripts/python-models", run.path().toString());
    command.environment().put("PATH", temp.toString());

    Ended ended = Ended.of(command);

    assertThat(ended.output()).contains("skipped").contains("python3").hasLineCount(1);
    assertThat(ended.exitCode()).isZero();
    assertThat(run.path().resolve("python.json")).doesNotExist();
  }

  @Test
  void whatItCantUseIsNamedInOneLine() throws Exception {
    Path there = run.path().resolve("no/such.json");
    assertThat(python("--out", there.toString()).output())
        .contains("--out " + there + ": ")
        .hasLineCount(1);

    Files.writeString(run.runFile(), "{");
    Ended broken = python();
    assertThat(broken.exitCode()).isEqualTo(2);
    assertThat(broken.output()).contains("run.json: not JSON").hasLineCount(1);

    Files.delete(run.runFile());
    assertThat(python().output()).contains("run.json: No such file").hasLineCount(1);
  }

  /** Skips the test where there is no CPython on a system that can fork. */
  private Ended python(String... more) throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "python3"))));
    List<String> command = new ArrayList<>(List.of("python3", "scripts/python_models.py"));
    command.add(run.path().toString());
    command.addAll(List.of("--set-up", "0.01", "--warm-up", "0", "--measure", "0.01"));
    command.addAll(List.of("--java", JAVA));
    command.addAll(List.of("--class-path", System.getProperty("java.class.path")));
    command.addAll(List.of(more));
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    process.environment().put("PYTHONIOENCODING", "utf-8");
    return Ended.of(process);
  }

  private record Ended(int exitCode, String output) {
    static Ended of(ProcessBuilder command) throws IOException, InterruptedException {
      Process process = command.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), output);
    }
  }
}
